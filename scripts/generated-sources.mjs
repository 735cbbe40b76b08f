/**
 * `npm run generate:sources`: writes the sources that follow from other files. Each build does it too, and
 * `npm version` commits the result with the new version.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { at, filesBelow, textOf } from "./lib/paths.mjs";

const about = (from) => `Generated from ${from} by scripts/generated-sources.mjs.`;

/** Returns the module with the package's version: browsers cannot import package.json. */
export function versionModule(version) {
  return `/** The version of the package. ${about("package.json")} */\nexport const version = ${JSON.stringify(version)};\n`;
}

/** Returns the module that loads each translation among the files of `src/element/i18n`: those named by a language tag. */
export function languagesModule(fileNames) {
  const tags = fileNames
    .map((name) => /^([a-z]{2,3})\.ts$/.exec(name)?.[1])
    .filter((tag) => tag !== undefined)
    .sort();
  return [
    `/** The translations by primary language subtag. ${about("the names of the files in this folder")} */`,
    'import type { Translation } from "./strings.js";',
    "",
    "export const languages: Readonly<Record<string, () => Promise<{ readonly strings: Translation }>>> = {",
    ...tags.map((tag) => `  ${tag}: () => import("./${tag}.js"),`),
    "};",
    "",
  ].join("\n");
}

/** Returns each generated source, by its path in the repository. */
export function generatedSources() {
  const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  const i18n = filesBelow("src/element/i18n").map((file) => path.basename(file));
  return new Map([
    ["src/element/version.ts", versionModule(version)],
    ["src/element/i18n/languages.ts", languagesModule(i18n)],
  ]);
}

/** Writes the generated sources that differ. */
export function writeGeneratedSources() {
  for (const [file, text] of generatedSources()) if (textOf(file) !== text) writeFileSync(at(file), text);
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? "")).href) writeGeneratedSources();
