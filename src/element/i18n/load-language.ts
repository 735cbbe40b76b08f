/** The languages there are, each a module of its own. English is built in. */
import type { Strings, Translation } from "./strings.js";

const languages: Readonly<Record<string, () => Promise<{ readonly words: Translation }>>> = {
  ar: () => import("./ar.js"),
  da: () => import("./da.js"),
  de: () => import("./de.js"),
  es: () => import("./es.js"),
  fi: () => import("./fi.js"),
  fr: () => import("./fr.js"),
  it: () => import("./it.js"),
  ja: () => import("./ja.js"),
  nb: () => import("./nb.js"),
  nl: () => import("./nl.js"),
  pl: () => import("./pl.js"),
  pt: () => import("./pt.js"),
  sv: () => import("./sv.js"),
};

/** Tags whose readers are at home in another language of the list. */
const nearest: Readonly<Record<string, string>> = { nn: "nb", no: "nb" };

/** Where the words are to stand. */
interface Place {
  closest<Node extends Element>(selector: string): Node | null;
}

/** The language of a BCP 47 tag; nothing where English is as near as it gets. */
export async function loadLanguage(tag: string, place?: Place): Promise<Partial<Strings>> {
  const subtag = tag.toLowerCase().split("-", 1)[0] ?? "";
  const words = (await languages[nearest[subtag] ?? subtag]?.())?.words ?? {};
  const { direction } = words as Partial<Strings>;
  if (direction === undefined) return words;
  return {
    ...words,
    /** A `dir` as near as the `lang`, or nearer, was meant for these lines; one further out, for the page around them. */
    get direction() {
      return place?.closest<HTMLElement>("[lang], [dir]")?.dir || direction;
    },
  };
}

/** Primary subtags of all languages, English first. */
export const languageTags: readonly string[] = ["en", ...Object.keys(languages)];
