import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Code, type ConnectError } from "@connectrpc/connect";
import { Error_Code } from "../../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { createBench, numbers } from "./bench.js";

const toPhone = { case: "action", value: { message: { case: "toPhone", value: {} } } } as const;

// Most of a test is waiting, so they wait together.
describe("the mobile", { concurrency: 4 }, () => {
  test("the mobile's call is reported, pulled, heard, pushed back and ended", async (t) => {
    const bench = await createBench(t);
    const [alice, other] = [bench.terminal("alice"), bench.terminal("alice")];
    await alice.take("idle");
    await other.take("idle");
    const { callId } = await bench.core.control.mobileStart({ user: "alice", peer: "+4712345678" });
    for (const terminal of [alice, other]) {
      const status = await terminal.take("inCall");
      assert.deepEqual([status.callId, status.value.msisdn?.e164], [callId, "+4712345678"]);
    }
    await bench.coreHears(callId, "+4712345678", 620);

    const { peer } = await alice.dial("+4712345678", { callId, hz: 500 });
    await peer.accept((await alice.take("answer")).value.sdp);
    await bench.hears(peer, 440);
    await bench.coreHears(callId, "+4712345678", 500);
    const late = bench.terminal("alice");
    assert.equal((await late.take("inCall")).callId, callId);

    alice.send(callId, toPhone);
    assert.equal((await alice.take("inCall")).callId, callId);
    await bench.coreHears(callId, "+4712345678", 620);
    alice.send(callId, toPhone);
    assert.equal((await alice.take("error")).value.err, Error_Code.NOT_INCALL);

    // And pulled again, from the same terminal.
    const again = await alice.dial("+4712345678", { callId, hz: 800 });
    await again.peer.accept((await alice.take("answer")).value.sdp);
    await bench.hears(again.peer, 440);
    await bench.coreHears(callId, "+4712345678", 800);
    await bench.core.control.mobileEnd({ user: "alice" });
    assert.equal((await alice.take("bye")).callId, callId);
    assert.equal((await other.take("idle")).callId, "");
    assert.equal((await late.take("idle")).callId, "");
    await assert.rejects(
      bench.core.control.mobileEnd({ user: "alice" }),
      (error: ConnectError) => error.code === Code.NotFound,
    );
    // A pull that comes too late does not dial.
    await alice.dial("+4712345678", { callId });
    assert.equal((await alice.take("bye")).callId, callId);
  });

  test("a call between users goes on with the mobile after a push", async (t) => {
    const bench = await createBench(t);
    const [alice, bob] = [bench.terminal("alice"), bench.terminal("bob")];
    await bob.take("idle");
    const { callId, peer } = await alice.dial(numbers.bob, { hz: 500 });
    const answering = await bob.answerNext({ hz: 1200 });
    await peer.accept((await alice.take("answer")).value.sdp);
    await bench.hears(answering.peer, 500);
    alice.send(callId, toPhone);
    await alice.take("inCall");
    await bench.hears(answering.peer, 620);
    bob.send(answering.callId, { case: "bye", value: {} });
    await alice.take("idle");
  });

  test("a call cannot be moved to a mobile that is switched off, and stays", async (t) => {
    const bench = await createBench(t);
    const dave = bench.terminal("dave");
    dave.send("", toPhone);
    assert.equal((await dave.take("error")).value.err, Error_Code.NOT_INCALL);
    const { callId, peer } = await dave.dial("+4780000002");
    await peer.accept((await dave.take("answer")).value.sdp);
    await bench.hears(peer, 440);
    dave.send(callId, toPhone);
    const error = await dave.take("error");
    assert.deepEqual([error.callId, error.value.err], [callId, Error_Code.TRY_AGAIN]);
    await bench.hears(peer, 440);
  });

  test("a call is pulled from one terminal to another", async (t) => {
    const bench = await createBench(t);
    const [one, two] = [bench.terminal("alice"), bench.terminal("alice")];
    await two.take("idle");
    const { callId, peer } = await one.dial("+4780000002", { hz: 500 });
    await peer.accept((await one.take("answer")).value.sdp);
    await bench.hears(peer, 440);
    assert.equal((await two.take("inCall")).callId, callId);
    const pulled = await two.dial("+4780000002", { callId, hz: 700 });
    await pulled.peer.accept((await two.take("answer")).value.sdp);
    assert.equal((await one.take("inCall")).callId, callId);
    await bench.hears(pulled.peer, 440);
    await bench.coreHears(callId, numbers.alice, 700);
    two.send(callId, { case: "bye", value: {} });
    assert.equal((await one.take("idle")).callId, "");
  });
});
