/** What is published, in the eyes of npm, of publint and of a type checker. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, it } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { own, pack, temporaryFolder } from "../support/packed.js";

describe("the published package", () => {
  const folder = temporaryFolder();
  after(() => {
    folder.remove();
  });
  const { tarball, files } = pack(folder.path);

  it("has what its user reads and runs", () => {
    for (const file of [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "package.json",
      "custom-elements.json",
      "dist/index.d.ts",
      "dist/cdn/LICENSES.txt",
    ]) {
      assert.ok(files.includes(file), `${file} is missing`);
    }
    assert.ok(files.some((file) => file.startsWith("proto/") && file.endsWith(".proto")));
  });

  it("has nothing of the workshop", () => {
    const rest = files.filter(
      (file) =>
        !/^(dist|proto)\//.test(file) &&
        !["LICENSE", "README.md", "CHANGELOG.md", "package.json", "custom-elements.json"].includes(file),
    );
    assert.deepEqual(rest, []);
    assert.deepEqual(
      files.filter((file) => /\.test\.|tsbuildinfo|\.ts$(?<!\.d\.ts)/.test(file)),
      [],
    );
  });

  it("has every file that its package.json names", () => {
    const targets = Object.values(own.exports).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    for (const file of [...targets, ...Object.values(own.bin), own.unpkg, own.jsdelivr]) {
      assert.ok(files.includes(file.replace(/^\.\//, "")), `${file} is not packed`);
    }
  });

  it("pleases publint", async () => {
    const data = readFileSync(tarball);
    const { messages } = await publint({
      pack: { tarball: data.buffer.slice(data.byteOffset, data.byteOffset + data.length) },
      strict: true,
    });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, own, { color: false })),
      [],
    );
  });

  it("has types that are found from every kind of project that can import it", async () => {
    const analysis = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    assert.ok(analysis.types, "no types");
    const problems = analysis.problems.filter(
      (problem) =>
        // Ours is for import alone (ESM), and a name of `exports` is nothing to TypeScript's oldest way of looking (node10).
        !(problem.kind === "CJSResolvesToESM") && !("resolutionKind" in problem && problem.resolutionKind === "node10"),
    );
    assert.deepEqual(problems, []);
  });

  it("asks a page's install for browser packages only", () => {
    assert.deepEqual(Object.keys(own.dependencies).sort(), [
      "@bufbuild/protobuf",
      "@connectrpc/connect",
      "@connectrpc/connect-web",
      "idb",
      "libphonenumber-js",
      "lit",
    ]);
    for (const name of Object.keys(own.peerDependencies)) {
      assert.equal(own.peerDependenciesMeta[name]?.optional, true, `${name} is not optional`);
      assert.ok(own.devDependencies[name], `${name} is not installed for the tests`);
    }
    for (const [name, version] of Object.entries(own.devDependencies))
      assert.match(version, /^\d/, `${name} has no exact version`);
  });
});
