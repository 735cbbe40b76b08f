/** The languages there are, each a module of its own. English is built in. */
import type { Strings, Translation } from "../words.js";

const languages: Readonly<Record<string, () => Promise<{ readonly words: Translation }>>> = {
  de: () => import("../languages/words-de.js"),
};

/** The language of a BCP 47 tag; nothing where English is as near as it gets. */
export async function loadLanguage(tag: string): Promise<Partial<Strings>> {
  const subtag = tag.toLowerCase().split("-", 1)[0] ?? "";
  return (await languages[subtag]?.())?.words ?? {};
}

/** Primary subtags of all languages, English first. */
export const languageTags: readonly string[] = ["en", ...Object.keys(languages)];
