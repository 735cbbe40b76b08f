import assert from "node:assert/strict";
import { afterEach, before, describe, it } from "node:test";
import { until } from "../support/browser.js";
import { coreIsIdle, onStage, transports } from "../support/stage.js";
import { callOf, endOf, openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const number = (last: string): string => `+47800000${last}`;

for (const transport of transports) {
  describe(`calls to the core's scripted numbers over ${transport}`, () => {
    const { stage, browser } = onStage();
    let alice: Widget;
    before(async () => {
      alice = await openWidget(browser, stage, "alice", { tone: 700, transport });
    });
    afterEach(async () => {
      await alice.settle("hangup");
      await waitUntilReleased(alice);
      await alice.page.evaluate(() => globalThis.probe.events.splice(0));
    });

    /** What is about media and not about messages is tried on one transport only. */
    const test = (name: string, body: () => Promise<void>): void => {
      if (transport === "websocket" || /^(01|02|03|06|takes every)/.test(name)) it(name, body);
    };

    test("01 echoes what we say", async () => {
      await alice.do("dial", number("01"));
      await alice.waitForTone(700);
    });

    test("02 plays 440 Hz", async () => {
      await alice.do("dial", number("02"));
      await alice.waitForTone(440);
      await alice.waitForState("active");
    });

    test("03 is busy", async () => {
      await alice.settle("dial", number("03"));
      assert.equal(await endOf(alice), "remote-rejected");
    });

    test("04 rings until we give up", async () => {
      await alice.do("dial", number("04"));
      await alice.waitForState("alerting");
      await alice.do("hangup");
      assert.equal(await endOf(alice), "canceled");
      await coreIsIdle(stage);
    });

    test("05 hangs up after a while", async () => {
      await alice.do("dial", number("05"));
      await alice.waitForState("active");
      assert.equal(await endOf(alice), "remote-hangup");
      const ended = await alice.waitForEvent("call-ended");
      assert.ok((ended["duration"] as number) > 2000);
    });

    test("06 moves to another media port: 440, then 880 Hz, without a ring or a new connection", async () => {
      await alice.do("dial", number("06"));
      await alice.waitForTone(440);
      const before = await alice.openPeerConnections();
      await alice.waitForTone(880);
      assert.equal(await alice.openPeerConnections(), before);
      assert.equal((await alice.events("call-renegotiated")).length, 1);
      assert.equal((await alice.events("call-incoming")).length, 0);
      assert.equal((await callOf(alice)).state, "active");
    });

    test("07 calls back", async () => {
      await alice.do("dial", number("07"));
      await alice.waitForEvent("call-ended");
      await alice.waitForState("incoming");
      assert.equal((await callOf(alice)).number, number("07"));
      await alice.do("answer");
      await alice.waitForState("active");
    });

    test("08 asks to try again, which we do unasked", async () => {
      await alice.do("dial", number("08"));
      await alice.waitForTone(700);
      assert.equal((await alice.events("terminal-error")).length, 0);
    });

    test("09 is a rate limit: a clear error", async () => {
      await alice.settle("dial", number("09"));
      const error = await alice.waitForEvent("terminal-error");
      assert.equal(error.error?.code, "rate-limited");
      assert.equal(await endOf(alice), "error");
    });

    test("10 answers with SDP that is not SDP", async () => {
      await alice.settle("dial", number("10"));
      assert.equal(await endOf(alice), "bad-sdp");
      assert.equal((await alice.waitForEvent("terminal-error")).error?.code, "bad-sdp");
    });

    test("11 takes no digits, and says so", async () => {
      await alice.do("dial", number("11"));
      await alice.waitForState("active");
      assert.equal(await alice.fail("sendDigits", "1"), "digits-not-supported");
    });

    test("12 answers without ringing", async () => {
      await alice.do("dial", number("12"));
      await alice.waitForState("active");
      assert.equal((await alice.events("call-alerting")).length, 0);
    });

    test("takes every digit, each once", async () => {
      await alice.do("dial", number("02"));
      await alice.waitForState("active");
      await alice.do("sendDigits", "0123456789*#");
      await until("the core to have the digits", async () => {
        const { calls } = await stage.control().listCalls({});
        return calls[0]?.legs.some((leg) => leg.media?.digits === "0123456789*#");
      });
      assert.equal((await alice.events("call-digit")).map((event) => event["digit"]).join(""), "0123456789*#");
      assert.equal(await alice.fail("sendDigits", "12x"), "invalid-digits");
    });

    test("takes digits that are pressed faster than tones can be sent", async () => {
      await alice.do("dial", number("02"));
      await alice.waitForState("active");
      await Promise.all(["1", "2", "3"].map((digit) => alice.do("sendDigits", digit)));
      await until("the core to have the digits", async () => {
        const { calls } = await stage.control().listCalls({});
        return calls[0]?.legs.some((leg) => leg.media?.digits === "123");
      });
    });
  });
}
