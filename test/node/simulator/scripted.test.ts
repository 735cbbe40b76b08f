import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Error_Code } from "../../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { until } from "../../support/sim-terminal.js";
import { createBench, numbers } from "./bench.js";

// Most of a test is waiting, so they wait together.
describe("scripted numbers", { concurrency: 4 }, () => {
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

  test("06 moves its media to a new port after 3 s and plays 880 Hz from there", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const { callId, peer } = await alice.dial("+4780000006", { hz: 500 });
    const first = (await alice.take("answer")).value.sdp;
    await peer.accept(first);
    await bench.hears(peer, 440);
    const offer = await alice.take("offer");
    assert.equal(offer.callId, callId);
    assert.equal(offer.value.msisdn?.e164, "+4780000006");
    const ports = (sdp: string) =>
      [...sdp.matchAll(/^a=candidate:\S+ \d udp \d+ \S+ (\d+)/gim)].map((match) => match[1]);
    const before = ports(first);
    assert.ok(ports(offer.value.sdp).length > 0);
    assert.ok(!ports(offer.value.sdp).some((port) => before.includes(port)));
    const answer = await peer.answer(offer.value.sdp);
    // Her checks of the new port are there, and replied to, before her answer is.
    const [agent] = peer.pc.iceTransports.map(({ connection }) => connection);
    await until("the replies to her checks", () => agent?.candidatePairs.every((pair) => pair.responsesReceived > 0));
    alice.send(callId, { case: "answer", value: { sdp: answer } });
    await bench.hears(peer, 880);
    await until("the core to choose a path to the new port", () => agent?.nominated !== undefined);
    await bench.coreHears(callId, numbers.alice, 500);
  });

  test("07 hangs up and calls back", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const { callId, peer } = await alice.dial("+4780000007");
    await peer.accept((await alice.take("answer")).value.sdp);
    assert.equal((await alice.take("bye")).callId, callId);
    const back = await alice.answerNext();
    assert.notEqual(back.callId, callId);
    assert.equal(back.from, "+4780000007");
    await bench.hears(back.peer, 440);
  });

  test("08 asks to try again once, 09 says that the rate limit is hit", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const { callId, peer } = await alice.dial("+4780000008", { hz: 900 });
    const error = await alice.take("error");
    assert.deepEqual([error.callId, error.value.err], [callId, Error_Code.TRY_AGAIN]);
    alice.send(callId, {
      case: "offer",
      value: { sdp: peer.pc.localDescription?.sdp ?? "", msisdn: { e164: "+4780000008" } },
    });
    await peer.accept((await alice.take("answer")).value.sdp);
    await bench.hears(peer, 900);
    alice.send(callId, { case: "bye", value: {} });
    await alice.dial("+4780000009");
    assert.equal((await alice.take("error")).value.err, Error_Code.RATE_LIMIT_HIT);
  });

  test("10 answers with what is not SDP, 11 without telephone-event", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const ten = await alice.dial("+4780000010");
    assert.ok(!(await alice.take("answer")).value.sdp.startsWith("v="));
    alice.send(ten.callId, { case: "bye", value: {} });
    const { peer } = await alice.dial("+4780000011");
    const { sdp } = (await alice.take("answer")).value;
    assert.match(sdp, /opus\/48000/i);
    assert.doesNotMatch(sdp, /telephone-event/);
    await peer.accept(sdp);
    await bench.hears(peer, 440);
  });

  test("a caller with nothing but G.711 is answered in it", async (t) => {
    const bench = await createBench(t);
    for (const [user, codec] of [
      ["alice", "PCMU"],
      ["bob", "PCMA"],
    ] as const) {
      const terminal = bench.terminal(user);
      const { callId, peer } = await terminal.dial("+4780000002", { codecs: [codec], hz: 600 });
      await peer.accept((await terminal.take("answer")).value.sdp);
      await bench.hears(peer, 440);
      await bench.coreHears(callId, numbers[user], 600);
      peer.digit("5");
      await until("the digit", async () => {
        const { calls } = await bench.core.control.listCalls({});
        return calls.find(({ id }) => id === callId)?.legs[0]?.media?.digits === "5";
      });
    }
  });

  test("SDP that cannot be used is refused with Bye, and the terminal goes on", async (t) => {
    const bench = await createBench(t);
    const alice = bench.terminal("alice");
    const ice = "a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\na=fingerprint:sha-256 AA:BB\r\n";
    const head = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    for (const sdp of [
      "",
      "hello",
      "v=0",
      head,
      `${head}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n${ice}a=rtpmap:96 VP8/90000\r\n`,
      `${head}m=audio 9 UDP/TLS/RTP/SAVPF 96\r\n${ice}a=rtpmap:96 speex/8000\r\n`,
      `${head}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n`,
      `${head}m=audio nine RTP ${ice}m=\r\na=candidate:\r\n`,
      `${head}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n${ice}a=candidate:x y z\r\n`,
    ]) {
      const callId = crypto.randomUUID();
      alice.send(callId, { case: "offer", value: { sdp, msisdn: { e164: "+4780000003" } } });
      assert.equal((await alice.take("bye")).callId, callId, sdp);
      alice.send(callId, { case: "offer", value: { sdp, msisdn: { e164: "+4780000002" } } });
      await until("Bye or Answer", () =>
        alice.inbox.some(({ message }) => message.case === "bye" || message.case === "answer"),
      );
      alice.send(callId, { case: "bye", value: {} });
      alice.inbox.length = 0;
    }
    const { peer } = await alice.dial("+4780000002");
    await until("an answer to a good offer", () => alice.inbox.some(({ message }) => message.case === "answer"));
    await peer.accept((await alice.take("answer")).value.sdp);
    await bench.hears(peer, 440);
  });
});
