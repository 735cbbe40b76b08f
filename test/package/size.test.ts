import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { readModuleGraph, recordFirstCall, sizeOf, staticImports } from "../../bench/size.js";

const chunks = readModuleGraph();
const first = staticImports(chunks);

/** The modules that went into a chunk. */
const sourcesOf = (file: string): string[] =>
  (JSON.parse(readFileSync(new URL(`../../dist/cdn/${file}.map`, import.meta.url), "utf8")) as { sources: string[] })
    .sources;

describe("what a page downloads", () => {
  it("needs one file of at most 50 kB (brotli) for a first call, and has fetched at most 8 and 97 kB when it is heard", async () => {
    const { needed, fetched } = await recordFirstCall();
    assert.deepEqual(needed, ["web-terminal.js"]);
    assert.ok(sizeOf(needed).brotli <= 50_000, `${sizeOf(needed).brotli} bytes`);
    assert.ok(fetched.length <= 8, fetched.join(", "));
    assert.ok(sizeOf(fetched).brotli <= 97_000, `${sizeOf(fetched).brotli} bytes: ${fetched.join(", ")}`);
  });

  it("has no file of less than 2 kB (brotli)", () => {
    for (const file of Object.keys(chunks)) assert.ok(sizeOf([file]).brotli >= 2_000, file);
  });

  it("keeps what is only for networks without WebSockets in a chunk that is asked for when it is needed", () => {
    const later = Object.keys(chunks).filter((file) => file.startsWith("fetch-"));
    assert.equal(later.length, 1);
    for (const file of first) assert.ok(!chunks[file]?.imports.some((name) => later.includes(name)), file);
    assert.ok(first.some((file) => chunks[file]?.dynamicImports.some((name) => later.includes(name))));
    assert.ok(!first.some((file) => later.includes(file)));
  });

  it("has each language in a chunk of its own, that is fetched where it is spoken", () => {
    const modules = readdirSync(new URL("../../src/element/i18n/", import.meta.url)).flatMap(
      (file) => /^([a-z]{2})\.ts$/.exec(file)?.[1] ?? [],
    );
    const asking = ["web-terminal.js"];
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
    for (const file of first) assert.ok(!sourcesOf(file).some((source) => /\/i18n\/[a-z]{2}\.ts$/.test(source)), file);
  });

  it("holds nothing of Node, of Connect, or of protobuf's reflection", () => {
    for (const file of first) {
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
