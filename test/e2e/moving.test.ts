import assert from "node:assert/strict";
import { afterEach, before, describe, it } from "node:test";
import { until } from "../support/browser.js";
import { onStage } from "../support/stage.js";
import { callOf, endOf, openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const peer = "+4799999999";
const alicesTone = 700;

describe("a call moves between the mobile and the page", () => {
  const { stage, browser } = onStage();
  let alice: Widget;
  before(async () => {
    alice = await openWidget(browser, stage, "alice", { tone: alicesTone });
  });
  afterEach(async () => {
    await alice.settle("hangup");
    await waitUntilReleased(alice);
    for (const { id } of (await stage.control().listCalls({})).calls)
      await stage
        .control()
        .hangUp({ callId: id })
        .catch(() => undefined);
    await alice.waitFor('document.querySelector("web-terminal").subscriber === "idle"');
    await alice.page.evaluate(() => globalThis.probe.events.splice(0));
  });

  const heardByPeer = async (): Promise<number> => {
    const { calls } = await stage.control().listCalls({});
    const leg = calls.flatMap((call) => call.legs).find((each) => each.number !== "+4790000001");
    return Math.round(leg?.media?.frequencyHz ?? 0);
  };

  const pullFromMobile = async (): Promise<void> => {
    await stage.control().mobileStart({ user: "alice", peer });
    await alice.waitFor('document.querySelector("web-terminal").subscriber === "elsewhere"');
    await alice.do("pull");
    await alice.waitForTone(440);
  };

  it("is seen while it is on the mobile, until it ends there", async () => {
    await stage.control().mobileStart({ user: "alice", peer });
    await alice.waitFor('document.querySelector("web-terminal").subscriber === "elsewhere"');
    const change = (await alice.events("subscriber-change")).at(-1)!;
    assert.equal(change["subscriber"], "elsewhere");
    assert.equal(change["number"], peer);
    await stage.control().mobileEnd({ user: "alice" });
    await alice.waitFor('document.querySelector("web-terminal").subscriber === "idle"');
  });

  it("is pulled, and the mobile's peer is heard here and hears us", async () => {
    await pullFromMobile();
    const call = await callOf(alice);
    assert.equal(call.direction, "pulled");
    assert.equal(call.number, peer);
    assert.equal((await alice.waitForEvent("call-pulled"))["cause"], "pull");
    await until("the peer to hear us", async () => Math.abs((await heardByPeer()) - alicesTone) < 15);
  });

  it("is pushed: this leg ends when the core says so, and the peer goes on with the mobile", async () => {
    await alice.do("dial", "+4780000002");
    await alice.waitForState("active");
    await alice.do("toPhone");
    assert.equal(await endOf(alice), "moved-to-phone");
    await alice.waitForEvent("call-moved");
    assert.equal(await alice.get("subscriber"), "elsewhere");
    await waitUntilReleased(alice);
    await alice.waitForTone(0);
    await until("the peer to hear the mobile", async () => Math.abs((await heardByPeer()) - 620) < 15);
  });

  it("is pulled back after it was pushed, and can be pushed again", async () => {
    await pullFromMobile();
    const { id } = await callOf(alice);
    await alice.do("toPhone");
    await alice.do("pull");
    await alice.waitForTone(440);
    assert.equal((await callOf(alice)).id, id);
    await alice.do("toPhone");
    await stage.control().mobileEnd({ user: "alice" });
    await alice.waitFor('document.querySelector("web-terminal").subscriber === "idle"');
  });

  it("stays here when the push is refused", async () => {
    const dave = await openWidget(browser, stage, "dave", { tone: 900 });
    await dave.do("dial", "+4780000002");
    await dave.waitForTone(440);
    assert.equal(await dave.fail("toPhone"), "move-failed");
    assert.equal((await callOf(dave)).state, "active");
    await dave.waitForTone(440);
    await dave.do("hangup");
    await dave.close();
  });

  it("cannot be pulled when there is none", async () => {
    assert.equal(await alice.fail("pull"), "nothing-to-pull");
  });
});
