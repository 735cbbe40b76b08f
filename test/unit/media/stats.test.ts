/** One second out of the browser's running totals. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readStats } from "../../../src/media/stats.js";

type Entries = Record<string, Record<string, unknown>>;
const report = (entries: Entries) => new Map(Object.entries(entries));

const chromium = (fields: {
  received: number;
  lost: number;
  sent: number;
  energy: number;
  seconds: number;
}): Entries => ({
  in: {
    type: "inbound-rtp",
    kind: "audio",
    codecId: "codec",
    packetsReceived: fields.received,
    packetsLost: fields.lost,
    jitter: 0.012,
    totalAudioEnergy: fields.energy,
    totalSamplesDuration: fields.seconds,
  },
  out: { type: "outbound-rtp", kind: "audio", packetsSent: fields.sent },
  source: { type: "media-source", kind: "audio", totalAudioEnergy: 0, totalSamplesDuration: fields.seconds },
  remote: { type: "remote-inbound-rtp", kind: "audio", fractionLost: 0.25, roundTripTime: 0.2 },
  codec: { type: "codec", mimeType: "audio/opus" },
  transport: { type: "transport", selectedCandidatePairId: "pair" },
  other: { type: "candidate-pair", nominated: true, currentRoundTripTime: 9 },
  pair: { type: "candidate-pair", currentRoundTripTime: 0.1, localCandidateId: "l", remoteCandidateId: "r" },
  l: { type: "local-candidate", candidateType: "srflx", address: "192.0.2.7" },
  r: { type: "remote-candidate", candidateType: "host", address: "192.0.2.8" },
});

describe("statistics", () => {
  it("are the difference of two totals", () => {
    const [, totals] = readStats(
      report(chromium({ received: 100, lost: 0, sent: 100, energy: 1, seconds: 2 })),
      null,
      1,
    );
    const [stats] = readStats(
      report(chromium({ received: 145, lost: 5, sent: 150, energy: 1.04, seconds: 3 })),
      totals,
      2,
    );
    assert.deepEqual([stats.packetsIn, stats.packetsOut, stats.lossIn, stats.lossOut], [45, 50, 0.1, 0.25]);
    assert.deepEqual([stats.roundTripMs, stats.jitterMs, stats.codec], [200, 12, "opus"]);
    assert.ok(Math.abs((stats.levelIn ?? 0) - 0.2) < 1e-9);
    assert.equal(stats.levelOut, 0);
    assert.ok(stats.mos !== null && stats.mos < 4.2);
    assert.deepEqual(stats.path, { local: "srflx", remote: "host" });
    assert.doesNotMatch(JSON.stringify(stats), /192\.0\.2/);
  });

  it("count anew on a new leg, and never below nothing", () => {
    const [, totals] = readStats(
      report(chromium({ received: 900, lost: 30, sent: 900, energy: 9, seconds: 20 })),
      null,
      1,
    );
    const [stats] = readStats(
      report(chromium({ received: 40, lost: 0, sent: 40, energy: 0.1, seconds: 1 })),
      totals,
      2,
    );
    assert.deepEqual([stats.packetsIn, stats.packetsOut, stats.lossIn], [40, 40, 0]);
  });

  it("are null where the browser does not tell", () => {
    const [stats] = readStats(report({}), null, 1);
    const { roundTripMs, jitterMs, lossIn, lossOut, mos, levelIn, levelOut, codec, path } = stats;
    assert.ok(
      [roundTripMs, jitterMs, lossIn, lossOut, mos, levelIn, levelOut, codec, path].every((each) => each === null),
    );
  });

  it("take the round trip from the pair in use where the far end sends no reports", () => {
    const entries = chromium({ received: 50, lost: 0, sent: 50, energy: 0, seconds: 1 });
    delete entries["remote"];
    assert.equal(readStats(report(entries), null, 1)[0].roundTripMs, 100);
    // Firefox names no pair in use.
    delete entries["transport"];
    delete entries["other"];
    entries["pair"] = { ...entries["pair"], selected: true };
    assert.equal(readStats(report(entries), null, 1)[0].roundTripMs, 100);
  });

  it("tell whether anything at all arrived", () => {
    const second = (responses: number, packets: number): Entries => {
      const entries = chromium({ received: 50, lost: 0, sent: 50, energy: 0, seconds: 1 });
      entries["pair"] = { ...entries["pair"], responsesReceived: responses };
      entries["transport"] = { ...entries["transport"], packetsReceived: packets };
      return entries;
    };
    const [, totals] = readStats(report(second(3, 60)), null, 1);
    const reached = (entries: Entries) => readStats(report(entries), totals, 2)[0].reached;
    assert.equal(reached(second(3, 60)), false);
    assert.equal(reached(second(4, 60)), true, "an answer to a check");
    assert.equal(reached(second(3, 61)), true, "a report");
    assert.equal(reached(second(1, 0)), true, "another path");
    assert.equal(readStats(report({}), null, 1)[0].reached, null);
  });
});
