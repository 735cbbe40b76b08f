/** The sources that follow from other files are up to date, and follow them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { generatedSources, languagesModule, versionModule } from "../../scripts/generated-sources.mjs";
import { languageTags } from "../../src/element/i18n/load-language.js";
import { version } from "../../src/element/version.js";

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");

for (const [file, text] of generatedSources()) {
  test(`${file} is what \`npm run generate:sources\` writes`, () => {
    assert.equal(read(file), text);
  });
}

test("the element has the version of the package", () => {
  assert.equal(version, (JSON.parse(read("package.json")) as { version: string }).version);
  assert.match(versionModule("1.2.3-beta.1"), /^export const version = "1\.2\.3-beta\.1";$/m);
});

test("a translation is loaded because its file exists", () => {
  const table = languagesModule(["base.en.ts", "strings.ts", "haw.ts", "de.ts", "load-language.ts", "languages.ts"]);
  assert.deepEqual(table.match(/^ {2}.*$/gm), ['  de: () => import("./de.js"),', '  haw: () => import("./haw.js"),']);
  assert.ok(languageTags.length > 10 && languageTags.includes("de"), languageTags.join());
});
