import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { until } from "../../support/sim-terminal.js";
import { createBench, numbers } from "./bench.js";

// Most of a test is waiting, so they wait together.
describe("users", { concurrency: 4 }, () => {
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

  test("all of a user's terminals ring, and the first answer wins", async (t) => {
    const bench = await createBench(t);
    const [alice, one, two] = [bench.terminal("alice"), bench.terminal("bob"), bench.terminal("bob")];
    await Promise.all([alice, one, two].map((terminal) => terminal.take("idle")));
    const { callId, peer } = await alice.dial(numbers.bob, { hz: 500 });
    await one.take("offer");
    one.send(callId, { case: "ringing", value: {} });
    assert.equal((await alice.take("ringing")).callId, callId);
    // A terminal that comes late rings as well.
    const late = bench.terminal("bob");
    await late.take("idle");
    await late.take("offer");
    await two.answerNext({ hz: 1200 });
    assert.equal((await one.take("bye")).callId, callId);
    assert.equal((await late.take("bye")).callId, callId);
    // Afterwards they know that their number is in a call on another terminal.
    const status = await one.take("inCall");
    assert.deepEqual([status.callId, status.value.msisdn?.e164], [callId, numbers.alice]);
    await peer.accept((await alice.take("answer")).value.sdp);
    await bench.hears(peer, 1200);
    alice.send(callId, { case: "bye", value: {} });
    await two.take("bye");
    assert.equal((await one.take("idle")).callId, "");
    await late.take("idle");
  });

  test("a rejected call ends for the caller, a caller who gives up stops the ringing", async (t) => {
    const bench = await createBench(t);
    const [alice, bob] = [bench.terminal("alice"), bench.terminal("bob")];
    await bob.take("idle");
    const rejected = await alice.dial(numbers.bob);
    await bob.take("offer");
    bob.send(rejected.callId, { case: "bye", value: {} });
    assert.equal((await alice.take("bye")).callId, rejected.callId);
    const canceled = await alice.dial(numbers.bob);
    await bob.take("offer");
    alice.send(canceled.callId, { case: "bye", value: {} });
    assert.equal((await bob.take("bye")).callId, canceled.callId);
    // An answer that comes too late is dropped.
    bob.send(canceled.callId, { case: "answer", value: { sdp: "late" } });
    const { callId } = await alice.dial("+4780000003");
    assert.equal((await alice.take("bye")).callId, callId);
    assert.equal(bob.inbox.length, 0);
  });

  test("a user in a call on Pipe is busy, also for a crossing call", async (t) => {
    const bench = await createBench(t);
    const [alice, bob, carol] = [bench.terminal("alice"), bench.terminal("bob"), bench.terminal("carol")];
    await bob.take("idle");
    const { callId } = await alice.dial(numbers.bob);
    await bob.take("offer");
    const crossing = await bob.dial(numbers.alice);
    assert.equal((await bob.take("bye")).callId, crossing.callId);
    const second = await carol.dial(numbers.bob);
    assert.equal((await carol.take("bye")).callId, second.callId);
    alice.send(callId, { case: "bye", value: {} });
    await bob.take("bye");
  });

  test("without a terminal the mobile rings; where there is none the caller gets Bye", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const { callId } = await alice.dial(numbers.bob);
    await alice.take("ringing");
    alice.send(callId, { case: "bye", value: {} });
    const unreachable = await alice.dial(numbers.dave);
    assert.equal((await alice.take("bye")).callId, unreachable.callId);
  });

  test("callee with G.711 only: both ends speak it", async (t) => {
    const bench = await createBench(t);
    const [alice, bob] = [bench.terminal("alice"), bench.terminal("bob")];
    await bob.take("idle");
    const { peer } = await alice.dial(numbers.bob, { hz: 500 });
    const answering = await bob.answerNext({ hz: 1200, codecs: ["PCMU"] });
    await peer.accept((await alice.take("answer")).value.sdp);
    await Promise.all([bench.hears(peer, 1200), bench.hears(answering.peer, 500)]);
    assert.equal(peer.heard().codec, "PCMU");
  });

  test("an answer that is not SDP ends the call for both", async (t) => {
    const bench = await createBench(t);
    const [alice, bob] = [bench.terminal("alice"), bench.terminal("bob")];
    await bob.take("idle");
    const { callId } = await alice.dial(numbers.bob);
    await bob.take("offer");
    bob.send(callId, { case: "answer", value: { sdp: "v=0\r\nnonsense" } });
    await Promise.all([alice.take("bye"), bob.take("bye")]);
  });
});
