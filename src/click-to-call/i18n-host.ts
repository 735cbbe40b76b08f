/** What the page room says, it says in the words of the element. */
import type { ReactiveController } from "lit";

/** The element's words. English of the page room comes with the page room, so it is handed over. */
export interface HostStrings<Key extends string> {
  readonly locale: string;
  /** How lines run where the words decide it; undefined leaves it to the page. */
  readonly direction: string | undefined;
  text(key: Key, values: Readonly<Record<string, string>>, english: string): string;
}

/** What it takes to say something in `<web-terminal>`, and to say it again in another language. */
export interface I18nHost<Key extends string> extends HTMLElement {
  readonly words: HostStrings<Key>;
  /** A number with its digits in groups. */
  readonly shown: (number: string) => string;
  addController(controller: ReactiveController): void;
  removeController(controller: ReactiveController): void;
}
