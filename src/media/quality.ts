/**
 * How a call sounds, from its figures: an opinion score by the E-model, and warnings that
 * are raised and cleared with hysteresis. Pure.
 */
import type { CallQuality, CallStats, QualityLevel, QualityProblem } from "./types.js";

/** Default transmission rating of ITU-T G.107 (R0 - Is with all its parameters at their defaults). */
const R_DEFAULT = 93.2;
/**
 * Packet-loss robustness Bpl of ITU-T G.113 appendix I for G.711 with concealment, whose
 * equipment impairment Ie is 0. Opus stands in no table of G.113; it conceals at least as well.
 */
const BPL = 25.1;
/** Packetisation, look-ahead and playout of Opus and G.711 in 20 ms packets, in milliseconds. */
const CODEC_DELAY_MS = 40;

/**
 * Mean opinion score of a conversation, 1 to 4.5, by the E-model (ITU-T G.107) in its
 * usual simplification for packet networks (Cole and Rosenbluth, "Voice over IP performance
 * monitoring", 2001): rating R = 93.2 - Id(delay) - Ie,eff(loss).
 *
 * @param loss share of lost packets, 0 to 1.
 */
export function opinionScore(roundTripMs: number, jitterMs: number, loss: number): number {
  // A jitter buffer holds about twice the jitter back.
  const delay = roundTripMs / 2 + 2 * jitterMs + CODEC_DELAY_MS;
  const delayImpairment = 0.024 * delay + 0.11 * Math.max(0, delay - 177.3);
  const percent = 100 * loss;
  // G.107, 7.5, with Ie = 0 and random loss (BurstR = 1).
  const lossImpairment = (95 * percent) / (percent + BPL);
  const r = Math.min(100, Math.max(0, R_DEFAULT - delayImpairment - lossImpairment));
  // G.107, annex B.
  const score = 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
  return Math.min(4.5, Math.max(1, score));
}

/** Thresholds of Twilio's and Telnyx's monitors (product-anchors, 1a). */
const limits = { roundTripMs: 400, jitterMs: 30, loss: 0.01 };
/** Below this mean level (-80 dB) nothing is in the packets; the quietest room is louder. */
const SILENCE = 0.0001;
/** Seconds of unbroken silence before it counts: people listen, and fall silent; one sound ends it. */
const SILENT_SECONDS = 10;
/** Seconds at the start of a call that say nothing of it. */
const GRACE = 5;
/** Raised when this many of the window's seconds were bad, cleared when none was. */
const RAISE = 3;
const WINDOW = 5;

/** Longer than browsers wait between two checks of a path that works, in seconds: Firefox about 5, Chromium 2.5. */
const CHECKED_SECONDS = 6;

const tests: Readonly<Record<QualityProblem, (stats: CallStats) => boolean>> = {
  "no-audio-in": (stats) => stats.packetsIn === 0,
  "no-audio-out": (stats) => stats.packetsOut === 0,
  "silent-microphone": (stats) => stats.levelOut !== null && stats.levelOut < SILENCE,
  "silent-far-end": (stats) => stats.packetsIn > 0 && stats.levelIn !== null && stats.levelIn < SILENCE,
  "loss-in": (stats) => (stats.lossIn ?? 0) > limits.loss,
  "loss-out": (stats) => (stats.lossOut ?? 0) > limits.loss,
  "high-delay": (stats) => (stats.roundTripMs ?? 0) > limits.roundTripMs,
  "high-jitter": (stats) => (stats.jitterMs ?? 0) > limits.jitterMs,
};

/** Worst first: without sound nothing else matters. */
const problems = Object.keys(tests) as QualityProblem[];

/** What a monitor remembers. Replaced, never changed. */
export interface QualityState {
  /** Seconds seen since the start, or since the last quiet one. */
  readonly seconds: number;
  /** The last of those that count, newest last. */
  readonly recent: readonly CallStats[];
  /** Problems that stand, worst first. */
  readonly raised: readonly QualityProblem[];
}

/** A problem came or went. */
export interface QualityChange {
  readonly code: QualityProblem;
  readonly cleared: boolean;
}

/** Nothing known yet. */
export const noQuality: QualityState = { seconds: 0, recent: [], raised: [] };

/**
 * One second more. While `quiet` (muted, held, recovering, moving) sound is missing by
 * intent or in repair: nothing is raised, and what stood is cleared.
 */
export function nextQuality(
  state: QualityState,
  stats: CallStats,
  quiet: boolean,
): readonly [QualityState, readonly QualityChange[]] {
  if (quiet) {
    const changes = state.raised.map((code) => ({ code, cleared: true }));
    // The seconds after it say as little as those of a new call.
    return [noQuality, changes];
  }
  const seconds = state.seconds + 1;
  if (seconds <= GRACE) return [{ ...noQuality, seconds }, []];
  const recent = [...state.recent, stats].slice(-SILENT_SECONDS);
  // Seconds without sound tell of the other side where something else arrived, and of the network where nothing did.
  const silent = recent.slice(-CHECKED_SECONDS).filter(tests["no-audio-in"]);
  const carries = silent.some(({ reached }) => reached !== false);
  const isCut = silent.length === CHECKED_SECONDS && !carries;
  const changes: QualityChange[] = [];
  const raised = problems.filter((code) => {
    const stood = state.raised.includes(code);
    const often = recent.slice(-WINDOW).filter(tests[code]).length >= (stood ? 1 : RAISE);
    let stands = often;
    if (code.startsWith("silent-")) stands = recent.filter(tests[code]).length === SILENT_SECONDS;
    else if (code === "no-audio-in") stands = often && carries;
    else if (code === "loss-in") stands = often || isCut;
    if (stands !== stood) changes.push({ code, cleared: stood });
    return stands;
  });
  return [{ seconds, recent, raised }, changes];
}

/** The state in the words of the contract; null while nothing can be said. */
export function qualityOf({ recent, raised }: QualityState): CallQuality | null {
  if (recent.length === 0) return null;
  const scores = recent.slice(-WINDOW).flatMap(({ mos }) => (mos === null ? [] : [mos]));
  const mos = scores.length === 0 ? null : scores.reduce((sum, each) => sum + each, 0) / scores.length;
  const problem = raised[0] ?? null;
  return Object.freeze({ mos, level: levelOf(mos, problem), problem });
}

/** Bands of ITU-T G.109: below 3.1 "nearly all users dissatisfied", below 3.6 "many dissatisfied". */
function levelOf(mos: number | null, problem: QualityProblem | null): QualityLevel {
  const dead = problem !== null && /^(no-audio|silent)/.test(problem);
  if (dead || (mos !== null && mos < 3.1)) return "poor";
  return problem !== null || (mos !== null && mos < 3.6) ? "fair" : "good";
}
