/** All English words, which the element loads part by part. */
import { banners } from "../../src/element/english/banners.js";
import { base } from "../../src/element/english/base.js";
import { calls } from "../../src/element/english/calls.js";
import { devices } from "../../src/element/english/devices.js";
import { ended } from "../../src/element/english/ended.js";
import { folded } from "../../src/element/english/folded.js";
import { history } from "../../src/element/english/history.js";
import { otherTab } from "../../src/element/english/other-tab.js";
import { picture } from "../../src/element/english/picture.js";
import { quality } from "../../src/element/english/quality.js";
import { ringOnMobile } from "../../src/element/english/ring-on-mobile.js";
import { settings } from "../../src/element/english/settings.js";
import { setup } from "../../src/element/english/setup.js";
import { several } from "../../src/element/english/several.js";
import { trouble } from "../../src/element/english/trouble.js";
import { unheard } from "../../src/element/english/unheard.js";
import { numbers } from "../../src/page/english/numbers.js";
import { offer } from "../../src/page/english/offer.js";
import type { StringKey } from "../../src/element/words.js";

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
