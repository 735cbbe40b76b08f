/** Keeps the strings of the panel in the element's language, which is loaded when it changes. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { addPrivateController } from "../private-controller.js";
import { loadLanguage } from "./load-language.js";
import { LocalizedStrings, type Strings } from "./strings.js";

/** The element, as far as it decides about the strings. */
export interface StringsHost extends ReactiveControllerHost {
  readonly lang: string;
  readonly strings: Partial<Strings>;
  closest<Node extends Element>(selector: string): Node | null;
}

export class StringsController implements ReactiveController {
  strings: LocalizedStrings = new LocalizedStrings("en", {}, {});

  readonly #host: StringsHost;
  readonly #english: () => readonly Partial<Strings>[];
  #language: Partial<Strings> = {};
  #tag: string | null = null;

  /** `english` returns the English strings that have been loaded with features. */
  constructor(host: StringsHost, english: () => readonly Partial<Strings>[]) {
    this.#host = host;
    this.#english = english;
    addPrivateController(host, this);
  }

  hostUpdate(): void {
    const near = this.#host.lang || this.#host.closest<HTMLElement>("[lang]")?.lang;
    const tag = validTag(near || document.documentElement.lang || navigator.language);
    if (tag !== this.#tag) void this.#load(tag);
    const own = this.#host.strings;
    // Dates and numbers are written as the strings beside them, which may still be English, or be all the page's own.
    const spoken = "call" in { ...this.#language, ...own } || /^en\b/.test(tag) ? tag : "en";
    this.strings = new LocalizedStrings(spoken, { ...this.#language, ...this.#direction() }, own, this.#english());
  }

  /** Returns the direction of the language. A `dir` as near as the `lang`, or nearer, was meant for the panel; one further out, for the page around it. */
  #direction(): Pick<Partial<Strings>, "direction"> {
    const { direction } = this.#language;
    if (direction === undefined) return {};
    return { direction: this.#host.closest<HTMLElement>("[lang], [dir]")?.dir || direction };
  }

  /** Loads a language; English is used until it is there, and where it cannot be loaded. */
  async #load(tag: string): Promise<void> {
    this.#tag = tag;
    this.#language = {};
    if (/^en\b/.test(tag)) return;
    try {
      const language = await loadLanguage(tag);
      if (this.#tag !== tag) return;
      this.#language = language;
      this.#host.requestUpdate();
    } catch {
      // The next change of language tries again; the panel stays usable meanwhile.
    }
  }
}

/**
 * Returns a tag that `Intl` accepts: a page may write anything into `lang`. Server frameworks write POSIX locales there
 * (`nb_NO`, `de_DE_formal`, `pt_BR.UTF-8`). Of a tag that is not well-formed, as much as is counts.
 */
function validTag(tag: string): string {
  const subtags = (/^[^.@]*/.exec(tag.trim())?.[0] ?? "").split(/[_-]/);
  for (let count = subtags.length; count > 0; count -= 1) {
    try {
      return Intl.getCanonicalLocales(subtags.slice(0, count).join("-"))[0] ?? "en";
    } catch {
      // The last subtag is the likeliest to be something else.
    }
  }
  return "en";
}
