import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Code } from "@connectrpc/connect";
import { createPeer, until, type Peer, type SimTerminal } from "../../support/sim-terminal.js";
import { createBench, numbers, type Bench } from "./bench.js";

async function connected(bench: Bench, terminal: SimTerminal, to: string, hz: number) {
  const { callId, peer } = await terminal.dial(to, { hz });
  const { sdp } = (await terminal.take("answer")).value;
  await peer.accept(sdp);
  await bench.hears(peer, 440);
  return { callId, peer };
}

const reoffer = (terminal: SimTerminal, callId: string, sdp: string, e164: string) => {
  terminal.send(callId, { case: "offer", value: { sdp, msisdn: { e164 } } });
};

async function move(bench: Bench, peer: Peer, terminal: SimTerminal, callId: string) {
  await peer.accept((await terminal.take("answer")).value.sdp);
  const before = peer.heard().packetsIn;
  await until("packets", () => peer.heard().packetsIn > before + 20);
  await bench.hears(peer, 440);
  await until("the core to hear", async () => {
    const { calls } = await bench.core.control.listCalls({});
    return (calls.find(({ id }) => id === callId)?.legs[0]?.media?.silentMs ?? -1) < 100;
  });
}

// Most of a test is waiting, so they wait together.
describe("recovery", { concurrency: 4 }, () => {
  test("a call outlives its stream, is reported as InCall and pulled back from a fresh peer connection", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const { callId, peer } = await connected(bench, alice, "+4780000002", 500);
    await bench.core.control.breakStreams({ user: "alice", code: Code.Unavailable });
    const end = await until("the end of the stream", () => alice.ended());
    assert.equal(end.error?.code, Code.Unavailable);
    const before = peer.heard().packetsIn;
    const back = bench.terminal("alice");
    assert.equal((await back.take("inCall")).callId, callId);
    const fresh = await back.dial("+4780000002", { callId, hz: 700 });
    await fresh.peer.accept((await back.take("answer")).value.sdp);
    await bench.hears(fresh.peer, 440);
    await bench.coreHears(callId, numbers.alice, 700);
    // The old peer connection played on until then.
    assert.ok(peer.heard().packetsIn > before);
    back.send(callId, { case: "bye", value: {} });
    await until("the end of the call", async () => (await bench.core.control.listCalls({})).calls.length === 0);
  });

  test("a call that nobody pulls back ends, and the far end is told", async (t) => {
    const bench = await createBench(t, { keepCallMs: 300 });
    const [alice, bob] = [bench.terminal("alice"), bench.terminal("bob")];
    await bob.take("idle");
    const { callId, peer } = await alice.dial(numbers.bob, { hz: 500 });
    await bob.answerNext({ hz: 1200 });
    await peer.accept((await alice.take("answer")).value.sdp);
    await bench.hears(peer, 1200);
    await bench.core.control.breakStreams({ user: "alice", code: 0 });
    assert.equal((await until("the end of the stream", () => alice.ended())).error, null);
    assert.equal((await bob.take("bye")).callId, callId);
    const back = bench.terminal("alice");
    await back.take("idle");
  });

  test("a call that is still alerting is kept as well, and answered to the terminal that came back", async (t) => {
    const bench = await createBench(t);
    const [alice, bob] = [bench.terminal("alice"), bench.terminal("bob")];
    await bob.take("idle");
    const { callId } = await alice.dial(numbers.bob);
    await bob.take("offer");
    await bench.core.control.breakStreams({ user: "", code: Code.Unavailable });
    await until("both streams' end", () => alice.ended() !== undefined && bob.ended() !== undefined);
    const [aliceBack, bobBack] = [bench.terminal("alice"), bench.terminal("bob")];
    assert.equal((await aliceBack.take("inCall")).callId, callId);
    const fresh = await aliceBack.dial(numbers.bob, { callId, hz: 500 });
    await bobBack.take("idle");
    const answering = await bobBack.answerNext({ hz: 1200 });
    await fresh.peer.accept((await aliceBack.take("answer")).value.sdp);
    await Promise.all([bench.hears(fresh.peer, 1200), bench.hears(answering.peer, 500)]);
  });

  test("a call answered while its caller was away is answered when it comes back", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const { callId } = await alice.dial("+4780000004");
    await alice.take("ringing");
    await bench.core.control.breakStreams({ user: "alice", code: Code.Unavailable });
    await until("the stream's end", () => alice.ended());
    await bench.core.control.answer({ callId });
    const back = bench.terminal("alice");
    await back.take("inCall");
    const { peer } = await back.dial("+4780000004", { callId });
    await peer.accept((await back.take("answer")).value.sdp);
    await bench.hears(peer, 440);
  });

  test("an offer with the running fingerprint is an ICE restart, one with another a new leg", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const { callId, peer } = await connected(bench, alice, "+4780000002", 500);
    reoffer(alice, callId, await peer.offer({ iceRestart: true }), "+4780000002");
    await move(bench, peer, alice, callId);

    const fresh = bench.own(await createPeer({ hz: 900 }));
    reoffer(alice, callId, await fresh.offer(), "+4780000002");
    await move(bench, fresh, alice, callId);
    await bench.coreHears(callId, numbers.alice, 900);
    assert.equal((await bench.core.control.listCalls({})).calls.length, 1);
    assert.ok(!alice.inbox.some(({ message }) => message.case === "offer" || message.case === "bye"));
  });

  test("the control service renegotiates, also while the terminal's own offer is on its way", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const { callId, peer } = await connected(bench, alice, "+4780000002", 500);
    for (let round = 0; round < 2; round++) {
      await bench.core.control.renegotiate({ callId });
      const offer = await alice.take("offer");
      if (round === 1) {
        // Glare: the core's offer stands, and this one is dropped.
        const sdp = peer.pc.localDescription?.sdp ?? "";
        reoffer(alice, callId, sdp, "+4780000002");
      }
      alice.send(callId, { case: "answer", value: { sdp: await peer.answer(offer.value.sdp) } });
      const before = peer.heard().packetsIn;
      await until("packets", () => peer.heard().packetsIn > before + 20);
      await bench.hears(peer, 440);
    }
    assert.ok(!alice.inbox.some(({ message }) => message.case === "bye"));
  });

  test("the control service stops a call's media, and nothing else, until it lets it go on", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const { callId, peer } = await connected(bench, alice, "+4780000002", 500);
    await bench.hears(peer, 440);
    await bench.core.control.stopMedia({ callId });
    await until("no packets", () => peer.heard().silentMs > 300);
    await bench.coreHears(callId, numbers.alice, 500);
    assert.equal(peer.pc.connectionState, "connected");
    await bench.core.control.stopMedia({ callId, resume: true });
    await bench.hears(peer, 440);
    assert.ok(!alice.inbox.some(({ message }) => message.case === "offer" || message.case === "bye"));
  });

  test("streams are refused for a while", async (t) => {
    const bench = await createBench(t);
    await bench.core.control.refuseStreams({ user: "alice", seconds: 60 });
    const refused = bench.terminal("alice");
    assert.equal((await until("the refusal", () => refused.ended())).error?.code, Code.Unavailable);
    await bench.terminal("bob").take("idle");
    await bench.core.control.refuseStreams({ user: "alice", seconds: 0 });
    await bench.terminal("alice").take("idle");
  });
});
