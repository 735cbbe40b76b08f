import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import { watchGaps, worstGap } from "../support/gaps.js";
import { coreIsIdle, createStage, type Stage } from "../support/stage.js";
import { callOf, endOf, openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const tone = "+4780000002";
/**
 * What people notice: the longest time without a packet, in milliseconds. Firefox tells of packets
 * as it plays them, which on a busy machine is late: there it only shows that no leg was missing.
 */
const noticeable = process.env["E2E_BROWSER"] === "firefox" ? 1_000 : 200;

describe("a call outlives", () => {
  let stage: Stage;
  let browser: TestBrowser;
  let alice: Widget;
  before(async () => {
    [stage, browser] = await Promise.all([createStage(), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await stage.close();
  });
  afterEach(async () => {
    await alice.settle("hangup");
    await alice.close();
    await coreIsIdle(stage, 20_000);
  });

  const inCall = async (): Promise<string> => {
    alice = await openWidget(browser, stage, "alice", { tone: 700 });
    await alice.do("dial", tone);
    await alice.waitForTone(440);
    await watchGaps(alice);
    return (await callOf(alice)).id;
  };

  const stillTheSame = async (id: string): Promise<void> => {
    await alice.waitForConnection("ready", 60_000);
    await alice.waitForState("active");
    await alice.waitForTone(440);
    assert.equal((await callOf(alice)).id, id);
    assert.equal((await alice.events("call-ended")).length, 0);
    const gap = await worstGap(alice);
    assert.ok(gap <= noticeable, `nothing was heard for ${Math.round(gap)} ms`);
    await until("one peer connection to be left", async () => (await alice.openPeerConnections()) === 1);
    await until("the core to hear us", async () => {
      const { calls } = await stage.control().listCalls({});
      return calls[0]?.legs.some((leg) => Math.abs((leg.media?.frequencyHz ?? 0) - 700) < 15);
    });
  };

  it("a stream that breaks and cannot be opened for five seconds", async () => {
    const id = await inCall();
    await stage.control().refuseStreams({ user: "alice", seconds: 5 });
    await stage.control().breakStreams({ user: "alice", code: Code.Unavailable });
    await alice.waitForState("recovering");
    await alice.waitForTone(440);
    await stillTheSame(id);
    await alice.waitForEvent("availability-gap");
  });

  it("a gateway that is killed", async () => {
    const id = await inCall();
    await stage.gateway.kill();
    await alice.waitForState("recovering");
    await alice.waitForTone(440);
    await stage.gateway.start();
    await stillTheSame(id);
  });

  it("a core that refuses streams for twenty seconds", async () => {
    const id = await inCall();
    await stage.control().refuseStreams({ user: "alice", seconds: 20 });
    await stage.control().breakStreams({ user: "alice", code: Code.Unavailable });
    await alice.waitForState("recovering");
    await stillTheSame(id);
  });

  it("a token that expires", async () => {
    const id = await inCall();
    await alice.page.evaluate(() => {
      const element = document.querySelector("web-terminal")!;
      const reasons: string[] = [];
      Object.assign(globalThis, { reasons });
      element.getToken = async (reason: string) => {
        reasons.push(reason);
        return "demo-alice";
      };
    });
    await stage.control().breakStreams({ user: "alice", code: Code.Unauthenticated });
    await alice.waitFor("reasons.length > 0");
    await stillTheSame(id);
    assert.deepEqual(await alice.page.evaluate("reasons"), ["rejected"]);
  });

  it("a new token, taken over by a new stream without touching its media", async () => {
    alice = await openWidget(browser, stage, "alice", { tone: 700 });
    await alice.page.evaluate(() => {
      const element = document.querySelector("web-terminal")!;
      const reasons: string[] = [];
      Object.assign(globalThis, { reasons });
      element.getToken = async (reason: string) => {
        reasons.push(reason);
        // A minute before its end a token is replaced: this one four seconds from now, the next in an hour.
        return { accessToken: "demo-alice", expiresIn: reason === "start" ? 64 : 3600 };
      };
    });
    await alice.do("disconnect");
    await alice.do("connect");
    await alice.do("dial", tone);
    await alice.waitForTone(440);
    const connections = await alice.page.evaluate(() => globalThis.probe.connections.length);
    await watchGaps(alice);
    const terminals = async (): Promise<number> =>
      (await stage.control().listTerminals({ user: "alice" })).terminals.length;
    await until("the new stream to stand beside the old one", async () => (await terminals()) === 2);
    assert.deepEqual(await alice.page.evaluate("reasons"), ["start", "expiring"]);
    await alice.waitForTone(440);
    assert.equal((await callOf(alice)).state, "active");
    assert.equal(await alice.page.evaluate(() => globalThis.probe.connections.length), connections);
    assert.ok((await worstGap(alice)) <= noticeable);
    // The call is still ours to end, over the stream that it was made on.
    await alice.do("hangup");
    await until("the old stream to be closed", async () => (await terminals()) === 1);
    await alice.waitForConnection("ready");
    assert.equal(await alice.get("subscriber"), "idle");
  });

  it("a reload of its page, timer, mute and all", async () => {
    const id = await inCall();
    await alice.do("mute", true);
    const before = await callOf(alice);
    // Browsers ask only on a page that the user has touched.
    await alice.page.mouse.click(5, 5);
    await alice.page.reload({ waitUntil: "load" });
    assert.deepEqual(alice.dialogs, ["beforeunload"]);
    const loaded = Date.now();
    await alice.waitForTone(440, 3_000);
    assert.ok(Date.now() - loaded < 3_000);
    await alice.waitForState("active");
    const call = await callOf(alice);
    assert.equal(call.id, id);
    assert.equal(call.answeredAt, before.answeredAt);
    assert.equal(call.muted, true);
    assert.equal((await alice.waitForEvent("call-pulled"))["cause"], "recovered");
  });

  it("a network that went away, and tries at once when it is back or the page is shown", async () => {
    const id = await inCall();
    for (const wake of ["online", "pageshow"]) {
      await stage.gateway.kill();
      await alice.waitForState("recovering");
      await stage.gateway.start();
      // However long the next wait was drawn: the event ends it.
      await alice.page.evaluate((type) => dispatchEvent(new Event(type)), wake);
      await alice.waitForConnection("ready", 2_000);
      await alice.waitForState("active");
    }
    await stillTheSame(id);
  });

  it("nothing, once the user hangs up while the stream is gone: the core is told later", async () => {
    await inCall();
    await stage.control().refuseStreams({ user: "alice", seconds: 2 });
    await stage.control().breakStreams({ user: "alice", code: Code.Unavailable });
    await alice.waitForState("recovering");
    await alice.do("hangup");
    assert.equal(await endOf(alice), "hangup");
    await waitUntilReleased(alice);
    await alice.waitForConnection("ready", 60_000);
    await until("the core to end it", async () => (await stage.control().listCalls({})).calls.length === 0);
  });

  it("not a core that has dropped it: then it ends, and says so", async () => {
    await inCall();
    await stage.core.stop();
    await alice.waitForState("recovering");
    await stage.core.start();
    assert.equal((await alice.waitForEvent("call-ended", { timeout: 60_000 }))["cause"], "dropped-by-core");
    await waitUntilReleased(alice);
  });
});
