/** Finds the translation for a language of the page. English is built in; every other language is a file of this folder. */
import { languages } from "./languages.js";
import type { Strings } from "./strings.js";

/** Tags whose speakers read another language of the list. */
const nearest: Readonly<Record<string, string>> = { nn: "nb", no: "nb" };

/** Returns the strings for a BCP 47 tag; empty where English is the nearest language. */
export async function loadLanguage(tag: string): Promise<Partial<Strings>> {
  const subtag = tag.toLowerCase().split("-", 1)[0] ?? "";
  return (await languages[nearest[subtag] ?? subtag]?.())?.strings ?? {};
}

/** Primary subtags of all languages, English first. */
export const languageTags: readonly string[] = ["en", ...Object.keys(languages)];
