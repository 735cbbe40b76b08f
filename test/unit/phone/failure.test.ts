/** Each method on a call rejects with the error that was reported of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../../support/fake-clock.js";
import { describe } from "../../support/fake-media.js";
import { createPhoneBench, type PhoneBench } from "../../support/phone-bench.js";

const id = "00000000-0000-4000-8000-00000000000a";
const sdp = describe({ ufrag: "core", fingerprint: "core", candidates: 1 });
const denied = (): DOMException => new DOMException("", "NotAllowedError");

async function registered(): Promise<PhoneBench> {
  const bench = createPhoneBench();
  bench.track("connect", bench.phone.connect());
  await settled();
  bench.streams.last.stand();
  bench.streams.last.say({ type: "idle", callId: "" });
  return bench;
}

const lastError = ({ events }: PhoneBench): unknown =>
  events.flatMap((event) => (event.type === "terminal-error" ? [event.error] : [])).at(-1);

/** The error with which a promise rejects while time passes. */
async function errorOf({ clock }: PhoneBench, promise: Promise<unknown>): Promise<unknown> {
  const error = promise.then(
    () => assert.fail("it resolves"),
    (reason: unknown) => reason,
  );
  await clock.run(100);
  return error;
}

test("dial rejects with the microphone's error, the browser's own as its cause", async () => {
  const bench = await registered();
  const cause = denied();
  bench.media.microphone = cause;
  const error = await errorOf(bench, bench.phone.dial("+4790000002"));
  assert.equal(error, lastError(bench));
  assert.deepEqual(
    [(error as { code: string }).code, (error as Error).cause, bench.phone.snapshot.call?.cause],
    ["microphone-denied", cause, "no-microphone"],
  );
  await bench.assertFreed();
});

test("answer rejects while the call rings on, and may be tried again", async () => {
  const bench = await registered();
  const { phone, media, streams, clock } = bench;
  streams.last.say({ type: "offer", number: "+4790000002", callId: id, sdp });
  await clock.run(100);
  media.microphone = denied();
  assert.equal(((await errorOf(bench, phone.answer())) as { code: string }).code, "microphone-denied");
  assert.equal(phone.snapshot.call?.state, "incoming");
  media.microphone = "grant";
  bench.track("answer", phone.answer());
  await clock.run(100);
  assert.equal(phone.snapshot.call?.state, "connecting");
  await bench.assertFreed();
});

test("toPhone rejects while the call stays, and may be tried again", async () => {
  const bench = await registered();
  const { phone, media, streams, clock } = bench;
  bench.track("dial", phone.dial("+4790000002"));
  await clock.run(100);
  const callId = bench.ids[0]!;
  streams.last.say({ type: "answer", callId, sdp });
  await clock.run(1);
  media.connections.at(-1)!.become("connected");
  const refused = errorOf(bench, phone.toPhone());
  await settled();
  streams.last.say({ type: "error", code: "UNKNOWN", callId });
  assert.equal(((await refused) as { code: string }).code, "move-failed");
  assert.equal(phone.snapshot.call?.state, "active");
  bench.track("toPhone", phone.toPhone());
  await settled();
  assert.equal(phone.snapshot.call?.state, "moving");
  streams.last.say({ type: "in-call", number: "+4790000002", callId });
  await settled();
  assert.deepEqual([phone.snapshot.call?.cause, bench.pending], ["moved-to-phone", []]);
  await bench.assertFreed();
});
