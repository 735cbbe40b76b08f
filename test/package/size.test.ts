import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { measure } from "../../bench/size.mjs";

const size = measure();
const chunks = JSON.parse(readFileSync(new URL("../../dist/cdn/chunks.json", import.meta.url), "utf8")) as Record<
  string,
  { imports: string[]; dynamicImports: string[] }
>;

/** The modules that went into a chunk. */
const sourcesOf = (file: string): string[] =>
  (JSON.parse(readFileSync(new URL(`../../dist/cdn/${file}.map`, import.meta.url), "utf8")) as { sources: string[] })
    .sources;

describe("what a page downloads", () => {
  it("has a first script of at most 25 kB (brotli)", () => {
    assert.ok(size.first.brotli <= 25_000, `${size.first.brotli} bytes: ${size.first.files.join(", ")}`);
  });

  it("waits for at most 50 kB (brotli) before a first call", () => {
    assert.ok(size.call.brotli <= 50_000, `${size.call.brotli} bytes: ${size.call.files.join(", ")}`);
    assert.ok(
      size.call.files.length > size.first.files.length,
      "the phone is loaded after the first script, not within it",
    );
  });

  it("keeps what is only for networks without WebSockets in a chunk that is asked for when it is needed", () => {
    const later = Object.keys(chunks).filter((file) => file.startsWith("fetch-"));
    assert.equal(later.length, 1);
    for (const file of size.call.files) assert.ok(!chunks[file]?.imports.some((name) => later.includes(name)), file);
    assert.ok(size.call.files.some((file) => chunks[file]?.dynamicImports.some((name) => later.includes(name))));
    assert.ok(!size.call.files.some((file) => later.includes(file)));
  });

  it("has each language in a chunk of its own, that is fetched where it is spoken", () => {
    const modules = readdirSync(new URL("../../src/element/i18n/", import.meta.url)).flatMap(
      (file) => /^([a-z]{2})\.ts$/.exec(file)?.[1] ?? [],
    );
    const asking = Object.keys(chunks).filter((file) => file.startsWith("load-language-"));
    assert.equal(asking.length, 1);
    for (const name of modules) {
      const own = Object.keys(chunks).filter((file) =>
        sourcesOf(file).some((source) => source.endsWith(`/i18n/${name}.ts`)),
      );
      assert.equal(own.length, 1, name);
      const [file = ""] = own;
      assert.deepEqual(sourcesOf(file), [`../../src/element/i18n/${name}.ts`]);
      assert.deepEqual(
        Object.keys(chunks).filter((each) => chunks[each]?.imports.includes(file)),
        [],
      );
      assert.deepEqual(
        Object.keys(chunks).filter((each) => chunks[each]?.dynamicImports.includes(file)),
        asking,
      );
    }
    for (const file of size.call.files)
      assert.ok(!sourcesOf(file).some((source) => /\/i18n\/[a-z]{2}\.ts$/.test(source)), file);
    for (const file of size.call.files) assert.ok(!chunks[file]?.imports.some((name) => asking.includes(name)), file);
  });

  it("holds nothing of Node, of Connect, or of protobuf's reflection", () => {
    for (const file of size.call.files) {
      const url = new URL(`../../dist/cdn/${file}`, import.meta.url);
      assert.doesNotMatch(readFileSync(url, "utf8"), /(from|import\()\s*["']node:/, file);
      const foreign = sourcesOf(file).filter((source) =>
        /node_modules\/@connectrpc\/|node_modules\/@bufbuild\/protobuf\/(?!dist\/(esm|cjs)\/(wire\/|proto-int64))|src\/(gen|gateway|simulator)\//.test(
          source,
        ),
      );
      assert.deepEqual(foreign, [], file);
    }
  });
});
