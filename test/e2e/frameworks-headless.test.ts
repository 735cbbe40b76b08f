/** The page of docs/integrate/headless.md: `createPhone` and two buttons. */
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { type TestBrowser, launchBrowser, until } from "../support/browser.js";
import { type Stage, createStage } from "../support/stage.js";
import { type StaticSite, serveFolder } from "../support/static-site.js";

const source = fileURLToPath(new URL("../../demo/headless/", import.meta.url));
const output = fileURLToPath(new URL("../../.cache/headless/", import.meta.url));

describe("a page with the phone and none of its interface", () => {
  let stage: Stage;
  let browser: TestBrowser;
  let site: StaticSite;
  before(async () => {
    await build({
      root: source,
      base: "./",
      configFile: false,
      logLevel: "error",
      // The page waits for its connection at its top level.
      build: { outDir: path.resolve(output), emptyOutDir: true, target: "es2022" },
    });
    site = await serveFolder(output);
    [stage, browser] = await Promise.all([createStage({ allowOrigins: [site.url] }), launchBrowser()]);
  });
  after(async () => {
    await Promise.all([browser.close(), stage.close()]);
    site.close();
  });

  it("calls, is heard, and hangs up", async () => {
    const page = await browser.open(`${site.url}/?user=bob&endpoint=${encodeURIComponent(stage.url)}`, { tone: 600 });
    const said = (): Promise<string[]> => page.page.$eval("#said", (node) => node.textContent.trim().split("\n"));
    await until("the registration", async () => (await said()).includes("ready"));
    await page.page.click("#call");
    await page.waitForTone(600);
    await page.page.click("#hang-up");
    await until("the end", async () => (await said()).includes("hangup"));
    assert.equal((await said()).includes("active"), true);
    assert.equal(await page.page.evaluate(() => customElements.get("web-terminal") === undefined), true);
    assert.deepEqual(page.errors, []);
    await page.close();
  });
});
