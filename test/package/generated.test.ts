/** What a tool made and somebody committed is what the tool would make now. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
// The generators are found as an npm script finds them.
const env = {
  ...process.env,
  PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env["PATH"] ?? ""}`,
};

function run(program: string, args: string[], cwd: string): void {
  const result = spawnSync(path.join(root, "node_modules/.bin", program), args, {
    cwd,
    env,
    encoding: "utf8",
    timeout: 60_000,
    // On Windows what npm puts there are scripts for its shell.
    shell: process.platform === "win32",
  });
  assert.equal(result.status, 0, `${program}: ${result.error?.message ?? ""}${result.stdout}${result.stderr}`);
}

function tree(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((file) => [path.relative(folder, file), readFileSync(file, "utf8")]));
}

function inTemporaryFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(tmpdir(), "web-terminal-"));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("generated files", () => {
  it("src/gen is what `npm run generate` makes of proto/", () => {
    inTemporaryFolder((folder) => {
      // The template writes to ../src/gen, counted from a folder that does not even have to exist.
      run(
        "buf",
        ["generate", "--template", "buf.gen.yaml", "--output", path.join(folder, "proto")],
        path.join(root, "proto"),
      );
      assert.deepEqual(tree(path.join(folder, "src/gen")), tree(path.join(root, "src/gen")));
    });
  });

  it("custom-elements.json is what `npm run manifest` makes of src/element", () => {
    const target = ".cache/manifest-test";
    run("cem", ["analyze", "--config", "custom-elements-manifest.config.mjs", "--outdir", target, "--quiet"], root);
    const made: unknown = JSON.parse(readFileSync(path.join(root, target, "custom-elements.json"), "utf8"));
    const committed: unknown = JSON.parse(readFileSync(path.join(root, "custom-elements.json"), "utf8"));
    assert.deepEqual(committed, made);
  });
});
