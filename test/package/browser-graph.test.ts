/** What a browser loads: every module that can be reached from the entries for pages. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { describe, it } from "node:test";
import ts from "typescript";
import { own, root } from "../support/packed.js";

/** Modules of dist/ that an entry reaches, and packages that those name. */
interface Graph {
  readonly files: ReadonlySet<string>;
  /** Package to the file that imports it. */
  readonly packages: ReadonlyMap<string, string>;
}

function walk(entries: readonly string[]): Graph {
  const files = new Set<string>();
  const packages = new Map<string, string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    // Imports and dynamic imports alike; dist/ has no types, so each is one that a browser makes.
    for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles) {
      if (fileName.startsWith(".")) visit(path.resolve(path.dirname(file), fileName));
      else packages.set(fileName, path.relative(root, file));
    }
  };
  entries.forEach(visit);
  return { files, packages };
}

const nameOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

const browserEntries = Object.entries(own.exports).flatMap(([name, target]) =>
  typeof target === "string" || ["./gateway", "./simulator"].includes(name)
    ? []
    : [{ name, file: path.join(root, target.default) }],
);

describe("modules that a page can reach", () => {
  it("begin at every entry that is not for Node", () => {
    assert.deepEqual(
      browserEntries.map(({ name }) => name),
      [".", "./define", "./phone", "./react", "./preact", "./vue", "./svelte"],
    );
  });

  for (const { name, file } of browserEntries) {
    it(`from ${name}: nothing of Node, and no package that an install of ours does not bring`, () => {
      const { files, packages } = walk([file]);
      const rooms = [...files]
        .map((each) => path.relative(root, each))
        .filter((each) => /^dist\/(gateway|simulator)\//.test(each));
      assert.deepEqual(rooms, []);
      for (const [specifier, importer] of packages) {
        assert.ok(
          !specifier.startsWith("node:") && !builtinModules.includes(specifier),
          `${importer} imports ${specifier}`,
        );
        assert.ok(
          Object.hasOwn(own.dependencies, nameOf(specifier)),
          `${importer} imports ${specifier}, which is no dependency`,
        );
      }
    });
  }

  it("headless, do without lit", () => {
    const { packages } = walk([path.join(root, "dist/phone/index.js")]);
    assert.deepEqual(
      [...packages.keys()].filter((specifier) => nameOf(specifier) === "lit"),
      [],
    );
  });
});
