/** What a person hears beside the people, and what devices and networks do to a call. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { type FakeDevice, type OpenOptions, until } from "../support/browser.js";
import { createMediaRelay } from "../support/media-relay.js";
import { coreCall, coreHears, onStage } from "../support/stage.js";
import { openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const alicesTone = 700;
const bob = "+4790000002";

const headset: FakeDevice = { kind: "audioinput", deviceId: "headset-in", label: "Headset" };
const headsetOut: FakeDevice = { kind: "audiooutput", deviceId: "headset-out", label: "Headset" };
const builtIn: readonly FakeDevice[] = [
  { kind: "audioinput", deviceId: "built-in", label: "Built-in microphone" },
  { kind: "audiooutput", deviceId: "speakers", label: "Speakers" },
];
const all = [...builtIn, headset, headsetOut];

describe("sound, devices and quality", () => {
  const { stage, browser } = onStage();
  let alice: Widget;
  afterEach(async () => {
    await alice.settle("hangup");
    await waitUntilReleased(alice);
    await alice.close();
  });

  const open = async (options: OpenOptions = {}): Promise<void> => {
    alice = await openWidget(browser, stage, "alice", { tone: alicesTone, ...options });
  };

  const heardByCore = (hz: number): Promise<unknown> => coreHears(stage, hz);

  const waitForEvent = (type: string, fits: (event: Record<string, unknown>) => boolean, timeout?: number) =>
    until(`${type} as wanted`, async () => (await alice.events(type)).find(fits), timeout);

  const ringing = async (): Promise<void> => {
    await stage.control().placeCall({ from: bob, to: "+4790000001" });
    await alice.waitForState("incoming");
    await until("the ring", async () => {
      const { hz } = await alice.page.evaluate(() => globalThis.probe.sounds());
      return hz > 600 && hz < 900;
    });
  };

  it("rings until the call is answered", async () => {
    await open();
    await ringing();
    await alice.do("answer");
    await alice.waitForState("active");
    await alice.waitForSound(0);
    assert.equal(await alice.openAudioContexts(), 1);
  });

  it("is quiet once the ring is left to the mobile, and is answered all the same", async () => {
    await open();
    await ringing();
    const button = "document.querySelector('web-terminal').shadowRoot.querySelector('.ring [part=to-phone-button]')";
    await alice.waitFor(`${button} !== null`);
    await alice.page.evaluate(`${button}.click()`);
    await alice.waitForSound(0);
    assert.equal((await alice.get<{ state: string }>("call")).state, "incoming");
    await alice.do("answer");
    await alice.waitForState("active");
  });

  it("rings no longer than the caller waits", async () => {
    await open();
    await ringing();
    await stage.control().hangUp({ callId: await coreCall(stage) });
    await alice.waitForState("ended");
    await alice.waitForSound(0);
  });

  it("keeps a muted microphone muted over a renegotiation", async () => {
    await open();
    await alice.do("dial", "+4780000002");
    await alice.waitForTone(440);
    await heardByCore(alicesTone);
    await alice.do("mute", true);
    await heardByCore(0);
    await stage.control().renegotiate({ callId: await coreCall(stage) });
    await alice.waitForEvent("call-renegotiated");
    await alice.waitForTone(440);
    await heardByCore(0);
    await alice.do("mute", false);
    await heardByCore(alicesTone);
  });

  it("goes on with the system's devices when a headset is pulled out, and returns to it", async () => {
    await open({ devices: all });
    await alice.do("dial", "+4780000002");
    await heardByCore(alicesTone);
    await until("the devices to be known", async () => (await alice.events("device-change")).length > 0);
    await alice.do("setDevice", "microphone", "headset-in");
    await alice.do("setDevice", "speaker", "headset-out");
    assert.deepEqual(await alice.page.evaluate(() => globalThis.probe.sinks()), ["headset-out"]);

    await alice.page.evaluate((devices) => globalThis.probe.changeDevices(devices, true), builtIn as FakeDevice[]);
    await waitForEvent("device-change", ({ lost }) => (lost as { kind: string } | null)?.kind === "microphone");
    await waitForEvent("device-change", ({ lost }) => (lost as { kind: string } | null)?.kind === "speaker");
    await heardByCore(alicesTone);
    assert.deepEqual(await alice.page.evaluate(() => globalThis.probe.sinks()), [""]);
    await until("a word", async () => (await alice.text()).includes("Headset was disconnected."));

    await alice.page.evaluate((devices) => globalThis.probe.changeDevices(devices, false), all);
    await waitForEvent("device-change", ({ restored }) => (restored as { label: string } | null)?.label === "Headset");
    await until(
      "the headset to be in use",
      async () => (await alice.page.evaluate(() => globalThis.probe.constraints.at(-1))) === "headset-in",
    );
    await until(
      "its speaker",
      async () => (await alice.page.evaluate(() => globalThis.probe.sinks()))[0] === "headset-out",
    );
    await heardByCore(alicesTone);
    await until("a word", async () => (await alice.text()).includes("Headset is in use again."));
    assert.equal(await alice.liveTracks(), 1);
  });

  it("rings on the ringer, and talks on the speaker", async () => {
    // Chosen before the browser has told the names.
    await open({ devices: [] });
    await alice.do("setDevice", "ringer", "speakers");
    await alice.do("setDevice", "speaker", "headset-out");
    await alice.page.evaluate((devices) => globalThis.probe.changeDevices(devices, false), all);
    await until("the names", async () => (await alice.get<readonly unknown[]>("devices")).length === all.length);
    await stage.control().placeCall({ from: bob, to: "+4790000001" });
    await alice.waitForState("incoming");
    const sinks = (): Promise<string[]> => alice.page.evaluate(() => globalThis.probe.sinks());
    await until("the ringer", async () => (await sinks()).includes("speakers"));
    await until("the ring there", async () => {
      const { hz } = await alice.heard();
      return hz > 600 && hz < 900;
    });
    await alice.do("answer");
    await until("the speaker alone", async () => String(await sinks()) === "headset-out");
    // A page that is opened again knows the choice, by its name where the device has another id.
    await alice.do("hangup");
    const renamed = all.map((device) => ({ ...device, deviceId: `new-${device.deviceId}` }));
    await alice.page.evaluateOnNewDocument(`globalThis.probe.devices = ${JSON.stringify(renamed)}`);
    await alice.page.reload();
    await alice.waitForConnection("ready");
    await alice.do("dial", "+4780000002");
    await until("the speaker again", async () => (await sinks()).includes("new-headset-out"));
    assert.ok(
      (await alice.events("device-change")).every(({ lost }) => lost === null),
      "nobody has lost anything",
    );
  });

  it("follows another tab's choice of devices in the middle of a call; a speaker that cannot be had is told", async () => {
    await open({ devices: all });
    const sinks = (): Promise<string[]> => alice.page.evaluate(() => globalThis.probe.sinks());
    await alice.do("dial", "+4780000002");
    await alice.waitForTone(440);
    const other = await openWidget(browser, stage, "alice", { devices: all, beside: alice });
    await other.do("setDevice", "microphone", "headset-in");
    await other.do("setDevice", "speaker", "headset-out");
    await other.close();
    await until("the speaker", async () => (await sinks()).includes("headset-out"));
    await until(
      "the microphone",
      async () => (await alice.page.evaluate(() => globalThis.probe.constraints.at(-1))) === "headset-in",
    );
    assert.equal(await alice.fail("setDevice", "microphone", "no-such-microphone"), "microphone-not-found");
    assert.equal(await alice.fail("setDevice", "camera", "headset-in"), "invalid-argument");
    assert.equal(await alice.fail("setDevice", "speaker", "no-such-speaker"), "speaker-not-available");
    await until("a word", async () => (await alice.text()).includes("That speaker cannot be used."));
    await alice.waitForTone(440);
  });

  /** The support bundle has the figures of the call, and nothing of the people in it. */
  const explainsWithoutTelling = async (): Promise<void> => {
    const bundle = (await alice.do("supportBundle")) as Record<string, unknown>;
    const [stats] = bundle["stats"] as Record<string, unknown>[];
    assert.equal(stats?.["codec"], "opus");
    assert.equal((bundle["gatherings"] as unknown[]).length, 1);
    // The browser's version is written as an address is.
    const text = JSON.stringify({ ...bundle, userAgent: "" });
    for (const secret of ["demo-alice", "80000002", "90000001", "localhost"]) assert.ok(!text.includes(secret), secret);
    for (const trace of [/\b\d+\.\d+\.\d+\.\d+\b/, /\.local\b/, /candidate:/, /([0-9A-F]{2}:){8}/, /v=0/]) {
      assert.doesNotMatch(text, trace);
    }
  };

  it("says what is wrong with a bad network, and when it is over", async () => {
    const relay = createMediaRelay();
    try {
      await open({ prepare: (page) => relay.attach(page) });
      await alice.do("dial", "+4780000002");
      await alice.waitForTone(440);
      await alice.waitForEvent("call-stats");
      await explainsWithoutTelling();
      relay.impair({ loss: 0.05, delayMs: 400 });
      for (const code of ["loss-in", "high-delay"]) {
        await waitForEvent("call-quality", (event) => event["code"] === code && event["cleared"] === false, 30_000);
      }
      relay.impair(null);
      for (const code of ["loss-in", "high-delay"]) {
        await waitForEvent("call-quality", (event) => event["code"] === code && event["cleared"] === true, 40_000);
      }
    } finally {
      await relay.close();
    }
  });
});
