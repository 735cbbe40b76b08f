/** Candidates are waited for, but never for ever, and never those of another generation. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gatherCandidates } from "../../../src/media/ice-gathering.js";
import { TerminalError } from "../../../src/errors.js";
import { createFakeClock } from "../../support/fake-clock.js";
import { createFakeMedia, describe, lineOf, type FakePeerConnection } from "../../support/fake-media.js";

function createBench(change: { gatherMs?: number; candidates?: number; completes?: boolean } = {}) {
  const clock = createFakeClock();
  const media = Object.assign(createFakeMedia(clock), change);
  const pc = media.createPeerConnection({}) as RTCPeerConnection & FakePeerConnection;
  const closing = new AbortController();
  return {
    clock,
    pc,
    closing,
    wait: (ms = 1_000) => gatherCandidates(pc, ms, clock, closing.signal),
    async offer() {
      await pc.setLocalDescription(await pc.createOffer());
    },
  };
}

test("ends at once when the browser says that it is complete", async () => {
  const { clock, offer, wait } = createBench();
  await offer();
  const [gathered] = await Promise.all([wait(), clock.run(20)]);
  const { sdp, ...rest } = gathered;
  assert.deepEqual(rest, { stop: "complete", took: 20, candidates: 1 });
  assert.match(sdp, /a=candidate:/);
});

test("ends at the limit with what is there, where the browser goes on", async () => {
  const { clock, offer, wait } = createBench({ completes: false });
  await offer();
  const [gathered] = await Promise.all([wait(), clock.run(1_000)]);
  assert.deepEqual([gathered.stop, gathered.took], ["limit", 1_000]);
});

test("goes on past the limit while there is none, and ends with the first", async () => {
  const { clock, offer, wait } = createBench({ gatherMs: 3_000, completes: false });
  await offer();
  const [gathered] = await Promise.all([wait(), clock.run(3_000)]);
  assert.deepEqual([gathered.stop, gathered.took], ["limit", 3_000]);
});

test("fails after 5 s without any", async () => {
  const { clock, offer, wait } = createBench({ candidates: 0 });
  await offer();
  const failing = assert.rejects(
    wait(),
    (error) => error instanceof TerminalError && error.code === "no-ice-candidates",
  );
  await clock.run(5_000);
  await failing;
  assert.equal(clock.waiting, 0);
});

test("does not take a state that is complete for candidates that are not there yet", async () => {
  const { clock, pc, offer, wait } = createBench();
  await offer();
  await clock.run(20);
  await pc.setRemoteDescription({ type: "answer", sdp: describe({ ufrag: "core", fingerprint: "core" }) });
  pc.restartIce();
  await offer();
  // What media.md 2.4 measured in Chromium: the state is of the generation before, the description is empty.
  assert.equal(pc.iceGatheringState, "complete");
  assert.doesNotMatch(pc.localDescription?.sdp ?? "", /a=candidate:/);
  const [gathered] = await Promise.all([wait(), clock.run(20)]);
  assert.equal(lineOf(gathered.sdp, "ice-ufrag"), "pc0.1");
  assert.equal(gathered.candidates, 1);
});

test("fails when the connection closes meanwhile, of which a browser tells nobody", async () => {
  const { clock, closing, offer, wait } = createBench();
  await offer();
  const failing = assert.rejects(wait(), TerminalError);
  closing.abort();
  await failing;
  await clock.run(100);
  assert.equal(clock.waiting, 0);
});
