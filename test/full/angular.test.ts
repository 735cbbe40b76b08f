/** Angular's example, built by Angular's own tools, which are installed for this test. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "../../scripts/lib/run.mjs";
import { type TestBrowser, launchBrowser } from "../support/browser.js";
import { proveExample } from "../support/example.js";
import { npm } from "../support/packed.js";
import { type Stage, createStage } from "../support/stage.js";
import { type StaticSite, serveFolder } from "../support/static-site.js";

const example = fileURLToPath(new URL("../../demo/frameworks/angular/", import.meta.url));
const output = fileURLToPath(new URL("../../.cache/frameworks/", import.meta.url));

describe("the Angular example", () => {
  let stage: Stage;
  let browser: TestBrowser;
  let site: StaticSite;
  before(async () => {
    npm(["ci", "--no-audit", "--no-fund"], example);
    for (const script of ["../link-package.mjs", "node_modules/@angular/cli/bin/ng.js"]) {
      const args = script.endsWith("ng.js") ? [script, "build"] : [script];
      const result = await run(process.execPath, args, {
        cwd: example,
        limit: 300_000,
        env: { NG_CLI_ANALYTICS: "false" },
      });
      assert.equal(result.code, 0, result.output);
    }
    site = await serveFolder(output);
    [stage, browser] = await Promise.all([createStage({ allowOrigins: [site.url] }), launchBrowser()]);
  });
  after(async () => {
    await Promise.all([browser.close(), stage.close()]);
    site.close();
  });

  it("registers, dials, listens, and leaves nothing", async () => {
    await proveExample(browser, stage, `${site.url}/angular/`, "alice");
  });
});
