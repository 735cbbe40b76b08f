/** The translations by primary language subtag. Generated from the names of the files in this folder by scripts/generated-sources.mjs. */
import type { Translation } from "./strings.js";

export const languages: Readonly<Record<string, () => Promise<{ readonly strings: Translation }>>> = {
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
