/** What is Firefox's own in a call. The end-to-end tests that run there too are named in scripts/lib/suites.mjs. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import { fakeMicrophoneHz } from "../support/browsers/firefox.js";
import { coreHears, createStage, type Stage } from "../support/stage.js";
import { callOf, endOf, openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const alicesTone = 500;
const bobsTone = 1200;

describe("Firefox", () => {
  let stage: Stage;
  let firefox: TestBrowser;
  let chromium: TestBrowser;
  let alice: Widget;
  let bob: Widget;
  before(async () => {
    [stage, firefox, chromium] = await Promise.all([
      createStage(),
      launchBrowser({ name: "firefox" }),
      launchBrowser({ name: "chromium" }),
    ]);
    [alice, bob] = await Promise.all([
      openWidget(firefox, stage, "alice", { tone: alicesTone }),
      openWidget(chromium, stage, "bob", { tone: bobsTone }),
    ]);
  });
  after(async () => {
    await Promise.all([firefox.close(), chromium.close()]);
    await stage.close();
  });
  afterEach(async () => {
    for (const widget of [alice, bob]) {
      await widget.settle("hangup");
      await waitUntilReleased(widget);
      await widget.page.evaluate(() => globalThis.probe.events.splice(0));
    }
  });

  const heardByCore = (hz: number): Promise<unknown> => coreHears(stage, hz);

  it("is Firefox, and no banner says that its sound is held back while it starts", async () => {
    assert.match(await firefox.browser.version(), /firefox/i);
    assert.match(await chromium.browser.version(), /chrom/i);
    await alice.waitFor('document.querySelector("web-terminal").shadowRoot.querySelector(".panel") !== null');
    assert.doesNotMatch(await alice.text(), /holds sound back/);
  });

  it("takes a number from the keyboard, and dials with Enter", async () => {
    await alice.page.evaluate(() => {
      const element = document.querySelector("web-terminal");
      element?.shadowRoot?.querySelector<HTMLElement>("[part~=display]")?.focus();
    });
    await alice.page.keyboard.type("+4780000002");
    await alice.page.keyboard.press("Enter");
    await alice.waitForTone(440);
    assert.equal((await callOf(alice)).number, "+4780000002");
  });

  it("sends the microphone that the browser itself opens", async () => {
    const carol = await openWidget(firefox, stage, "carol", { microphone: "browser" });
    await carol.do("dial", "+4780000002");
    await carol.waitForTone(440);
    await heardByCore(fakeMicrophoneHz);
    await carol.do("hangup");
    await waitUntilReleased(carol);
    await carol.close();
  });

  for (const [from, to] of [
    ["Firefox", "Chromium"],
    ["Chromium", "Firefox"],
  ] as const) {
    it(`is heard both ways when ${from} calls ${to}; mute, hold and the end too`, async () => {
      const [caller, callee] = from === "Firefox" ? [alice, bob] : [bob, alice];
      const [callersTone, calleesTone] = from === "Firefox" ? [alicesTone, bobsTone] : [bobsTone, alicesTone];
      await caller.do("dial", from === "Firefox" ? "+4790000002" : "+4790000001");
      await callee.waitForState("incoming");
      await callee.do("answer");
      await Promise.all([caller.waitForState("active"), callee.waitForState("active")]);
      await Promise.all([callee.waitForTone(callersTone), caller.waitForTone(calleesTone)]);
      await alice.do("mute", true);
      await bob.waitForTone(0);
      await alice.do("mute", false);
      await bob.waitForTone(alicesTone);
      await alice.do("hold", true);
      await Promise.all([alice.waitForTone(0), bob.waitForTone(0)]);
      await alice.do("hold", false);
      await Promise.all([alice.waitForTone(bobsTone), bob.waitForTone(alicesTone)]);
      await callee.do("hangup");
      assert.equal(await endOf(caller), "remote-hangup");
      assert.equal(await endOf(callee), "hangup");
    });
  }

  it("answers a call that has rung for longer than Firefox waits for candidates", async () => {
    await stage.control().placeCall({ from: "+4780000002", to: "+4790000001" });
    await alice.waitForState("incoming");
    await alice.waitFor(() => globalThis.probe.connections.some((each) => each.connectionState === "failed"));
    assert.equal((await callOf(alice)).state, "incoming");
    await alice.do("answer");
    await alice.waitForTone(440);
    await heardByCore(alicesTone);
    assert.equal(await alice.openPeerConnections(), 1);
    assert.equal((await alice.events("terminal-error")).length, 0);
  });

  it("sends digits in a call that came in", async () => {
    await stage.control().placeCall({ from: "+4780000002", to: "+4790000001" });
    await alice.waitForState("incoming");
    await alice.do("answer");
    await alice.waitForState("active");
    await alice.do("sendDigits", "12#");
    await until("the core to have the digits", async () => {
      const { calls } = await stage.control().listCalls({});
      return calls[0]?.legs.some((leg) => leg.media?.digits === "12#");
    });
  });

  it("goes on by an ICE restart on the same connection when the network changes", async () => {
    await alice.do("dial", "+4780000002");
    await alice.waitForTone(440);
    await heardByCore(alicesTone);
    const ufrag = (): Promise<string> =>
      alice.page.evaluate(
        () => /ice-ufrag:(\S+)/.exec(globalThis.probe.connections.at(-1)?.localDescription?.sdp ?? "")?.[1] ?? "",
      );
    const [before, connections] = [await ufrag(), await alice.page.evaluate(() => globalThis.probe.connections.length)];
    await alice.page.evaluate(() => dispatchEvent(new Event("online")));
    await until("new credentials", async () => (await ufrag()) !== before);
    await alice.waitForState("active");
    await alice.waitForTone(440);
    await heardByCore(alicesTone);
    assert.equal(await alice.page.evaluate(() => globalThis.probe.connections.length), connections);
  });
});
