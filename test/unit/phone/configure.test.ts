/** Settings that change while a phone runs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { settled } from "../../support/fake-clock.js";
import { describe } from "../../support/fake-media.js";
import { createPhoneBench } from "../../support/phone-bench.js";

const sdp = describe({ ufrag: "core", fingerprint: "core", candidates: 1 });
const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

test("a second caller is rejected or waits as configured last", async () => {
  const bench = createPhoneBench({ calls: "multiple" });
  const { phone, streams } = bench;
  bench.track("connect", phone.connect());
  await settled();
  streams.last.stand();
  const offer = (n: number): void => streams.last.say({ type: "offer", number: "+4790000002", callId: id(n), sdp });
  const sent = (n: number): string[] =>
    streams.last.sent.filter(({ callId }) => callId === id(n)).map(({ type }) => type);

  offer(1);
  offer(2);
  assert.deepEqual([sent(1), sent(2)], [["ringing"], ["ringing"]], "by default it waits");
  phone.configure({ busy: "reject" });
  offer(3);
  assert.deepEqual(sent(3), ["bye"]);
  phone.configure({ ringVolume: 0.5 });
  offer(4);
  assert.deepEqual(sent(4), ["bye"], "another setting leaves it as it is");
  phone.configure({ busy: "wait" });
  offer(5);
  assert.deepEqual(sent(5), ["ringing"]);
  await settled();
  await bench.assertFreed();
});

test("settings outlast a registration that is ended and made again", async () => {
  const bench = createPhoneBench({ calls: "multiple" });
  const { phone, streams } = bench;
  phone.configure({ busy: "reject" });
  bench.track("connect", phone.connect());
  await settled();
  await phone.disconnect();
  bench.track("connect again", phone.connect());
  await settled();
  streams.last.stand();
  for (const n of [1, 2]) streams.last.say({ type: "offer", number: "+4790000002", callId: id(n), sdp });
  assert.deepEqual(
    streams.last.sent.map(({ type }) => type),
    ["ringing", "bye"],
  );
  await settled();
  await bench.assertFreed();
});

test("ICE servers are those configured when a call is made", async () => {
  const bench = createPhoneBench({ iceServers: [{ urls: "stun:first.example" }] });
  const { phone, streams, media, clock } = bench;
  bench.track("connect", phone.connect());
  await settled();
  streams.last.stand();
  streams.last.say({ type: "idle", callId: "" });
  phone.configure({ iceServers: [{ urls: "stun:second.example" }] });
  bench.track("dial", phone.dial("+4790000002"));
  await clock.run(100);
  assert.deepEqual(media.connections.at(-1)?.configuration.iceServers, [{ urls: "stun:second.example" }]);
  await bench.assertFreed();
});
