/** A call that was hung up while no stream stood: the far end listens to silence until the core hears of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { callBackoff } from "../../../src/registration/backoff.js";
import { settled } from "../../support/fake-clock.js";
import { describe } from "../../support/fake-media.js";
import { createPhoneBench } from "../../support/phone-bench.js";

test("a Bye that is owed is brought as soon as a call would be, and paid once", async () => {
  const bench = createPhoneBench();
  const { phone, clock, media, streams } = bench;
  bench.track("connect", phone.connect());
  await settled();
  streams.last.stand();
  streams.last.say({ type: "idle", callId: "" });
  bench.track("dial", phone.dial("+4790000002"));
  await clock.run(60);
  const id = bench.ids[0]!;
  streams.last.say({
    type: "answer",
    callId: id,
    sdp: describe({ ufrag: "core", fingerprint: "core", candidates: 1 }),
  });
  await clock.run(1);
  media.connections.at(-1)!.become("connected");
  await clock.run(10_000);
  streams.last.end("unavailable");
  bench.track("hangup", phone.hangup(id));

  // The gateway refuses so often that an idle terminal would wait for many seconds by now.
  for (let refusals = 0; refusals < 8; refusals += 1) {
    const opened = streams.all.length;
    await clock.run(callBackoff.max);
    assert.ok(streams.all.length > opened, `after ${refusals} refusals it is tried again within ${callBackoff.max} ms`);
    if (!streams.last.ended) streams.last.end("unavailable");
  }
  await clock.run(callBackoff.max);
  streams.last.stand();
  streams.last.say({ type: "in-call", number: "+4790000002", callId: id });
  assert.deepEqual(
    streams.last.sent.map(({ type, callId }) => [type, callId]),
    [["bye", id]],
  );
  await bench.assertFreed();
});
