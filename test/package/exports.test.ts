import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const at = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const own = JSON.parse(readFileSync(at("package.json"), "utf8")) as {
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
  unpkg: string;
  jsdelivr: string;
};

describe("package.json", () => {
  it("exports only files that the build makes", () => {
    const files = Object.values(own.exports).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    for (const file of [...files, ...Object.values(own.bin), own.unpkg, own.jsdelivr]) {
      assert.ok(existsSync(at(file)), `${file} is missing`);
    }
  });

  it("has programs that a shell can start", () => {
    for (const file of Object.values(own.bin)) {
      assert.match(readFileSync(at(file), "utf8"), /^#!\/usr\/bin\/env node\n/, file);
      if (process.platform !== "win32") assert.ok(statSync(at(file)).mode & 0o100, `${file} is not executable`);
    }
  });
});

describe("importing where there is no DOM", () => {
  for (const entry of [".", "./define", "./phone"]) {
    it(`${entry} does nothing and does not throw`, () => {
      const target = own.exports[entry];
      assert.ok(typeof target === "object" && target["default"] !== undefined);
      // A timer, a listener or a socket left behind would keep the process from ending by itself.
      const result = spawnSync(
        process.execPath,
        ["--input-type=module", "-e", `await import(${JSON.stringify(pathToFileURL(at(target["default"])).href)})`],
        {
          encoding: "utf8",
          timeout: 20_000,
        },
      );
      assert.equal(result.stderr, "");
      assert.equal(result.stdout, "");
      assert.equal(result.status, 0);
    });
  }
});
