/** Developer hints: in the panel on localhost alone, on the console everywhere. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "puppeteer-core";
import { launchBrowser, type TestBrowser, type TestPage, until } from "../support/browser.js";
import { createHostPages, type HostPages, pageWith } from "../support/host-pages.js";

/** A name of this machine that does not say so. */
const elsewhere = "crm.test";

describe("developer hints", () => {
  let host: HostPages;
  let browser: TestBrowser;
  before(async () => {
    host = await createHostPages();
    browser = await launchBrowser({ more: [`--host-resolver-rules=MAP ${elsewhere} 127.0.0.1`] });
  });
  after(async () => {
    await browser.close();
    await host.close();
  });

  /** Opens a page with the tag, and waits for a text in the panel. Resolves with all of its text. */
  const panelText = async (where: string, html: string, shows: string): Promise<[string, string[], TestPage]> => {
    const warnings: string[] = [];
    const page = await browser.open(host.set("/page", pageWith(html)).replace("localhost", where), {
      prepare: (each: Page) => {
        each.on("console", (message) => void warnings.push(message.text()));
        return Promise.resolve();
      },
    });
    const read = (): Promise<string> =>
      page.page.evaluate(() => document.querySelector("web-terminal")?.shadowRoot?.textContent ?? "");
    await until(`"${shows}"`, async () => (await read()).includes(shows));
    return [await read(), warnings, page];
  };

  const broken = '<web-terminal endpoint="https://[" token="demo-alice"></web-terminal>';

  for (const [where, forDeveloper] of [
    ["localhost", true],
    [elsewhere, false],
  ] as const) {
    it(`list the missing attributes ${forDeveloper ? "on localhost" : "nowhere else"}`, async () => {
      const expected = forDeveloper
        ? "Still missing from the embed code:"
        : "Ask your administrator to finish the setup.";
      const [text, , page] = await panelText(where, "<web-terminal></web-terminal>", expected);
      assert.equal(/endpoint|token|sign-in/i.test(text), forDeveloper, text);
      await page.close();
    });

    it(`explain a failure in the panel ${forDeveloper ? "on localhost" : "nowhere else"}, and on the console`, async () => {
      const [text, warnings, page] = await panelText(where, broken, "Contact your administrator.");
      assert.equal(/endpoint/i.test(text), forDeveloper, text);
      const warning = (): boolean => warnings.some((each) => each.includes('Invalid endpoint "https://["'));
      await until("the warning", warning);
      assert.ok(warnings.some((each) => each.includes("troubleshooting.md#invalid-argument")));
      await page.close();
    });
  }
});
