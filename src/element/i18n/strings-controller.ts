/** Which words the panel speaks: the element's language, loaded when it changes. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { LocalizedStrings, type Strings } from "./strings.js";

/** What decides about the words. */
export interface StringsHost extends ReactiveControllerHost {
  readonly lang: string;
  readonly strings: Partial<Strings>;
  closest<Node extends Element>(selector: string): Node | null;
}

export class StringsController implements ReactiveController {
  words: LocalizedStrings = new LocalizedStrings("en", {}, {});

  readonly #host: StringsHost;
  readonly #english: () => readonly Partial<Strings>[];
  #language: Partial<Strings> = {};
  #tag: string | null = null;

  /** `english`: what has been loaded of it beside the first words. */
  constructor(host: StringsHost, english: () => readonly Partial<Strings>[]) {
    this.#host = host;
    this.#english = english;
    host.addController(this);
  }

  hostUpdate(): void {
    const near = this.#host.lang || this.#host.closest<HTMLElement>("[lang]")?.lang;
    const tag = validTag(near || document.documentElement.lang || navigator.language);
    if (tag !== this.#tag) void this.#load(tag);
    // Dates and numbers are written as the words beside them, which may still be English; or all the page's own.
    const spoken = "call" in { ...this.#language, ...this.#host.strings } || /^en\b/.test(tag) ? tag : "en";
    this.words = new LocalizedStrings(spoken, this.#language, this.#host.strings, this.#english());
  }

  /** English stands in until the language is there, and where it cannot be had. */
  async #load(tag: string): Promise<void> {
    this.#tag = tag;
    this.#language = {};
    if (/^en\b/.test(tag)) return;
    try {
      const language = await (await import("./load-language.js")).loadLanguage(tag, this.#host);
      if (this.#tag !== tag) return;
      this.#language = language;
      this.#host.requestUpdate();
    } catch {
      // The next change of language tries again; the panel stays usable meanwhile.
    }
  }
}

/** `Intl` throws for a tag that is none, and a page may say anything in `lang`. */
function validTag(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en";
  } catch {
    return "en";
  }
}
