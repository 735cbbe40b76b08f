/** The media of one call on peer connections that behave like a browser's. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import { TerminalError } from "../../../src/errors.js";
import { microphoneError } from "../../../src/media/microphone-error.js";
import { createCallMedia } from "../../../src/media/call-media.js";
import { createFakeClock, settled } from "../../support/fake-clock.js";
import { createFakeMedia, describe } from "../../support/fake-media.js";

const core = (ufrag: string, candidates = 1): string => describe({ ufrag, fingerprint: "core", candidates });

function createBench() {
  const clock = createFakeClock();
  const media = createFakeMedia(clock);
  const told: string[] = [];
  const callMedia = createCallMedia({
    ports: { ...media, createPeerConnection: media.createPeerConnection, clock },
    iceServers: [],
    iceWait: 1_000,
    microphoneId: "",
    speakerId: "",
    handlers: {
      onEvent: ({ type, leg }) => told.push(`${type} ${leg}`),
      onPlaying: () => undefined,
      onDeviceLost: (kind, label, error) => told.push(`lost ${kind} ${label} ${error?.code ?? ""}`.trim()),
    },
  });
  const bench = {
    clock,
    media,
    callMedia,
    told,
    pc: (leg: number) => {
      const connection = media.connections[leg];
      assert.ok(connection, `no connection ${leg}`);
      return connection;
    },
    /** Waits for a promise while time passes. */
    async within<T>(ms: number, promise: Promise<T>): Promise<T> {
      promise.catch(() => undefined);
      await clock.run(ms);
      return promise;
    },
    /** A call that we made, answered and connected on this leg. */
    async call(leg = 0): Promise<void> {
      await bench.within(50, callMedia.offer(leg, { iceRestart: false }));
      await bench.within(0, callMedia.apply(leg, core(`far${leg}`)));
      bench.pc(leg).become("connected");
    },
  };
  return bench;
}

const failsWith = (code: string) => (error: unknown) => error instanceof TerminalError && error.code === code;

group("a leg", () => {
  test("offers one audio line with its candidates, on a connection without any server by default", async () => {
    const { within, callMedia, pc } = createBench();
    const sdp = await within(50, callMedia.offer(0, { iceRestart: false }));
    assert.match(sdp, /a=candidate:/);
    assert.deepEqual(pc(0).configuration, { iceServers: [], bundlePolicy: "max-bundle" });
  });

  test("prepares an answer without the core's candidates, and checks begin when it is accepted", async () => {
    const { within, callMedia, pc } = createBench();
    await within(50, callMedia.answer(0, core("far", 2), { withholdCandidates: true }));
    assert.doesNotMatch(pc(0).remoteDescription?.sdp ?? "", /a=candidate:/);
    assert.deepEqual(pc(0).added, []);
    await within(0, callMedia.accept(0));
    assert.equal(pc(0).added.length, 2);
    await within(0, callMedia.accept(0));
    assert.equal(pc(0).added.length, 2, "once");
  });

  test("restarts ICE on the same connection, with candidates of the new generation", async () => {
    const { within, callMedia, call, media } = createBench();
    await call();
    const sdp = await within(50, callMedia.offer(0, { iceRestart: true }));
    assert.match(sdp, /a=ice-ufrag:pc0\.1\r\n[^]*a=candidate:/);
    assert.equal(media.connections.length, 1);
  });

  test("rolls its own offer back for the core's", async () => {
    const { within, callMedia, pc } = createBench();
    await within(50, callMedia.offer(0, { iceRestart: false }));
    await within(50, callMedia.answer(0, core("far"), { withholdCandidates: false }));
    assert.deepEqual([pc(0).rollbacks, pc(0).signalingState], [1, "stable"]);
  });

  test("applies descriptions in the order they came, one after the other", async () => {
    const { within, callMedia, pc, call } = createBench();
    await call();
    const answers = Promise.all([
      callMedia.answer(0, core("second"), { withholdCandidates: false }),
      callMedia.answer(0, core("third"), { withholdCandidates: false }),
    ]);
    await within(2_000, answers);
    assert.match(pc(0).remoteDescription?.sdp ?? "", /ufrag:third/);
  });

  test("calls what is no SDP by its name, and lives on", async () => {
    const { within, callMedia } = createBench();
    await assert.rejects(
      within(0, callMedia.answer(0, "this is no SDP", { withholdCandidates: false })),
      failsWith("bad-sdp"),
    );
    await within(50, callMedia.offer(0, { iceRestart: false }));
    await assert.rejects(within(0, callMedia.apply(0, "nor is this")), failsWith("bad-sdp"));
    await within(0, callMedia.apply(0, core("far")));
  });

  test("tells what becomes of it, and nothing after it was closed", async () => {
    const { callMedia, pc, told, call } = createBench();
    await call();
    pc(0).become("disconnected");
    pc(0).hear();
    pc(0).become("failed");
    assert.deepEqual(told, [
      "gathered 0",
      "media-connected 0",
      "media-disconnected 0",
      "media-flowing 0",
      "media-connection-failed 0",
    ]);
    callMedia.close();
    pc(0).dispatchEvent(new Event("connectionstatechange"));
    assert.equal(told.length, 5);
  });
});

group("a call's microphone", () => {
  test("is opened once, however often it is asked for, and sent on every leg, now and later", async () => {
    const { within, callMedia, media, pc, call } = createBench();
    await Promise.all([within(50, Promise.all([callMedia.openMicrophone(), callMedia.openMicrophone()])), call(0)]);
    await call(1);
    assert.equal(media.tracks.length, 1);
    assert.deepEqual(
      [pc(0), pc(1)].map((each) => each.transceiver.sender.track),
      [media.tracks[0], media.tracks[0]],
    );
  });

  test("may be asked for again after it was denied", async () => {
    const { within, callMedia, media } = createBench();
    media.microphone = new DOMException("", "NotAllowedError");
    await assert.rejects(within(10, callMedia.openMicrophone()), failsWith("microphone-denied"));
    media.microphone = "grant";
    await within(10, callMedia.openMicrophone());
    assert.equal(media.leaks.tracks, 1);
  });

  test("that is granted after the call's end is closed at once", async () => {
    const { clock, callMedia, media } = createBench();
    const opening = callMedia.openMicrophone();
    callMedia.close();
    await clock.run(10);
    await opening;
    assert.deepEqual([media.tracks.length, media.leaks.tracks], [1, 0]);
  });

  test("is changed without a gap, and the old one closes", async () => {
    const { within, callMedia, media, pc, call } = createBench();
    await within(10, callMedia.openMicrophone());
    await call();
    await within(10, callMedia.setMicrophone("headset"));
    assert.deepEqual(
      media.tracks.map((track) => track.readyState),
      ["ended", "live"],
    );
    assert.equal(pc(0).transceiver.sender.track, media.tracks[1]);
  });

  test("is not opened by a wish for another one", async () => {
    const { within, callMedia, media } = createBench();
    await within(10, callMedia.setMicrophone("headset"));
    assert.equal(media.tracks.length, 0);
  });

  test("that is changed while a leg closes leaves no old one open", async () => {
    const { clock, callMedia, media, call } = createBench();
    await Promise.all([callMedia.openMicrophone(), clock.run(10)]);
    await call(0);
    await call(1);
    void callMedia.setMicrophone("headset").catch(() => undefined);
    await clock.run(4);
    // The new track comes at 5 ms; its way onto the leg takes a moment, in which the leg closes.
    clock.pass(1);
    await Promise.resolve();
    await Promise.resolve();
    callMedia.closeLeg(0);
    await settled();
    callMedia.close();
    await clock.run(100);
    assert.equal(media.leaks.tracks, 0);
  });

  for (const [name, code] of [
    ["NotAllowedError", "microphone-denied"],
    ["SecurityError", "microphone-blocked-by-policy"],
    ["NotFoundError", "microphone-not-found"],
    ["OverconstrainedError", "microphone-not-found"],
    ["NotReadableError", "microphone-busy"],
    ["AbortError", "microphone-busy"],
    ["SomethingNew", "microphone-busy"],
  ] as const) {
    test(`that fails with ${name} is ${code}`, () => {
      const cause = new DOMException("", name);
      const error = microphoneError(cause);
      assert.deepEqual([error.code, error.cause], [code, cause]);
    });
  }
});

group("a denied microphone", () => {
  test("by the system is told from one by the user, as far as the browser's words do", () => {
    const codeOf = (message: string): string => microphoneError(new DOMException(message, "NotAllowedError")).code;
    assert.equal(codeOf("Permission denied by system"), "microphone-denied-by-system");
    assert.equal(codeOf("Permission denied"), "microphone-denied");
    assert.equal(codeOf("Permission dismissed"), "microphone-denied");
  });

  test("is explained once: an error that is explained already stays as it is", () => {
    const error = new TerminalError("insecure-page");
    assert.equal(microphoneError(error), error);
  });
});

group("wishes for a call's sound", () => {
  test("muted sends silence, held sends and plays nothing, and both outlive legs and microphones", async () => {
    const { within, callMedia, media, call } = createBench();
    callMedia.setAudio({ muted: true, held: false });
    await within(10, callMedia.openMicrophone());
    await call(0);
    assert.equal(media.tracks[0]?.enabled, false);
    callMedia.setAudio({ muted: false, held: true });
    await call(1);
    await within(10, callMedia.setMicrophone("headset"));
    assert.equal(media.tracks[1]?.enabled, false);
    assert.deepEqual(
      media.playbacks.map((playback) => playback.muted),
      [true, true],
    );
    callMedia.setAudio({ muted: false, held: false });
    assert.equal(media.tracks[1]?.enabled, true);
    assert.deepEqual(
      media.playbacks.map((playback) => playback.muted),
      [false, false],
    );
  });

  test("the chosen speaker is that of every leg, now and later", async () => {
    const { callMedia, media, call } = createBench();
    await call(0);
    await callMedia.setSpeaker("headset");
    await call(1);
    assert.deepEqual(
      media.playbacks.map((playback) => playback.sink),
      ["headset", "headset"],
    );
  });
});

group("several legs of a call", () => {
  test("play side by side until one is promoted, which closes the others", async () => {
    const { callMedia, media, call } = createBench();
    await call(0);
    await call(1);
    assert.equal(media.leaks.connections, 2);
    callMedia.promote(1);
    assert.deepEqual(
      media.connections.map((pc) => pc.closed),
      [true, false],
    );
    assert.deepEqual(
      media.playbacks.map((playback) => playback.closed),
      [true, false],
    );
  });

  test("a leg that is not there cannot be promoted, and closes none", async () => {
    const { callMedia, media, call } = createBench();
    await call(0);
    callMedia.promote(7);
    assert.equal(media.leaks.connections, 1);
  });

  test("all close with the call, and none opens after it", async () => {
    const { callMedia, media, call } = createBench();
    await call(0);
    await call(1);
    callMedia.close();
    callMedia.close();
    await assert.rejects(callMedia.offer(2, { iceRestart: false }), TerminalError);
    assert.deepEqual(media.leaks, { connections: 0, tracks: 0, playbacks: 0 });
  });
});

group("digits", () => {
  test("are played one string after the other, a comma being half a second", async () => {
    const { clock, callMedia, pc, call } = createBench();
    await call();
    const heard: string[] = [];
    const sent = Promise.all([
      callMedia.sendDigits("1a,2", (digit) => heard.push(digit)),
      callMedia.sendDigits("#", (digit) => heard.push(digit)),
    ]);
    await clock.run(3_000);
    await sent;
    assert.deepEqual(heard, ["1", "A", "2", "#"]);
    assert.deepEqual(pc(0).transceiver.sender.dtmf.inserted, ["1A", "2", "#"]);
  });

  test("that are left when a leg closes go out on its successor, and later ones too", async () => {
    const { clock, callMedia, pc, call } = createBench();
    await call(0);
    const heard: string[] = [];
    const sent = callMedia.sendDigits("12,3", (digit) => heard.push(digit));
    await clock.run(10);
    await call(1);
    callMedia.promote(1);
    await clock.run(5_000);
    await sent;
    assert.deepEqual(heard, ["1", "2", "3"]);
    assert.deepEqual(pc(1).transceiver.sender.dtmf.inserted, ["2", "3"]);
  });

  test("end with the call", async () => {
    const { clock, callMedia, call } = createBench();
    await call();
    const waiting = [callMedia.sendDigits("1,2", () => undefined), callMedia.sendDigits("3", () => undefined)];
    const ends = Promise.all(waiting.map((sent) => assert.rejects(sent, failsWith("no-such-call"))));
    await clock.run(10);
    callMedia.close();
    await ends;
    await clock.run(1_000);
    assert.equal(clock.waiting, 0);
  });

  test("that are none, or that the core does not take, are told by their names", async () => {
    const { callMedia, pc, call } = createBench();
    await call();
    await assert.rejects(
      callMedia.sendDigits("12x", () => undefined),
      failsWith("invalid-digits"),
    );
    pc(0).transceiver.sender.dtmf.canInsertDTMF = false;
    await assert.rejects(
      callMedia.sendDigits("12", () => undefined),
      failsWith("digits-not-supported"),
    );
  });
});
