import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import { until } from "../support/browser.js";
import { watchGaps, worstGap } from "../support/gaps.js";
import {
  beginCall,
  gatewayIsKilled,
  goesOn,
  noticeable,
  ownTone,
  streamBreaks,
  tokenExpires,
  type Trouble,
} from "../support/recovery.js";
import { coreIsIdle, onStage } from "../support/stage.js";
import { callOf, endOf, openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

describe("a call outlives", () => {
  const { stage, browser } = onStage();
  let alice: Widget;
  afterEach(async () => {
    await alice.settle("hangup");
    await alice.close();
    await coreIsIdle(stage, 20_000);
  });

  const inCall = async (): Promise<string> => {
    alice = await openWidget(browser, stage, "alice", { tone: ownTone });
    return beginCall(alice);
  };
  const stillTheSame = (id: string): Promise<void> => goesOn(stage, alice, id);

  const survives = (happens: Trouble) => async (): Promise<void> => {
    const id = await inCall();
    await happens(stage, alice);
    await stillTheSame(id);
  };

  it("a stream that breaks and cannot be opened for five seconds", survives(streamBreaks));
  it("a gateway that is killed", survives(gatewayIsKilled));
  it("a token that expires", survives(tokenExpires));

  it("a core that refuses streams for twenty seconds", async () => {
    const id = await inCall();
    await stage.control().refuseStreams({ user: "alice", seconds: 20 });
    await stage.control().breakStreams({ user: "alice", code: Code.Unavailable });
    await alice.waitForState("recovering");
    await stillTheSame(id);
  });

  it("a new token, taken over by a new stream without touching its media", async () => {
    alice = await openWidget(browser, stage, "alice", { tone: ownTone });
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
    await alice.do("dial", "+4780000002");
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
