/** What every framework's example has to do in a browser. */
import assert from "node:assert/strict";
import { type TestBrowser, until } from "./browser.js";
import type { Stage } from "./stage.js";
import { widgetOf } from "./widget.js";

/**
 * Opens an example as a user, and proves that attributes, properties and events arrive and that
 * taking the phone out of the page leaves nothing of it.
 */
export async function proveExample(browser: TestBrowser, stage: Stage, url: string, user: string): Promise<void> {
  const address = new URL(url);
  address.searchParams.set("user", user);
  address.searchParams.set("endpoint", stage.url);
  const page = await browser.open(address.href);
  const phone = widgetOf(page);
  const registered = async (): Promise<number> => (await stage.control().listTerminals({ user })).terminals.length;

  // An attribute, and two properties: without getToken there would be no registration.
  await phone.waitForConnection("ready");
  assert.equal(await phone.get("mode"), "inline");
  await until("the page's own words", async () => (await phone.text()).includes("At your service"));
  assert.equal(await registered(), 1);

  // A method by the framework's reference, and an event into the framework's state.
  await page.page.click("#dial");
  await phone.waitForState("active");
  await phone.do("hangup");
  await page.waitFor(`document.querySelector("#calls").textContent.trim() === "+4780000001 hangup"`);

  // Away during a call: the hardest moment.
  await page.page.click("#dial");
  await phone.waitForState("active");
  await page.page.click("#remove");
  await page.waitFor(`document.querySelector("web-terminal") === null`);
  await until("the core to know of no terminal", async () => (await registered()) === 0);
  await until("the call to end", async () => (await stage.control().listCalls({})).calls.length === 0);
  await until("the microphone to stop", async () => (await page.liveTracks()) === 0);
  await until("the peer connections to close", async () => (await page.openPeerConnections()) === 0);
  assert.deepEqual(page.errors, []);
  await page.close();
}
