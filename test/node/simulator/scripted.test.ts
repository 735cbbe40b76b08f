import assert from "node:assert/strict";
import { test } from "node:test";
import { createBench, numbers } from "./bench.js";

test("02 answers at once and is heard at 440 Hz, and the core hears the terminal", async (t) => {
  const bench = await createBench(t);
  const alice = bench.terminal("alice");
  assert.equal((await alice.take("idle")).callId, "");
  const { callId, peer } = await alice.dial("+4780000002", { hz: 500 });
  const answer = await alice.take("answer");
  assert.equal(answer.callId, callId);
  await peer.accept(answer.value.sdp);
  await bench.hears(peer, 440);
  await bench.coreHears(callId, numbers.alice, 500);
  alice.send(callId, { case: "bye", value: {} });
});

test("01 rings, answers after 1 s and echoes", async (t) => {
  const bench = await createBench(t);
  const alice = bench.terminal("alice");
  const { peer } = await alice.dial("+4780000001", { hz: 700 });
  await alice.take("ringing");
  await peer.accept((await alice.take("answer")).value.sdp);
  await bench.hears(peer, 700);
});

test("03 is busy, 04 rings until the caller gives up, nobody's number and no number get Bye", async (t) => {
  const bench = await createBench(t);
  const alice = bench.terminal("alice");
  const busy = await alice.dial("+4780000003");
  assert.equal((await alice.take("bye")).callId, busy.callId);
  const ringing = await alice.dial("+4780000004");
  await alice.take("ringing");
  alice.send(ringing.callId, { case: "bye", value: {} });
  for (const number of ["+4799999999", "4790000002", "hello", ""]) {
    const { callId } = await alice.dial(number);
    assert.equal((await alice.take("bye")).callId, callId, number);
  }
  assert.deepEqual((await bench.core.control.listCalls({})).calls, []);
  assert.equal(alice.inbox.filter(({ message }) => message.case !== "idle").length, 0);
});

test("05 hangs up after 3 s, 12 answers without Ringing", async (t) => {
  const bench = await createBench(t);
  const [alice, bob] = [bench.terminal("alice"), bench.terminal("bob")];
  const [five, twelve] = await Promise.all([alice.dial("+4780000005"), bob.dial("+4780000012")]);
  await five.peer.accept((await alice.take("answer")).value.sdp);
  await twelve.peer.accept((await bob.take("answer")).value.sdp);
  await bench.hears(twelve.peer, 440);
  assert.ok(!bob.inbox.some(({ message }) => message.case === "ringing"));
  assert.equal((await alice.take("bye")).callId, five.callId);
});
