import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";

const folder = new URL("../../dist/cdn/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const scripts = readdirSync(folder).filter((name) => name.endsWith(".js"));

describe("what a script tag loads", () => {
  const integrity = JSON.parse(read("integrity.json")) as { version: string; files: Record<string, string> };

  it("has the hash of each script, and of no other", () => {
    assert.deepEqual(Object.keys(integrity.files).sort(), scripts.sort());
    for (const name of scripts) {
      assert.equal(
        integrity.files[name],
        `sha384-${createHash("sha384")
          .update(readFileSync(new URL(name, folder)))
          .digest("base64")}`,
        name,
      );
    }
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    assert.equal(integrity.version, version);
  });

  it("has a source map beside each script, with the sources in it", () => {
    for (const name of scripts) {
      assert.match(read(name), new RegExp(`//# sourceMappingURL=${name}\\.map\\s*$`), name);
      const map = JSON.parse(read(`${name}.map`)) as { sources: string[]; sourcesContent?: (string | null)[] };
      // The entry has no source of its own: it only loads.
      assert.ok(map.sources.length > 0 || name === "web-terminal.js", name);
      assert.ok(map.sources.length === (map.sourcesContent ?? []).filter((text) => text !== null).length, name);
    }
  });

  it("is one file where it is called a bundle", () => {
    assert.doesNotMatch(read("web-terminal.bundle.js"), /\bimport\s*\(|\bfrom\s*["']\.|^import\b/m);
  });

  it("loads its chunks from beside itself, wherever it stands", () => {
    for (const name of scripts) {
      for (const [, from] of read(name).matchAll(/\bimport\(\s*["'`]([^"'`]+)["'`]\s*\)|\bfrom\s*["']([^"']+)["']/g)) {
        if (from !== undefined) assert.match(from, /^\.\/[\w-]+\.js$/, name);
      }
      assert.doesNotMatch(read(name), /\beval\(|new Function\(/, name);
    }
  });
});
