/** The languages there are, each a module of its own. English is built in. */
import type { Strings, Translation } from "../words.js";

const languages: Readonly<Record<string, () => Promise<{ readonly words: Translation }>>> = {};

/** Whose readers understand another language of the list better than English. */
const near: Readonly<Record<string, string>> = { no: "nb", nn: "nb" };

/** The language of a BCP 47 tag; nothing where English is as near as it gets. */
export async function loadLanguage(tag: string): Promise<Partial<Strings>> {
  const subtag = tag.toLowerCase().split("-", 1)[0] ?? "";
  return (await languages[near[subtag] ?? subtag]?.())?.words ?? {};
}

/** Primary subtags of all languages, English first. */
export const languageTags: readonly string[] = ["en", ...Object.keys(languages)];
