/** The element's translations, which click-to-call uses too. */

/** The element's strings. English of click-to-call is loaded with click-to-call, so it is passed to each call. */
export interface HostStrings<Key extends string> {
  readonly locale: string;
  /** The direction of lines; undefined means from left to right. */
  readonly direction: string | undefined;
  text(key: Key, values: Readonly<Record<string, string>>, english: string): string;
}

export interface I18nHost<Key extends string> {
  readonly strings: HostStrings<Key>;
  /** Returns a number with its digits in groups. */
  readonly formatNumber: (number: string) => string;
}
