/**
 * The strings of the panel: the page's own, else those of the language, else English. English lies with the features
 * that show it, and is loaded with them; any other language is one module, loaded when it is wanted.
 */
import type { TerminalError, TerminalErrorCode } from "../../errors.js";
import type { busyDialogStrings } from "../../click-to-call/busy-dialog.en.js";
import type { numberListStrings } from "../../click-to-call/number-list.en.js";
import type { callInOtherTabStrings } from "../call/call-in-other-tab.en.js";
import { callStrings } from "../call/call.en.js";
import type { endedViewStrings } from "../call/ended-view.en.js";
import type { otherCallsStrings } from "../call/other-calls.en.js";
import type { qualityStrings } from "../call/quality.en.js";
import type { ringOnMobileStrings } from "../call/ring-on-mobile.en.js";
import type { floatingStrings } from "../floating/floating.en.js";
import type { historyStrings } from "../history/history.en.js";
import type { autoplayBlockedStrings } from "../notices/autoplay-blocked.en.js";
import type { bannersStrings } from "../notices/banners.en.js";
import type { deviceNoticeStrings } from "../notices/device-notice.en.js";
import type { pipWindowStrings } from "../picture-in-picture/pip-window.en.js";
import type { settingsStrings } from "../settings/settings.en.js";
import type { setupStrings } from "../setup/setup.en.js";
import type { signInStrings } from "../sign-in/sign-in.en.js";
import { baseStrings } from "./base.en.js";

/** English, of all features. */
type English = typeof autoplayBlockedStrings &
  typeof bannersStrings &
  typeof baseStrings &
  typeof busyDialogStrings &
  typeof callInOtherTabStrings &
  typeof callStrings &
  typeof deviceNoticeStrings &
  typeof endedViewStrings &
  typeof floatingStrings &
  typeof historyStrings &
  typeof numberListStrings &
  typeof otherCallsStrings &
  typeof pipWindowStrings &
  typeof qualityStrings &
  typeof ringOnMobileStrings &
  typeof settingsStrings &
  typeof setupStrings &
  typeof signInStrings;

/** The key of a string of the panel. */
export type StringKey = keyof English;

/** Sentences for an error's code: what happened, and what can be done. English takes them from the error itself. */
export type ErrorKey = `error-${TerminalErrorCode}` | `hint-${TerminalErrorCode}`;

/** What only languages with more than two plural forms have. */
export type PluralKey = `missed-${"zero" | "two" | "few" | "many"}`;

/** `rtl` where a language is written from right to left; others leave it to the page. */
export type DirectionKey = "direction";

/** All strings of the panel; a page overrides any of them with the `strings` property. */
export type Strings = Record<StringKey, string> & Partial<Record<ErrorKey | PluralKey | DirectionKey, string>>;

/** A language that leaves nothing out, with the plural forms that `Intl.PluralRules` has for it. */
export type Translation = Record<Exclude<StringKey, "missed-one"> | ErrorKey, string> &
  Partial<Record<PluralKey | "missed-one" | DirectionKey, string>>;

/** Letters of scripts that are written from right to left. */
// cspell:disable-next-line
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1E800}-\u{1EFFF}]/u;

/** The strings in use. */
export class LocalizedStrings {
  readonly #layers: readonly Partial<Strings>[];
  /** The tag that numbers and times are formatted for. */
  readonly locale: string;

  /** `english`: the English strings of features that have been loaded. */
  constructor(
    locale: string,
    language: Partial<Strings>,
    overrides: Partial<Strings>,
    english: readonly Partial<Strings>[] = [],
  ) {
    this.#layers = [overrides, language, baseStrings, callStrings, ...english];
    this.locale = locale;
  }

  /** The direction of lines; undefined means from left to right, whatever the page does. */
  get direction(): string | undefined {
    return this.#find("direction");
  }

  /**
   * Returns the text for a key, its `{placeholders}` filled in. Empty until its feature is loaded.
   * `english`: the English text, for code outside of the panel.
   */
  text(key: StringKey | PluralKey, values: Readonly<Record<string, string>> = {}, english = ""): string {
    return (this.#find(key) ?? english).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name] ?? whole;
      // A number or a foreign name must not be torn apart in a line of the other direction.
      return this.direction || rightToLeft.test(value) ? `\u2068${value}\u2069` : value;
    });
  }

  /** Returns what happened, in a sentence. */
  errorText(error: TerminalError): string {
    return this.#find(`error-${error.variant ?? error.code}`) ?? error.message;
  }

  /** Returns what can be done about it. */
  errorHint(error: TerminalError): string {
    return this.#find(`hint-${error.variant ?? error.code}`) ?? error.hint;
  }

  /** Returns a duration as `4:05` or `1:04:05`, in the digits of the locale. */
  duration(milliseconds: number): string {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const hours = Math.floor(seconds / 3600);
    return [...(hours === 0 ? [] : [hours]), Math.floor(seconds / 60) % 60, seconds % 60]
      .map((part, index) =>
        new Intl.NumberFormat(this.locale, { minimumIntegerDigits: index === 0 ? 1 : 2, useGrouping: false }).format(
          part,
        ),
      )
      .join(":");
  }

  #find(key: keyof Strings): string | undefined {
    return this.#layers.find((layer) => layer[key] !== undefined)?.[key];
  }
}
