/** A call that rings where the browser holds sound back: Chromium's own rule, in a page that is seen. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { until } from "../support/browser.js";
import { coreIsIdle, onStage } from "../support/stage.js";
import { watch } from "../support/watched.js";
import { openWidget, type Widget } from "../support/widget.js";

const element = 'document.querySelector("web-terminal")';
const isRing = (hz: number): boolean => hz > 600 && hz < 900;

describe("a ring that the browser holds back", () => {
  const { stage, browser } = onStage({}, { autoplay: false });
  let alice: Widget;
  /** Puppeteer asks a page in the name of a user's gesture, which is what must not be there. */
  let ask: <T>(expression: string, userGesture?: boolean) => Promise<T>;
  beforeEach(async () => {
    alice = await openWidget(browser, stage, "alice", { ready: false, prepare: watch });
    await alice.context.setPermission(stage.url, { permission: { name: "notifications" }, state: "granted" });
    const client = await alice.page.createCDPSession();
    ask = async <T>(expression: string, userGesture = false): Promise<T> => {
      const options = { expression, userGesture, awaitPromise: true, returnByValue: true };
      return (await client.send("Runtime.evaluate", options)).result.value as T;
    };
    await until("sound to be held back", () =>
      ask(`${element}.supportBundle().then(({ audio }) => audio === "blocked")`),
    );
  });
  afterEach(async () => {
    await alice.settle("reject");
    await alice.close();
    await coreIsIdle(stage);
  });

  const text = (): Promise<string> => ask(`${element}.shadowRoot.textContent.replace(/\\s+/g, " ")`);
  const says = (words: string): Promise<unknown> => until(`"${words}"`, async () => (await text()).includes(words));
  const hz = (): Promise<number> => ask("probe.sounds().hz");
  const ring = async (): Promise<void> => {
    await stage.control().placeCall({ from: "+4790000002", to: "+4790000001" });
    await until("the call", () => ask(`${element}.call?.state === "incoming"`));
  };
  const isHeard = async (): Promise<void> => {
    await until("the ring", async () => isRing(await hz()));
    assert.equal(await ask(`${element}.call.state`), "incoming");
    await until("the banner to go", async () => !(await text()).includes("Your browser blocks sound until you click"));
  };

  it("is seen: by a banner before the first call, by the page's title and by a notification; a click lets it be heard", async () => {
    await says("Your browser blocks sound until you click.");
    await ask(`${element}.notifications = true`);
    await until("notifications", () =>
      ask(`performance.getEntriesByType("resource").some(({ name }) => name.includes("/in-call-"))`),
    );
    const title = await ask("document.title");
    await ring();
    assert.equal(await ask("document.hidden"), false);
    await until("the notification", () => ask("watched.notifications[0]?.shown"));
    await until("the title to call", () => ask('document.title === "☎ Incoming call"'));
    await until("the title to be itself in turn", async () => (await ask("document.title")) === title);
    await says("Your browser blocks sound until you click.");
    assert.equal(await hz(), 0);
    assert.equal(await ask("navigator.userActivation.hasBeenActive"), false);

    const { x, y } = await ask<{ x: number; y: number }>(`(() => {
      const buttons = [...${element}.shadowRoot.querySelectorAll(".banner button")];
      const { x, y, width, height } = buttons.find(({ textContent }) => textContent.includes("Turn on sound")).getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    })()`);
    await alice.page.mouse.click(x, y);
    await isHeard();
    assert.equal(await ask("document.title"), title);
    await alice.do("reject");
    await alice.waitForSound(0);
    await until("the notification to go", () => ask("watched.notifications.every(({ closed }) => closed)"));
  });

  it("is heard from the moment on at which the page unlocks sound", async () => {
    await ring();
    assert.equal(await hz(), 0);
    await ask(`${element}.unlockAudio()`, true);
    await isHeard();
  });

  it("is heard at once after any click in the page", async () => {
    await alice.page.mouse.click(5, 5);
    await until("sound to be free", () => ask(`${element}.supportBundle().then(({ audio }) => audio === "ready")`));
    await ring();
    await isHeard();
  });
});
