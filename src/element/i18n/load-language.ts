/** The languages of the panel, one module each. English is built in. */
import type { Strings, Translation } from "./strings.js";

const languages: Readonly<Record<string, () => Promise<{ readonly strings: Translation }>>> = {
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

/** Tags whose speakers read another language of the list. */
const nearest: Readonly<Record<string, string>> = { nn: "nb", no: "nb" };

/** Returns the strings for a BCP 47 tag; empty where English is the nearest language. */
export async function loadLanguage(tag: string): Promise<Partial<Strings>> {
  const subtag = tag.toLowerCase().split("-", 1)[0] ?? "";
  return (await languages[nearest[subtag] ?? subtag]?.())?.strings ?? {};
}

/** Primary subtags of all languages, English first. */
export const languageTags: readonly string[] = ["en", ...Object.keys(languages)];
