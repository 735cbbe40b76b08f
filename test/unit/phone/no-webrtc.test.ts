/** A browser without WebRTC: it registers, shows who calls, and lets everything else work. Node has none either. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPhone, type PhoneEvent, type TerminalError } from "../../../src/phone/index.js";
import { createFakeClock, settled } from "../../support/fake-clock.js";
import { createFakeMedia, describe } from "../../support/fake-media.js";
import { createFakeStreams } from "../../support/fake-stream.js";

const failsWith = (code: string) => (error: TerminalError) => error.code === code;

test("without WebRTC it says so, registers, and refuses only what needs it; a ring is not ended for other devices", async () => {
  const clock = createFakeClock();
  const streams = createFakeStreams();
  const media = createFakeMedia(clock);
  const events: PhoneEvent[] = [];
  const phone = createPhone(
    { endpoint: "wss://gateway.example", getToken: () => Promise.resolve("token") },
    { openStream: streams.open, getUserMedia: media.getUserMedia, createPlayback: media.createPlayback, clock },
  );
  phone.on((event) => events.push(event));
  const connected = phone.connect();
  await settled();
  streams.last.stand();
  streams.last.say({ type: "idle", callId: "" });
  await connected;
  assert.equal(phone.snapshot.connection, "ready");
  const told = (): string[] => events.flatMap((event) => (event.type === "terminal-error" ? [event.error.code] : []));
  assert.deepEqual(told(), ["no-webrtc"]);

  await assert.rejects(phone.dial("+4790000002"), failsWith("no-webrtc"));
  const id = "00000000-0000-4000-8000-000000000001";
  const sdp = describe({ ufrag: "core", fingerprint: "core", candidates: 1 });
  streams.last.say({ type: "offer", number: "+4790000002", callId: id, sdp });
  await settled();
  await assert.rejects(phone.answer(), failsWith("no-webrtc"));
  assert.equal(phone.snapshot.call?.state, "incoming");
  assert.deepEqual(
    streams.last.sent.map(({ type }) => type),
    ["ringing"],
  );
  streams.last.say({ type: "in-call", number: "+4790000002", callId: id });
  await settled();
  assert.equal(phone.snapshot.call?.cause, "answered-elsewhere");
  await assert.rejects(phone.pull(), failsWith("no-webrtc"));
  assert.deepEqual(told(), ["no-webrtc"]);
  assert.deepEqual(media.leaks, { connections: 0, tracks: 0, playbacks: 0 });
  phone.close();
});
