import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Code } from "@connectrpc/connect";
import { Error_Code } from "../../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { until } from "../../support/sim-terminal.js";
import { createBench, numbers } from "./bench.js";

// Most of a test is waiting, so they wait together.
describe("MultiPipe", { concurrency: 4 }, () => {
  test("MultiPipe says nothing on opening, not even headers", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice", "multiPipe");
    let headers = false;
    void alice.headersAt.then(() => (headers = true));
    await bench.registered("alice", 1);
    // What a Pipe is told on the same machine meanwhile would have come to this one, too.
    await bench.terminal("bob").take("idle");
    assert.equal(headers, false);
    const { terminals } = await bench.core.control.listTerminals({ user: "alice" });
    assert.deepEqual(
      terminals.map(({ method, number, user }) => [method, number, user]),
      [["MultiPipe", numbers.alice, "alice"]],
    );
    assert.equal(alice.inbox.length, 0);
    alice.send("not-a-uuid", { case: "bye", value: {} });
    await alice.take("error");
    assert.equal(headers, true);
  });

  test("MultiPipe is strict about the call_id", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice", "multiPipe");
    const unknown = crypto.randomUUID();
    const expectError = async (callId: string, code = Error_Code.INVALID_CALL_ID) => {
      const error = await alice.take("error");
      assert.deepEqual([error.callId, error.value.err], [callId, code]);
    };
    await alice.dial("+4780000002", { callId: "not-a-uuid" });
    await expectError("not-a-uuid");
    alice.send("", { case: "bye", value: {} });
    await expectError("");
    alice.send(unknown, { case: "bye", value: {} });
    await expectError(unknown);
    alice.send(unknown, { case: "answer", value: { sdp: "" } });
    await expectError(unknown);
    alice.send(unknown, { case: "action", value: { message: { case: "toPhone", value: {} } } });
    await expectError(unknown);
    // A Bye for a call that has just ended crosses on the wire, and is ignored.
    const { callId } = await alice.dial("+4780000003");
    await alice.take("bye");
    alice.send(callId, { case: "bye", value: {} });
    alice.send(callId, { case: "action", value: { message: { case: "toPhone", value: {} } } });
    await expectError(callId, Error_Code.NOT_INCALL);
    assert.equal(alice.inbox.length, 0);
  });

  test("one MultiPipe terminal has two calls and takes a third", async (t) => {
    const bench = await createBench(t);
    const [alice, bob] = [bench.terminal("alice", "multiPipe"), bench.terminal("bob")];
    const first = await alice.dial("+4780000002", { hz: 500 });
    await first.peer.accept((await alice.take("answer")).value.sdp);
    const second = await alice.dial("+4780000001", { hz: 900 });
    await second.peer.accept((await alice.take("answer")).value.sdp);
    await Promise.all([bench.hears(first.peer, 440), bench.hears(second.peer, 900)]);
    const { peer } = await bob.dial(numbers.alice, { hz: 1200 });
    const third = await alice.answerNext({ hz: 700 });
    await peer.accept((await bob.take("answer")).value.sdp);
    await Promise.all([bench.hears(peer, 700), bench.hears(third.peer, 1200)]);
    alice.send(first.callId, { case: "bye", value: {} });
    await until("two calls", async () => (await bench.core.control.listCalls({})).calls.length === 2);
    await bench.hears(second.peer, 900);
    bob.send(third.callId, { case: "bye", value: {} });
    assert.equal((await alice.take("bye")).callId, third.callId);
  });

  test("MultiPipe is told of calls in another MultiPipe registration and on the mobile, not of those on Pipe", async (t) => {
    const bench = await createBench(t);
    const [one, two, pipe] = [
      bench.terminal("alice", "multiPipe"),
      bench.terminal("alice", "multiPipe"),
      bench.terminal("alice"),
    ];
    await pipe.take("idle");
    await bench.registered("alice", 3);
    const onPipe = await pipe.dial("+4780000002");
    await pipe.take("answer");
    const onTwo = await two.dial("+4780000002");
    await two.take("answer");
    const status = await one.take("inCall");
    assert.deepEqual([status.callId, status.value.msisdn?.e164], [onTwo.callId, "+4780000002"]);
    const mobile = await bench.core.control.mobileStart({ user: "alice", peer: "+4712345678" });
    assert.equal((await one.take("inCall")).callId, mobile.callId);
    // Each Idle names the call that ended.
    two.send(onTwo.callId, { case: "bye", value: {} });
    assert.equal((await one.take("idle")).callId, onTwo.callId);
    await bench.core.control.mobileEnd({ user: "alice" });
    assert.equal((await one.take("idle")).callId, mobile.callId);
    pipe.send(onPipe.callId, { case: "bye", value: {} });
    await until("no calls", async () => (await bench.core.control.listCalls({})).calls.length === 0);
    assert.equal(one.inbox.length, 0);
  });

  test("a call of a broken MultiPipe stream is pulled back by its id", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice", "multiPipe");
    const { callId, peer } = await alice.dial("+4780000002");
    await peer.accept((await alice.take("answer")).value.sdp);
    await bench.hears(peer, 440);
    await bench.core.control.breakStreams({ user: "alice", code: Code.Unavailable });
    await until("the stream's end", () => alice.ended());
    const back = bench.terminal("alice", "multiPipe");
    const fresh = await back.dial("+4780000002", { callId });
    await fresh.peer.accept((await back.take("answer")).value.sdp);
    await bench.hears(fresh.peer, 440);
  });
});
