/** Reads the statistics of one second of a call (W3C Identifiers for WebRTC's Statistics). */
import { opinionScore } from "./quality.js";
import type { CallStats } from "./types.js";

/** Running totals; their difference is one second. */
export interface Totals {
  readonly packetsIn: number;
  readonly lostIn: number;
  readonly packetsOut: number;
  /** Packets of any kind; null if the browser does not count them. */
  readonly arrived: number | null;
  readonly energyIn: number | null;
  readonly durationIn: number;
  readonly energyOut: number | null;
  readonly durationOut: number;
}

/** An entry of the statistics. Its fields differ between browsers. */
type Entry = Readonly<Record<string, unknown>>;

const numberOf = (entry: Entry | undefined, name: string): number | null => {
  const value = entry?.[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
};
const textOf = (entry: Entry | undefined, name: string): string | null => {
  const value = entry?.[name];
  return typeof value === "string" ? value : null;
};

/**
 * Returns the statistics since `previous`, and the totals for the next time.
 *
 * @param report an `RTCStatsReport`.
 * @param previous null for the first reading, which counts from the start of the call.
 * @param at epoch milliseconds.
 */
export function readStats(
  report: Pick<ReadonlyMap<string, Entry>, "get" | "forEach">,
  previous: Totals | null,
  at: number,
): readonly [CallStats, Totals] {
  const found = new Map<string, Entry>();
  report.forEach((entry) => {
    const type = textOf(entry, "type") ?? "";
    const kind = textOf(entry, "kind");
    if (kind === null || kind === "audio") found.set(type, entry);
  });
  const transport = found.get("transport");
  const pair = report.get(textOf(transport, "selectedCandidatePairId") ?? "") ?? selectedPair(report);
  const inbound = found.get("inbound-rtp");
  const outbound = found.get("outbound-rtp");
  const source = found.get("media-source");
  const remote = found.get("remote-inbound-rtp");

  const totals: Totals = {
    packetsIn: numberOf(inbound, "packetsReceived") ?? 0,
    lostIn: numberOf(inbound, "packetsLost") ?? 0,
    packetsOut: numberOf(outbound, "packetsSent") ?? 0,
    arrived: sum(
      numberOf(transport, "packetsReceived"),
      numberOf(pair, "responsesReceived"),
      numberOf(pair, "requestsReceived"),
      numberOf(pair, "bytesReceived"),
    ),
    energyIn: numberOf(inbound, "totalAudioEnergy"),
    durationIn: numberOf(inbound, "totalSamplesDuration") ?? 0,
    energyOut: numberOf(source, "totalAudioEnergy"),
    durationOut: numberOf(source, "totalSamplesDuration") ?? 0,
  };
  // A new leg counts from zero again.
  const before = previous === null || previous.packetsIn > totals.packetsIn ? null : previous;
  const packetsIn = totals.packetsIn - (before?.packetsIn ?? 0);
  const lost = Math.max(0, totals.lostIn - (before?.lostIn ?? 0));
  const packetsOut = Math.max(0, totals.packetsOut - (before?.packetsOut ?? 0));

  const trip = numberOf(remote, "roundTripTime") ?? numberOf(pair, "currentRoundTripTime");
  const roundTripMs = trip === null ? null : 1000 * trip;
  const jitter = numberOf(inbound, "jitter");
  const jitterMs = jitter === null ? null : 1000 * jitter;
  const lossIn = packetsIn + lost === 0 ? null : lost / (packetsIn + lost);
  const local = textOf(report.get(textOf(pair, "localCandidateId") ?? ""), "candidateType");
  const far = textOf(report.get(textOf(pair, "remoteCandidateId") ?? ""), "candidateType");
  const codec = textOf(report.get(textOf(inbound, "codecId") ?? ""), "mimeType");
  return [
    {
      at,
      roundTripMs,
      jitterMs,
      lossIn,
      lossOut: numberOf(remote, "fractionLost"),
      mos: roundTripMs === null || lossIn === null ? null : opinionScore(roundTripMs, jitterMs ?? 0, lossIn),
      levelIn: level(totals.energyIn, totals.durationIn, before?.energyIn, before?.durationIn),
      levelOut: level(totals.energyOut, totals.durationOut, before?.energyOut, before?.durationOut),
      packetsIn,
      packetsOut,
      // Another path starts its own count, so any difference means that something arrived.
      reached: totals.arrived === null ? null : totals.arrived !== (before?.arrived ?? 0),
      codec: codec?.replace(/^audio\//i, "").toLowerCase() ?? null,
      path: local === null || far === null ? null : { local, remote: far },
    },
    totals,
  ];
}

const sum = (...counts: readonly (number | null)[]): number | null =>
  counts.every((count) => count === null) ? null : counts.reduce<number>((all, count) => all + (count ?? 0), 0);

/** Returns the selected pair by its own mark: Firefox does not name it in the transport. */
function selectedPair(report: Pick<ReadonlyMap<string, Entry>, "forEach">): Entry | undefined {
  let pair: Entry | undefined;
  report.forEach((entry) => {
    if (entry["type"] === "candidate-pair" && (entry["selected"] === true || entry["nominated"] === true)) pair = entry;
  });
  return pair;
}

/** Returns the root mean square level between two totals; energy is squared level times seconds. */
function level(
  energy: number | null,
  duration: number,
  energyBefore: number | null | undefined,
  durationBefore = 0,
): number | null {
  const seconds = duration - durationBefore;
  if (energy === null || seconds <= 0) return null;
  return Math.sqrt(Math.max(0, energy - (energyBefore ?? 0)) / seconds);
}
