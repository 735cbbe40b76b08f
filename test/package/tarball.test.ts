import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

function packedFiles(): string[] {
  const npm = process.env["npm_execpath"];
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts", "--loglevel=error"];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, encoding: "utf8", timeout: 60_000 })
    : spawnSync("npm", args, { cwd: root, encoding: "utf8", timeout: 60_000, shell: process.platform === "win32" });
  assert.equal(result.status, 0, result.stderr);
  const [packed] = JSON.parse(result.stdout) as [Packed];
  return packed.files.map((file) => file.path);
}

describe("the published package", () => {
  const files = packedFiles();

  it("has what its user reads and runs", () => {
    for (const file of ["LICENSE", "README.md", "CHANGELOG.md", "package.json", "custom-elements.json", "dist/index.d.ts", "dist/cdn/LICENSES.txt"]) {
      assert.ok(files.includes(file), `${file} is missing`);
    }
    assert.ok(files.some((file) => file.startsWith("proto/") && file.endsWith(".proto")));
  });

  it("has nothing of the workshop", () => {
    const rest = files.filter(
      (file) => !/^(dist|proto)\//.test(file) && !["LICENSE", "README.md", "CHANGELOG.md", "package.json", "custom-elements.json"].includes(file),
    );
    assert.deepEqual(rest, []);
    assert.deepEqual(files.filter((file) => /\.test\.|tsbuildinfo|\.ts$(?<!\.d\.ts)/.test(file)), []);
  });

  it("asks a page's install for browser packages only", () => {
    const own = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
      dependencies: Record<string, string>;
      peerDependencies: Record<string, string>;
      peerDependenciesMeta: Record<string, { optional?: boolean }>;
      devDependencies: Record<string, string>;
    };
    assert.deepEqual(Object.keys(own.dependencies).sort(), ["@bufbuild/protobuf", "@connectrpc/connect", "@connectrpc/connect-web", "lit"]);
    for (const name of Object.keys(own.peerDependencies)) {
      assert.equal(own.peerDependenciesMeta[name]?.optional, true, `${name} is not optional`);
      assert.ok(own.devDependencies[name], `${name} is not installed for the tests`);
    }
    for (const [name, version] of Object.entries(own.devDependencies)) assert.match(version, /^\d/, `${name} has no exact version`);
  });
});
