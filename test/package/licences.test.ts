/** Whoever serves the bundle gives copies of other people's work away: with their licences, and only where they allow it. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { root, runtimePackages } from "../support/packed.js";

/** Licences that ask for no more than their own text beside a copy. */
const allowed = ["Apache-2.0", "BSD-3-Clause", "MIT", "ISC", "(Apache-2.0 AND BSD-3-Clause)"];

const folder = path.join(root, "dist/cdn");
const listed = readFileSync(path.join(folder, "LICENSES.txt"), "utf8")
  .split(/\n-{70}\n/)
  .map((text) => /^\s*(?<name>\S+) (?<version>\S+) \((?<licence>.+)\)\n+(?<text>[^]*)$/.exec(text)?.groups);

/** Packages whose code is in the bundle, by its source maps. */
function bundled(): string[] {
  const maps = readdirSync(folder).filter((file) => file.endsWith(".js.map"));
  const sources = maps.flatMap(
    (file) => (JSON.parse(readFileSync(path.join(folder, file), "utf8")) as { sources: string[] }).sources,
  );
  const names = sources.map((source) => /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

describe("licences", () => {
  it("of every package in the bundle stand beside it, in full", () => {
    assert.deepEqual(
      listed.map((entry) => entry?.["name"]),
      bundled(),
    );
    for (const entry of listed) {
      const about = JSON.parse(
        readFileSync(path.join(root, "node_modules", entry?.["name"] ?? "", "package.json"), "utf8"),
      ) as { version: string };
      assert.equal(entry?.["version"], about.version);
      assert.match(entry?.["text"] ?? "", /copyright/i, `${entry?.["name"]} has no text`);
    }
  });

  it("allow giving it away", () => {
    for (const entry of listed)
      assert.ok(allowed.includes(entry?.["licence"] ?? ""), `${entry?.["name"]} is ${entry?.["licence"]}`);
  });

  it("of all that an install brings do so as well", () => {
    for (const name of runtimePackages()) {
      const about = JSON.parse(readFileSync(path.join(root, "node_modules", name, "package.json"), "utf8")) as {
        license?: string;
      };
      assert.ok(allowed.includes(about.license ?? ""), `${name} is ${about.license}`);
    }
  });
});
