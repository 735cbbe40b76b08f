/**
 * The words of the panel: a host's own, else the language's, else English. English is split
 * over the parts of the panel that say it, so that nobody downloads a word before the
 * part; any other language is one module, fetched when it is wanted.
 */
import type { TerminalError, TerminalErrorCode } from "../../errors.js";
import type { numbers } from "../../click-to-call/number-list.en.js";
import type { offer } from "../../click-to-call/busy-dialog.en.js";
import type { banners } from "../notices/banners.en.js";
import { base } from "./base.en.js";
import type { calls } from "../call/call.en.js";
import type { devices } from "../notices/device-notice.en.js";
import type { ended } from "../call/ended-view.en.js";
import type { folded } from "../floating/floating.en.js";
import type { history } from "../history/history.en.js";
import type { otherTab } from "../call/call-in-other-tab.en.js";
import type { picture } from "../picture-in-picture/pip-window.en.js";
import type { quality } from "../call/quality.en.js";
import type { ringOnMobile } from "../call/ring-on-mobile.en.js";
import type { settings } from "../settings/settings.en.js";
import type { setup } from "../setup/setup.en.js";
import type { several } from "../call/other-calls.en.js";
import type { unheard } from "../notices/autoplay-blocked.en.js";

/** English, all parts. */
type English = typeof banners &
  typeof base &
  typeof calls &
  typeof devices &
  typeof ended &
  typeof folded &
  typeof history &
  typeof numbers &
  typeof offer &
  typeof otherTab &
  typeof picture &
  typeof quality &
  typeof ringOnMobile &
  typeof settings &
  typeof setup &
  typeof several &
  typeof unheard;

/** A word of the panel. */
export type StringKey = keyof English;

/** Sentences for an error's code: what happened, and what can be done. English takes them from the error itself. */
type ErrorKey = `error-${TerminalErrorCode}` | `hint-${TerminalErrorCode}`;

/** What only languages with more than two plural forms have. */
type PluralKey = `missed-${"zero" | "two" | "few" | "many"}`;

/** `rtl` where a language is written from right to left; others leave it to the page. */
type DirectionKey = "direction";

/** All words of the panel; a host overrides any of them with the `strings` property. */
export type Strings = Record<StringKey, string> & Partial<Record<ErrorKey | PluralKey | DirectionKey, string>>;

/** A language that leaves nothing out, with the plural forms that `Intl.PluralRules` has for it. */
export type Translation = Record<Exclude<StringKey, "missed-one"> | ErrorKey, string> &
  Partial<Record<PluralKey | "missed-one" | DirectionKey, string>>;

/** The words in use. */
export class LocalizedStrings {
  readonly #layers: readonly Partial<Strings>[];
  /** The tag that numbers and times are formatted for. */
  readonly locale: string;

  /** `english`: those parts of it that have been loaded beside the first. */
  constructor(
    locale: string,
    language: Partial<Strings>,
    overrides: Partial<Strings>,
    english: readonly Partial<Strings>[] = [],
  ) {
    this.#layers = [overrides, language, base, ...english];
    this.locale = locale;
  }

  /** How lines run; from left to right where the words do not say it, whatever the page does. */
  get direction(): string | undefined {
    return this.#find("direction");
  }

  /**
   * The text for a key, its `{placeholders}` filled in. Empty until its part of the panel is loaded.
   * `english`: for what is no part of the panel.
   */
  text(key: StringKey | PluralKey, values: Readonly<Record<string, string>> = {}, english = ""): string {
    return (this.#find(key) ?? english).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name] ?? whole;
      // A number or a foreign name must not be torn apart in a line from right to left.
      return this.direction ? `\u2068${value}\u2069` : value;
    });
  }

  /** What happened, in a sentence. */
  errorText(error: TerminalError): string {
    return this.#find(`error-${error.code}`) ?? error.message;
  }

  /** What can be done about it. */
  errorHint(error: TerminalError): string {
    return this.#find(`hint-${error.code}`) ?? error.hint;
  }

  /** `4:05` or `1:04:05`, in the digits of the locale. */
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
