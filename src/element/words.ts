/**
 * The words of the panel: a host's own, else the language's, else English. English is split
 * over the parts of the panel that say it, so that nobody downloads a word before the
 * part; any other language is one module, fetched when it is wanted.
 */
import type { TerminalError, TerminalErrorCode } from "../errors.js";
import type { banners } from "./english/banners.js";
import { base } from "./english/base.js";
import type { calls } from "./english/calls.js";
import type { ended } from "./english/ended.js";
import type { folded } from "./english/folded.js";
import type { history } from "./english/history.js";
import type { quality } from "./english/quality.js";
import type { settings } from "./english/settings.js";
import type { setup } from "./english/setup.js";
import type { several } from "./english/several.js";
import type { unheard } from "./english/unheard.js";

/** English, all parts. */
type English = typeof banners &
  typeof base &
  typeof calls &
  typeof ended &
  typeof folded &
  typeof history &
  typeof quality &
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

/** All words of the panel; a host overrides any of them with the `strings` property. */
export type Strings = Record<StringKey, string> & Partial<Record<ErrorKey | PluralKey, string>>;

/** A language that leaves nothing out. */
export type Translation = Record<StringKey | ErrorKey, string> & Partial<Record<PluralKey, string>>;

/** The words in use. */
export class Words {
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

  /** The text for a key, its `{placeholders}` filled in. Empty until its part of the panel is loaded. */
  text(key: StringKey | PluralKey, values: Readonly<Record<string, string>> = {}): string {
    return (this.#find(key) ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
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
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    if (parts[0] === 0) parts.shift();
    return parts
      .map((part, index) =>
        new Intl.NumberFormat(this.locale, { minimumIntegerDigits: index === 0 ? 1 : 2, useGrouping: false }).format(
          part,
        ),
      )
      .join(":");
  }

  #find(key: keyof Strings): string | undefined {
    for (const layer of this.#layers) {
      if (layer[key] !== undefined) return layer[key];
    }
    return undefined;
  }
}
