import assert from "node:assert/strict";
import { test } from "node:test";
import { createDigitReader } from "../../../src/simulator/digits.js";
import { decode } from "../../../src/simulator/audio-analyzer.js";
import type { AudioCodec } from "../../../src/simulator/media-port.js";
import { cleanAnswer, narrowOffer, readAudio, SdpError } from "../../../src/simulator/sdp.js";
import { level, loudestFrequency } from "../../../src/simulator/frequency.js";
import { createToneBook } from "../../../src/simulator/tone.js";

const sine = (hz: number, amplitude = 10_000, rate = 8000) =>
  Int16Array.from({ length: rate }, (_, n) => Math.round(amplitude * Math.sin((2 * Math.PI * hz * n) / rate)));

test("the loudest frequency is found to 1 Hz", () => {
  for (const hz of [80, 300.4, 440, 441.7, 1200, 3333.3]) {
    assert.ok(Math.abs(loudestFrequency(sine(hz), 8000) - hz) < 1, String(hz));
  }
  const softer = sine(900, 4000);
  const mixed = sine(500, 8000).map((sample, n) => sample + (softer[n] ?? 0));
  assert.ok(Math.abs(loudestFrequency(mixed, 8000) - 500) < 1);
});

test("silence has no frequency", () => {
  assert.equal(loudestFrequency(new Int16Array(8000), 8000), 0);
  assert.equal(loudestFrequency(sine(440, 50), 8000), 0);
  assert.equal(loudestFrequency(new Int16Array(), 8000), 0);
  assert.equal(level(new Int16Array()), 0);
  assert.ok(Math.abs(level(sine(440, 32_767)) - Math.SQRT1_2) < 0.01);
});

test("each codec carries a tone there and back, at 30 % of full scale", () => {
  const tones = createToneBook();
  for (const codec of ["opus", "PCMU", "PCMA"] as const satisfies AudioCodec[]) {
    for (const hz of [440, 620, 880]) {
      const frames = tones(hz, codec);
      assert.equal(frames.length, 50);
      assert.equal(tones(hz, codec), frames);
      const pcm = decode(codec, frames);
      assert.ok(Math.abs(loudestFrequency(pcm, 8000) - hz) < 2, `${codec} ${String(hz)}`);
      assert.ok(Math.abs(level(pcm) - 0.3 * Math.SQRT1_2) < 0.03, `${codec} ${String(level(pcm))}`);
    }
    assert.equal(loudestFrequency(decode(codec, tones(0, codec)), 8000), 0);
  }
  assert.equal(decode("opus", [Buffer.from([0xff, 1, 2, 3])]).length >= 0, true);
});

test("every digit counts once", () => {
  const reader = createDigitReader();
  const event = (code: number, end: boolean) => Uint8Array.from([code, end ? 0x8a : 0x0a, 0, 160]);
  for (let n = 0; n < 7; n++) reader.read(event(5, n > 3), 1000);
  // The same digit again is a new event with a new timestamp.
  for (let n = 0; n < 7; n++) reader.read(event(5, n > 3), 9000);
  // A digit of 20 ms has the end bit in its first packet.
  for (let n = 0; n < 3; n++) reader.read(event(11, true), 12_000);
  reader.read(event(5, true), 1000);
  reader.read(event(99, true), 15_000);
  reader.read(new Uint8Array(), 16_000);
  reader.read(event(15, true), 17_000);
  assert.equal(reader.digits, "55#D");
});

const browserOffer = [
  "v=0",
  "o=- 1 2 IN IP4 127.0.0.1",
  "s=-",
  "t=0 0",
  "a=group:BUNDLE 0 1",
  "m=audio 5000 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
  "c=IN IP4 192.0.2.1",
  "a=candidate:1 1 udp 2122260223 192.0.2.1 5000 typ host generation 3 network-id 1",
  "a=candidate:2 1 udp 2122260223 0a1b2c3d-0000-4000-8000-000000000000.local 5001 typ host generation 3",
  "a=end-of-candidates",
  "a=ice-ufrag:abcd",
  "a=ice-pwd:abcdefghijklmnopqrstuvwx",
  "a=fingerprint:sha-256 aa:bb",
  "a=setup:actpass",
  "a=mid:0",
  "a=sendrecv",
  "a=rtcp-mux",
  "a=rtpmap:111 opus/48000/2",
  "a=fmtp:111 minptime=10;useinbandfec=1",
  "a=rtpmap:63 red/48000/2",
  "a=rtpmap:9 G722/8000",
  "a=rtpmap:110 telephone-event/48000",
  "a=rtpmap:126 telephone-event/8000",
  "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
  "c=IN IP4 0.0.0.0",
  "a=mid:1",
  "",
].join("\r\n");

test("an offer is narrowed to one codec and the telephone-event of its clock, where there is one", () => {
  assert.deepEqual(readAudio(browserOffer).codecs, ["opus", "PCMU", "PCMA"]);
  assert.equal(readAudio(browserOffer).fingerprint, "SHA-256 AA:BB");
  const opus = narrowOffer(browserOffer, "opus", { digits: true }).sdp;
  assert.match(opus, /^m=audio 5000 UDP\/TLS\/RTP\/SAVPF 111 110\r$/m);
  assert.doesNotMatch(opus, /generation|\.local|end-of-candidates|m=application|G722/);
  assert.match(opus, /a=group:BUNDLE 0\r/);
  assert.match(narrowOffer(browserOffer, "PCMU", { digits: true }).sdp, /SAVPF 0 126\r/);
  const firefox = browserOffer.replace("a=rtpmap:110 telephone-event/48000\r\n", "").replace("110 126", "126");
  assert.match(narrowOffer(firefox, "opus", { digits: true }).sdp, /SAVPF 111 126\r/);
  assert.match(narrowOffer(browserOffer, "PCMA", { digits: false }).sdp, /SAVPF 8\r/);
  assert.deepEqual(readAudio(narrowOffer(browserOffer, "PCMA", { digits: false }).sdp).codecs, ["PCMA"]);
});

test("the answer keeps the offer's media lines, those not taken with port 0", () => {
  const narrowed = narrowOffer(browserOffer, "opus", { digits: true });
  const answer = narrowed.widen(narrowed.sdp.replace("actpass", "active"));
  const lines = answer.split("\r\n").filter((line) => line.startsWith("m="));
  assert.deepEqual(lines, [
    "m=audio 5000 UDP/TLS/RTP/SAVPF 111 110",
    "m=application 0 UDP/DTLS/SCTP webrtc-datachannel",
  ]);
  assert.doesNotMatch(cleanAnswer(browserOffer), /generation|end-of-candidates/);
});

test("what is no SDP is refused with a reason", () => {
  for (const sdp of [
    "",
    "hello",
    browserOffer.replaceAll("a=fingerprint", "a=x"),
    browserOffer.replaceAll("m=audio 5000", "m=audio 0"),
  ]) {
    assert.throws(() => readAudio(sdp), SdpError);
  }
});
