import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { settled } from "../../support/fake-clock.js";
import { createPhoneBench } from "../../support/phone-bench.js";

describe("connect", () => {
  it("waits for the token that takes the place of a rejected one, and says nothing of an error", async () => {
    const reasons: string[] = [];
    const bench = createPhoneBench({
      getToken: (reason) => {
        reasons.push(reason);
        return Promise.resolve(`token ${reason}`);
      },
    });
    const { phone, streams, events } = bench;
    const connected = phone.connect();
    await settled();
    streams.last.end("unauthenticated");
    await settled();
    streams.last.stand();
    streams.last.say({ type: "idle", callId: "" });
    await connected;
    assert.deepEqual(reasons, ["start", "rejected"]);
    assert.equal(phone.snapshot.connection, "ready");
    assert.deepEqual(
      events.filter(({ type }) => type === "terminal-error"),
      [],
    );
    await bench.assertFreed();
  });

  it("rejects as signed out when that one is rejected too", async () => {
    const bench = createPhoneBench();
    const refused = assert.rejects(bench.phone.connect(), { code: "signed-out" });
    for (let times = 0; times < 2; times += 1) {
      await settled();
      bench.streams.last.end("unauthenticated");
    }
    await refused;
    await bench.assertFreed();
  });

  it("says what is wrong with an endpoint that is none", async () => {
    const bench = createPhoneBench();
    const refused = assert.rejects(bench.phone.connect(), { code: "invalid-argument", developerHint: /endpoint/ });
    await settled();
    bench.streams.last.end("invalid_argument", "The endpoint is wrong.");
    await refused;
    await bench.assertFreed();
  });

  it("has the calls of the page before to hand over until they are under way, and not after disconnect", async () => {
    for (const go of ["stand", "disconnect"] as const) {
      const bench = createPhoneBench();
      const { phone, streams } = bench;
      const call = {
        id: "00000000-0000-4000-8000-000000000009",
        number: "+4790000002",
        direction: "outgoing",
        startedAt: 1,
        answeredAt: 2,
        muted: false,
        held: false,
        label: null,
        metadata: null,
      } as const;
      phone.resume([call]);
      const connected = phone.connect();
      assert.deepEqual(phone.handovers(), [call]);
      if (go === "disconnect") {
        await Promise.all([phone.disconnect(), assert.rejects(connected, { code: "not-connected" })]);
        assert.deepEqual(phone.handovers(), []);
      } else {
        await settled();
        streams.last.stand();
        streams.last.say({ type: "in-call", number: call.number, callId: call.id });
        await connected;
        assert.deepEqual(
          phone.handovers().map(({ id }) => id),
          [call.id],
        );
      }
      await bench.assertFreed();
    }
  });
});
