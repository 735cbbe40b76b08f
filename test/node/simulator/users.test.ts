import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../../support/sim-terminal.js";
import { createBench, numbers } from "./bench.js";

test("two users hear each other, and a Bye of one reaches the other", async (t) => {
  const bench = await createBench(t);
  const [alice, bob] = [bench.terminal("alice"), bench.terminal("bob")];
  await bob.take("idle");
  const { callId, peer } = await alice.dial(numbers.bob, { hz: 500 });
  const answering = await bob.answerNext({ hz: 1200 });
  assert.equal(answering.from, numbers.alice);
  bob.send(answering.callId, { case: "ringing", value: {} });
  await peer.accept((await alice.take("answer")).value.sdp);
  await Promise.all([
    bench.hears(peer, 1200),
    bench.hears(answering.peer, 500),
    bench.coreHears(callId, numbers.alice, 500),
    bench.coreHears(callId, numbers.bob, 1200),
  ]);
  for (const digit of "0123456789*#") peer.digit(digit);
  // What the core heard it also passed on.
  await until("twelve digits", () => answering.peer.heard().digits === "0123456789*#");
  bob.send(answering.callId, { case: "bye", value: {} });
  await alice.take("bye");
  const { calls } = await bench.core.control.listCalls({ ended: true });
  assert.equal(calls[0]?.state, "ended");
  assert.equal(calls[0].legs[0]?.media?.digits, "0123456789*#");
  assert.ok(!bob.inbox.some(({ message }) => message.case === "bye"));
});
