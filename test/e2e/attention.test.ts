/** How a call reaches somebody who looks elsewhere: notifications, the system's media buttons, a small window. */
import assert from "node:assert/strict";
import { afterEach, before, describe, it } from "node:test";
import type { Page } from "puppeteer-core";
import { until } from "../support/browser.js";
import { coreCall, coreIsIdle, onStage } from "../support/stage.js";
import { notificationsOf, wantNotifications, watch } from "../support/watched.js";
import { openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const bob = "+4790000002";
const tone = "+4780000002";

describe("somebody who looks elsewhere", () => {
  const { stage, browser } = onStage();
  let alice: Widget;
  let covering: Page | undefined;
  before(async () => {
    alice = await openWidget(browser, stage, "alice", { prepare: watch });
    await alice.context.setPermission(stage.url, { permission: { name: "notifications" }, state: "granted" });
    await wantNotifications(alice);
  });
  afterEach(async () => {
    await alice.settle("hangup");
    await waitUntilReleased(alice);
    await alice.do("dismiss");
    await covering?.close();
    covering = undefined;
    await alice.page.bringToFront();
    await alice.waitFor("!document.hidden");
    await coreIsIdle(stage);
    await alice.page.evaluate(() => {
      globalThis.watched.notifications.length = 0;
      globalThis.probe.events.length = 0;
    });
  });

  const ring = async (): Promise<void> => {
    await stage.control().placeCall({ from: bob, to: "+4790000001" });
    await alice.waitForState("incoming");
  };
  /** Another tab, in front of this one. */
  const cover = async (): Promise<void> => {
    covering = await alice.context.newPage();
    await covering.bringToFront();
    await alice.waitFor("document.hidden");
  };

  it("sees no notification of what is seen in the page", async () => {
    await ring();
    await alice.waitForEvent("call-incoming");
    assert.deepEqual(await notificationsOf(alice), []);
  });

  it("hears the ring, and is notified of it, once, until it is over", async () => {
    await cover();
    await ring();
    await until("the ring", async () => (await alice.page.evaluate(() => globalThis.probe.sounds())).hz > 600);
    await until("the notification", async () => (await notificationsOf(alice))[0]?.shown);
    // The page's address book may answer later than the notification comes: it is shown anew in the same place.
    await until("the name", async () => (await notificationsOf(alice)).at(-1)?.body === "Bob Lindqvist");
    const shown = await notificationsOf(alice);
    assert.ok(shown.every(({ title }) => title === "Incoming call"));
    assert.equal(new Set(shown.map(({ body }) => body)).size, shown.length, "each says something new");
    await stage.control().hangUp({ callId: await coreCall(stage) });
    await until("its end", async () => (await notificationsOf(alice)).every(({ closed }) => closed));
    await alice.waitForSound(0);
  });

  it("comes to the page with a click on it, where the call can be answered", async () => {
    await alice.page.evaluate(() => {
      const element = document.querySelector("web-terminal")!;
      element.mode = "floating";
      element.addEventListener("call-incoming", () => (element.open = false), { once: true });
    });
    await cover();
    await ring();
    await until("the notification", async () => (await notificationsOf(alice)).at(-1)?.shown);
    await alice.page.evaluate(() => globalThis.watched.notifications.at(-1)?.click());
    await until("the page to ask for the focus", () => alice.page.evaluate(() => globalThis.watched.focused > 0));
    await until("its end", async () => (await notificationsOf(alice)).every(({ closed }) => closed));
    await alice.waitFor(
      `document.querySelector("web-terminal").shadowRoot.activeElement?.getAttribute("part") === "answer-button"`,
    );
    await alice.page.evaluate(() => void (document.querySelector("web-terminal")!.mode = "inline"));
  });

  it("hangs up and mutes with the system's buttons, which are there during a call only", async () => {
    const handlers = () =>
      alice.page.evaluate(() =>
        Object.entries(globalThis.watched.handlers)
          .filter(([, handler]) => handler !== null)
          .map(([action]) => action)
          .sort(),
      );
    const press = (action: string) => alice.page.evaluate((name) => globalThis.watched.handlers[name]?.(), action);
    const microphone = (active: boolean) =>
      until(
        `the microphone shown as ${active}`,
        async () => (await alice.page.evaluate(() => globalThis.watched.microphoneActive)) === active,
      );
    assert.deepEqual(await handlers(), []);
    await alice.do("dial", tone);
    await alice.waitForState("active");
    await until("the buttons", async () => (await handlers()).join() === "hangup,togglemicrophone");
    await microphone(true);
    await press("togglemicrophone");
    await alice.waitFor(`document.querySelector("web-terminal").call.muted`);
    await microphone(false);
    await press("togglemicrophone");
    await alice.waitFor(`!document.querySelector("web-terminal").call.muted`);
    await microphone(true);
    await press("hangup");
    assert.equal((await alice.waitForEvent("call-ended"))["cause"], "hangup");
    assert.equal((await alice.events("before-hangup")).length, 1, "as with any other button, the page is asked");
    await until("no buttons", async () => (await handlers()).length === 0);
  });

  it("has the call in a window of its own, which can mute and hang up, and ends with the call", async () => {
    await alice.do("dial", tone);
    await alice.waitForState("active");
    await alice.page.waitForSelector("pierce/.pop-out");
    await alice.page.click("pierce/.pop-out");
    const small = await until("the small window", async () => {
      const pages = await alice.context.pages();
      for (const page of pages)
        if (page !== alice.page && (await page.$("pierce/[part=hangup-button]")) !== null) return page;
      return undefined;
    });
    const text = (): Promise<string> =>
      small.evaluate(() => document.body.firstElementChild?.shadowRoot?.textContent ?? "");
    await until("the time", async () => /\d:\d\d/.test(await text()));
    const before = await text();
    await until("time to pass", async () => (await text()) !== before);
    assert.ok((await small.title()) !== "");
    await small.click("pierce/[part=mute-button]");
    await alice.waitFor(`document.querySelector("web-terminal").call.muted`);
    await small.waitForSelector("pierce/[aria-label=Unmute]");
    await small.click("pierce/[part=hangup-button]");
    assert.equal((await alice.waitForEvent("call-ended"))["cause"], "hangup");
    await until("the window to close", () => small.isClosed());
  });

  it("is notified by one of two tabs, and not at all where the page rings by itself", async () => {
    const other = await openWidget(browser, stage, "alice", { prepare: watch, beside: alice });
    await wantNotifications(other);
    await cover();
    await ring();
    const both = async () => [...(await notificationsOf(alice)), ...(await notificationsOf(other))];
    await until("a notification", async () => (await both()).some(({ shown }) => shown));
    await other.waitForState("incoming");
    const per = await Promise.all([alice, other].map(async (widget) => (await notificationsOf(widget)).length > 0));
    assert.equal(per.filter(Boolean).length, 1, "the tab that rings, and no other");
    await alice.do("reject");
    await until("its end", async () => (await both()).every(({ closed }) => closed));

    for (const tab of [alice, other]) await tab.waitForSound(0);
    const before = (await both()).length;
    for (const tab of [alice, other]) {
      await tab.page.evaluate(() =>
        document.querySelector("web-terminal")!.addEventListener("before-ring", (event) => event.preventDefault()),
      );
    }
    await ring();
    await other.waitForState("incoming");
    // What would have rung, rings within a second.
    const quiet = performance.now() + 1_000;
    await until("a second of silence", async () => {
      for (const tab of [alice, other]) assert.equal((await tab.page.evaluate(() => globalThis.probe.sounds())).hz, 0);
      return performance.now() > quiet;
    });
    assert.equal((await both()).length, before);
    await other.close();
  });
});
