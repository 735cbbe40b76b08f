import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { until } from "../support/browser.js";
import { watchGaps, worstGap } from "../support/gaps.js";
import { createMediaRelay, type MediaRelay } from "../support/media-relay.js";
import { coreHears, coreIsIdle, onStage } from "../support/stage.js";
import { callOf, endOf, openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const tone = "+4780000002";
const alicesTone = 700;
/** ICE notices a dead path after some seconds, then it is given three more to mend by itself. */
const noticed = 20_000;

describe("a call whose media path dies", () => {
  const { stage, browser } = onStage();
  let relay: MediaRelay;
  let alice: Widget;
  beforeEach(() => {
    relay = createMediaRelay();
  });
  afterEach(async () => {
    await alice.settle("hangup");
    await alice.close();
    await relay.close();
    await coreIsIdle(stage, 20_000);
  });

  const heardByCore = (hz: number): Promise<unknown> => coreHears(stage, hz);

  const inCall = async (): Promise<string> => {
    alice = await openWidget(browser, stage, "alice", { tone: alicesTone, prepare: (page) => relay.attach(page) });
    await alice.do("dial", tone);
    await alice.waitForTone(440);
    await heardByCore(alicesTone);
    assert.equal(relay.paths.length, 1);
    return (await callOf(alice)).id;
  };

  const backAgain = async (id: string): Promise<void> => {
    await alice.waitForState("active", noticed);
    await alice.waitForTone(440);
    await heardByCore(alicesTone);
    await theSame(id);
  };

  const theSame = async (id: string): Promise<void> => {
    assert.equal((await callOf(alice)).id, id);
    assert.equal((await alice.events("call-ended")).length, 0);
    assert.equal((await alice.events("terminal-error")).length, 0);
    await until("one peer connection to be left", async () => (await alice.openPeerConnections()) === 1);
    assert.equal((await stage.control().listCalls({})).calls.length, 1);
  };

  const connections = (): Promise<number> => alice.page.evaluate(() => globalThis.probe.connections.length);

  it("for five seconds goes on when it comes back", async () => {
    const id = await inCall();
    const dead = performance.now();
    relay.blackhole(() => true);
    await alice.waitForTone(0);
    await alice.waitForState("recovering", noticed);
    await until("five seconds to have passed", () => performance.now() - dead >= 5_000);
    relay.blackhole(null);
    await backAgain(id);
  });

  it("for good goes on by an ICE restart where that finds another path", async () => {
    const id = await inCall();
    relay.blackhole(relay.existing());
    await alice.waitForState("recovering", noticed);
    await backAgain(id);
    assert.equal(await connections(), 1);
    assert.deepEqual(
      relay.paths.map(({ generation }) => generation),
      [0, 1],
    );
  });

  it("for good goes on with a fresh peer connection where an ICE restart is of no use", async () => {
    const id = await inCall();
    const first = relay.existing();
    relay.blackhole((path) => first(path) || path.generation > 0);
    await alice.waitForState("recovering", noticed);
    await backAgain(id);
    assert.equal(await connections(), 2);
    const [one, restarted, fresh] = relay.paths;
    assert.equal(restarted?.connection, one?.connection);
    assert.notEqual(fresh?.connection, one?.connection);
  });

  it("ends as media-failed after three tries when nothing helps", async () => {
    await inCall();
    relay.blackhole(() => true);
    assert.equal((await alice.waitForEvent("call-ended", { timeout: 60_000 }))["cause"], "media-failed");
    const error = (await alice.events("terminal-error")).at(-1)?.error;
    assert.equal(error?.code, "media-failed");
    assert.match(error?.message ?? "", /\w+ \w+/);
    // The path of the call, then an ICE restart and two fresh connections.
    assert.deepEqual(
      relay.paths.map(({ generation }) => generation),
      [0, 1, 0, 0],
    );
    await waitUntilReleased(alice);
    await until("the core to end it", async () => (await stage.control().listCalls({})).calls.length === 0);
    assert.equal(await endOf(alice), "media-failed");
  });

  it("comes back muted when it was muted, and held when it was held", async () => {
    const id = await inCall();
    await alice.do("mute", true);
    await heardByCore(0);
    const first = relay.existing();
    relay.blackhole((path) => first(path) || path.generation > 0);
    await alice.waitForState("recovering", noticed);
    await alice.do("hold", true);
    await alice.waitForState("active", noticed);
    await until("a fresh connection to carry it", async () => (await connections()) === 2);
    const call = await callOf(alice);
    assert.deepEqual([call.id, call.muted, call.held], [id, true, true]);
    await alice.waitForTone(0);
    await heardByCore(0);
    await alice.do("mute", false);
    await alice.do("hold", false);
    await backAgain(id);
  });

  it("as the network changes is offered a new path, and nobody hears that", async () => {
    const id = await inCall();
    await watchGaps(alice);
    await alice.page.evaluate(() => dispatchEvent(new Event("online")));
    await until("an ICE restart", () => relay.paths.length === 2);
    // The path of before goes with the network that it led over.
    await backAgain(id);
    relay.blackhole((path) => path.generation === 0);
    await alice.waitForTone(440);
    await heardByCore(alicesTone);
    const gap = await worstGap(alice);
    assert.ok(gap <= 200, `nothing was heard for ${Math.round(gap)} ms`);
    assert.equal(await connections(), 1);
    await theSame(id);
  });
});
