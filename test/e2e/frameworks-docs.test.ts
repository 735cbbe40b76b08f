/** The documentation's site as `npm start` serves it: live phones, under the demo's strict policy. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSite } from "../../scripts/docs.mjs";
import { until } from "../support/browser.js";
import { onStage } from "../support/stage.js";

const site = fileURLToPath(new URL("../../.cache/docs/", import.meta.url));

describe("the documentation's site", () => {
  const { stage, browser } = onStage();
  before(async () => {
    buildSite();
  });

  it("has phones that work", async () => {
    const page = await browser.open(`${stage.url}/docs/paste-in.html?user=carol`);
    await page.waitFor('document.querySelector(".live web-terminal").connection === "ready"');
    assert.deepEqual(page.errors, []);
    await page.close();
  });

  it("calls by the marked button of its page on click-to-call", async () => {
    const page = await browser.open(`${stage.url}/docs/click-to-call.html?user=carol`);
    await page.waitFor('document.querySelector(".live web-terminal").connection === "ready"');
    await page.page.evaluate(() => {
      document.querySelector("[data-web-terminal-call]")!.setAttribute("data-web-terminal-call", "+4780000003");
    });
    await until("the script for it", () =>
      page.page.evaluate(() =>
        performance.getEntriesByType("resource").some(({ name }) => name.includes("click-to-call-")),
      ),
    );
    await page.page.click("[data-web-terminal-call]");
    assert.equal((await page.waitForEvent("call-outgoing")).call!.number, "+4780000003");
    await page.close();
  });

  it("shows each theme on a phone", async () => {
    const page = await browser.open(`${stage.url}/docs/theming.html`);
    const surface = (): Promise<string> =>
      page.page.$eval(".live web-terminal", (phone) => getComputedStyle(phone).getPropertyValue("--wt-surface").trim());
    const seen = new Set([await surface()]);
    for (const theme of ["ink", "meadow", "contrast"]) {
      await page.page.select("select[data-themes]", theme);
      seen.add(await surface());
    }
    assert.equal(seen.size, 4);
    assert.deepEqual(page.errors, []);
    await page.close();
  });

  it("has nothing to complain about on any page, and fits a telephone", async () => {
    for (const name of readdirSync(site).filter((file) => file.endsWith(".html"))) {
      const page = await browser.open(`${stage.url}/docs/${name}`, { viewport: { width: 360, height: 700 } });
      assert.deepEqual(page.errors, [], name);
      const overflow = await page.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0, name);
      await page.close();
    }
  });
});
