/** All English strings, which the element loads with its features. */
import { bannersStrings } from "../../src/element/notices/banners.en.js";
import { baseStrings } from "../../src/element/i18n/base.en.js";
import { callStrings } from "../../src/element/call/call.en.js";
import { deviceNoticeStrings } from "../../src/element/notices/device-notice.en.js";
import { endedViewStrings } from "../../src/element/call/ended-view.en.js";
import { floatingStrings } from "../../src/element/floating/floating.en.js";
import { historyStrings } from "../../src/element/history/history.en.js";
import { callInOtherTabStrings } from "../../src/element/call/call-in-other-tab.en.js";
import { pipWindowStrings } from "../../src/element/picture-in-picture/pip-window.en.js";
import { qualityStrings } from "../../src/element/call/quality.en.js";
import { ringOnMobileStrings } from "../../src/element/call/ring-on-mobile.en.js";
import { settingsStrings } from "../../src/element/settings/settings.en.js";
import { setupStrings } from "../../src/element/setup/setup.en.js";
import { otherCallsStrings } from "../../src/element/call/other-calls.en.js";
import { errorNoticeStrings } from "../../src/element/notices/error-notice.en.js";
import { autoplayBlockedStrings } from "../../src/element/notices/autoplay-blocked.en.js";
import { numberListStrings } from "../../src/click-to-call/number-list.en.js";
import { busyDialogStrings } from "../../src/click-to-call/busy-dialog.en.js";
import { signInStrings } from "../../src/element/sign-in/sign-in.en.js";
import type { StringKey } from "../../src/element/i18n/strings.js";

/** By key. */
export const english: Record<StringKey, string> = {
  ...bannersStrings,
  ...baseStrings,
  ...callStrings,
  ...deviceNoticeStrings,
  ...endedViewStrings,
  ...floatingStrings,
  ...historyStrings,
  ...numberListStrings,
  ...busyDialogStrings,
  ...callInOtherTabStrings,
  ...pipWindowStrings,
  ...qualityStrings,
  ...ringOnMobileStrings,
  ...settingsStrings,
  ...setupStrings,
  ...signInStrings,
  ...otherCallsStrings,
  ...errorNoticeStrings,
  ...autoplayBlockedStrings,
};
