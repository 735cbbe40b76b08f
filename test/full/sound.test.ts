/** What takes its time: the end of a long ring, a microphone that gives nothing, warnings that must not come. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { until } from "../support/browser.js";
import { createMediaRelay } from "../support/media-relay.js";
import { coreIsIdle, onStage } from "../support/stage.js";
import { openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const minute = 60_000;

describe("sound, over time", () => {
  const { stage, browser } = onStage();
  let alice: Widget;
  afterEach(async () => {
    await alice.settle("hangup");
    await waitUntilReleased(alice);
    await alice.close();
    await coreIsIdle(stage);
  });

  /** A microphone that is switched off gives silence to the last bit. */
  const silence = (): Promise<void> =>
    alice.page.evaluate(() => {
      const { getUserMedia } = navigator.mediaDevices;
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await getUserMedia.call(navigator.mediaDevices, constraints);
        for (const track of stream.getTracks()) {
          const enabled = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, "enabled")!;
          enabled.set!.call(track, false);
          Object.defineProperty(track, "enabled", { get: () => true, set: () => undefined });
        }
        return stream;
      };
    });
  const quality = async (code: string): Promise<boolean[]> =>
    (await alice.events("call-quality"))
      .filter((event) => event["code"] === code)
      .map((event) => event["cleared"] as boolean);

  it("a call rings for a minute, and then goes on without a sound", async () => {
    alice = await openWidget(browser, stage, "alice");
    await stage.control().placeCall({ from: "+4790000002", to: "+4790000001" });
    await alice.waitForState("incoming");
    const began = performance.now();
    await until("the ring", async () => (await alice.page.evaluate(() => globalThis.probe.sounds())).hz > 600);
    let heardLast = 0;
    await until(
      "more silence than between two rings",
      async () => {
        if ((await alice.page.evaluate(() => globalThis.probe.sounds())).hz > 0) heardLast = performance.now();
        return performance.now() - heardLast > 8_000;
      },
      1.5 * minute,
    );
    const seconds = (heardLast - began) / 1000;
    assert.ok(seconds > 53 && seconds < 62, `it was heard for ${seconds} s`);
    const call = await alice.get<{ state: string } | null>("call");
    assert.equal(call?.state, "incoming");
  });

  it("a microphone that gives nothing is told from a bad network, and from one that is muted", async () => {
    alice = await openWidget(browser, stage, "alice");
    await silence();
    await alice.do("dial", "+4780000002");
    await alice.waitForTone(440);
    await until("the warning", async () => (await quality("silent-microphone")).join() === "false", minute);
    await until("words", async () => (await alice.text()).includes("Your microphone is silent"));
    await alice.do("mute", true);
    await until("its end", async () => (await quality("silent-microphone")).join() === "false,true");
    const codes = new Set((await alice.events("call-quality")).map((event) => event["code"]));
    assert.deepEqual([...codes], ["silent-microphone"]);
  });

  it("is tried before the first call: a microphone that gives nothing, one that cannot be had, and one that works", async () => {
    alice = await openWidget(browser, stage, "alice");
    type Checks = {
      ok: boolean;
      checks: { name: string; error: { code: string } | null }[];
      candidates: Record<string, number>;
    };
    const trial = (): Promise<Checks> =>
      alice.page.evaluate(async () => {
        const { ok, checks, candidates } = await document.querySelector("web-terminal")!.preflight();
        return {
          ok,
          candidates,
          checks: checks.map(({ name, error }) => ({ name, error: error && { code: error.code } })),
        };
      });
    const good = await trial();
    assert.deepEqual([good.ok, good.checks.map(({ error }) => error)], [true, good.checks.map(() => null)]);
    assert.deepEqual(
      good.checks.map(({ name }) => name),
      ["page", "browser", "sound", "microphone", "network", "connection"],
    );
    assert.ok((good.candidates["host"] ?? 0) > 0);
    const microphone = async () => (await trial()).checks.find(({ name }) => name === "microphone")?.error?.code;
    await alice.setMicrophone("busy");
    assert.equal(await microphone(), "microphone-busy");
    await alice.setMicrophone("tone");
    await silence();
    assert.equal(await microphone(), "microphone-silent");
    assert.equal(await alice.liveTracks(), 0);
  });

  it("a bad network raises no warning while the call is muted or held", async () => {
    const relay = createMediaRelay();
    try {
      alice = await openWidget(browser, stage, "alice", { prepare: (page) => relay.attach(page) });
      await alice.do("dial", "+4780000002");
      await alice.waitForTone(440);
      for (const quiet of ["mute", "hold"]) {
        await alice.do(quiet, true);
        relay.impair({ loss: 0.2, delayMs: 500 });
        const after = (await alice.events("call-stats")).length;
        // Twice what a warning takes, the first seconds of a call included.
        await alice.waitForEvent("call-stats", { after: after + 16, timeout: minute });
        assert.deepEqual(await alice.events("call-quality"), [], quiet);
        relay.impair(null);
        const settled = (await alice.events("call-stats")).length;
        await alice.waitForEvent("call-stats", { after: settled + 4, timeout: minute });
        await alice.do(quiet, false);
      }
    } finally {
      await relay.close();
    }
  });
});
