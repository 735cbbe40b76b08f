/** All English words, which the element loads part by part. */
import { banners } from "../../src/element/notices/banners.en.js";
import { base } from "../../src/element/i18n/base.en.js";
import { calls } from "../../src/element/call/call.en.js";
import { devices } from "../../src/element/notices/device-notice.en.js";
import { ended } from "../../src/element/call/ended-view.en.js";
import { folded } from "../../src/element/floating/floating.en.js";
import { history } from "../../src/element/history/history.en.js";
import { otherTab } from "../../src/element/call/call-in-other-tab.en.js";
import { picture } from "../../src/element/picture-in-picture/pip-window.en.js";
import { quality } from "../../src/element/call/quality.en.js";
import { ringOnMobile } from "../../src/element/call/ring-on-mobile.en.js";
import { settings } from "../../src/element/settings/settings.en.js";
import { setup } from "../../src/element/setup/setup.en.js";
import { several } from "../../src/element/call/other-calls.en.js";
import { trouble } from "../../src/element/notices/error-notice.en.js";
import { unheard } from "../../src/element/notices/autoplay-blocked.en.js";
import { numbers } from "../../src/click-to-call/number-list.en.js";
import { offer } from "../../src/click-to-call/busy-dialog.en.js";
import type { StringKey } from "../../src/element/i18n/strings.js";

/** By key. */
export const english: Record<StringKey, string> = {
  ...banners,
  ...base,
  ...calls,
  ...devices,
  ...ended,
  ...folded,
  ...history,
  ...numbers,
  ...offer,
  ...otherTab,
  ...picture,
  ...quality,
  ...ringOnMobile,
  ...settings,
  ...setup,
  ...several,
  ...trouble,
  ...unheard,
};
