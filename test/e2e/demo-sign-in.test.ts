/** `npm start` has a page on which the phone signs people in: from its button to a call, and out again. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "puppeteer-core";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import { npmStart, type Started } from "../support/npm-start.js";
import { button, find, says } from "../support/sign-in-bench.js";
import { widgetOf } from "../support/widget.js";

describe("the demo's sign-in page", () => {
  let started: Started;
  let browser: TestBrowser;
  before(async () => {
    started = npmStart({ PORT: "0" });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser.close();
    started.child.kill("SIGINT");
    assert.deepEqual(await started.ended, [0, null], started.output());
  });

  it("is found from the front page, signs Alice in, calls by a marked button, and remembers her", async () => {
    const url = await started.greeting();
    const alice = widgetOf(await browser.open(url));
    await alice.page.click("a[href^='/sign-in/']");
    await alice.waitForConnection("signed-out");
    const popup = new Promise<Page | null>((resolve) => alice.page.once("popup", resolve));
    await (await find(alice.page, button)).click();
    await (await find((await popup)!, "button[value=alice]")).click();
    await alice.waitForConnection("ready");
    await alice.page.click("[aria-label='Call Tone']");
    await alice.waitForTone(440);
    await alice.do("hangup");
    await alice.page.reload();
    await alice.waitForConnection("ready");
    // She is Alice to the core as well: her other page rings with her.
    const other = widgetOf(await browser.open(`${url}/?user=bob`));
    await other.waitForConnection("ready");
    await other.do("dial", "+4790000001");
    await alice.waitForState("incoming");
    await other.do("hangup");
    await alice.waitForState("ended");
    assert.deepEqual(alice.errors, []);
    await until("the microphones to stop", async () => (await alice.liveTracks()) + (await other.liveTracks()) === 0);
    await says(alice, "Missed call");
  });
});
