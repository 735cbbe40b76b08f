import assert from "node:assert/strict";
import { afterEach, before, describe, it } from "node:test";
import { until } from "../support/browser.js";
import { onStage, transports } from "../support/stage.js";
import { callOf, endOf, openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const alicesTone = 500;
const bobsTone = 1200;

for (const transport of transports) {
  describe(`two pages call each other over ${transport}`, () => {
    const { stage, browser } = onStage();
    let alice: Widget;
    let bob: Widget;
    before(async () => {
      [alice, bob] = await Promise.all([
        openWidget(browser, stage, "alice", { tone: alicesTone, transport }),
        openWidget(browser, stage, "bob", { tone: bobsTone, transport }),
      ]);
    });
    afterEach(async () => {
      for (const widget of [alice, bob]) {
        await widget.settle("hangup");
        await waitUntilReleased(widget);
        await widget.page.evaluate(() => globalThis.probe.events.splice(0));
      }
    });

    const talk = async (): Promise<void> => {
      await alice.do("dial", "+4790000002");
      await bob.waitForState("incoming");
      await alice.waitForState("alerting");
      await bob.do("answer");
      await Promise.all([alice.waitForState("active"), bob.waitForState("active")]);
    };

    it("and hear each other, as the core does", async () => {
      await talk();
      await Promise.all([bob.waitForTone(alicesTone), alice.waitForTone(bobsTone)]);
      const id = (await callOf(alice)).id;
      await until("the core to hear both", async () => {
        const { calls } = await stage.control().listCalls({});
        const legs = calls.find((call) => call.id === id)?.legs ?? calls[0]?.legs ?? [];
        const heard = legs
          .map((leg) => Math.round((leg.media?.frequencyHz ?? 0) / 20) * 20)
          .sort((one, other) => one - other);
        return heard[0] === alicesTone && heard[1] === bobsTone;
      });
      const call = await callOf(bob);
      assert.equal(call.number, "+4790000001");
      assert.equal(call.direction, "incoming");
      assert.equal((await alice.microphoneOpened()) > 0, true);
    });

    it("and the caller hangs up", async () => {
      await talk();
      await alice.do("hangup");
      assert.equal(await endOf(alice), "hangup");
      assert.equal(await endOf(bob), "remote-hangup");
      await Promise.all([waitUntilReleased(alice), waitUntilReleased(bob)]);
    });

    it("and the callee hangs up", async () => {
      await talk();
      await bob.do("hangup");
      assert.equal(await endOf(bob), "hangup");
      assert.equal(await endOf(alice), "remote-hangup");
    });

    it("and mute is silence at the other end, until it is taken back", async () => {
      await talk();
      await bob.waitForTone(alicesTone);
      await alice.do("mute", true);
      await bob.waitForTone(0);
      assert.equal((await callOf(alice)).muted, true);
      await alice.do("mute", false);
      await bob.waitForTone(alicesTone);
      assert.deepEqual(
        (await alice.events("call-mute")).map((event) => event["muted"]),
        [true, false],
      );
    });

    it("and the callee rejects", async () => {
      const opened = await bob.microphoneOpened();
      await alice.do("dial", "+4790000002");
      await bob.waitForState("incoming");
      await bob.do("reject");
      assert.equal(await endOf(bob), "rejected");
      assert.equal(await endOf(alice), "remote-rejected");
      assert.equal(await bob.microphoneOpened(), opened);
    });

    it("and the caller gives up while it rings: missed, and the microphone was never opened", async () => {
      const opened = await bob.microphoneOpened();
      await alice.do("dial", "+4790000002");
      await bob.waitForState("incoming");
      await alice.do("hangup");
      assert.equal(await endOf(alice), "canceled");
      const missed = await bob.waitForEvent("call-missed");
      assert.equal(missed.call?.number, "+4790000001");
      assert.equal(await endOf(bob), "missed");
      assert.equal(await bob.microphoneOpened(), opened);
    });

    it("and answering a call that has just gone is a clear error", async () => {
      await alice.do("dial", "+4790000002");
      await bob.waitForState("incoming");
      const { id } = await callOf(bob);
      await alice.do("hangup");
      await bob.waitForState("ended");
      assert.equal(await bob.fail("answer", id), "no-such-call");
    });

    it("and a call that rings is answered at once, because the answer was prepared", async () => {
      await alice.do("dial", "+4790000002");
      await bob.waitForState("incoming");
      await bob.waitFor(() =>
        // Firefox tells nothing of a connection that is closed.
        globalThis.probe.connections.some(
          (each) => each.signalingState !== "closed" && each.localDescription?.sdp.includes("a=candidate:") === true,
        ),
      );
      assert.equal(await bob.liveTracks(), 0);
      await bob.do("answer");
      await alice.waitForTone(bobsTone);
    });
  });
}
