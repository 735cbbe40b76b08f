/**
 * Rates the sound of a call by its statistics: an opinion score by the E-model, and warnings
 * that are raised and cleared with hysteresis. Pure.
 */
import type { CallQuality, CallStats, QualityLevel, QualityProblem } from "./types.js";

/** Default transmission rating of ITU-T G.107 (R0 - Is with all its parameters at their defaults). */
const R_DEFAULT = 93.2;
/**
 * Packet-loss robustness Bpl of ITU-T G.113 appendix I for G.711 with concealment, whose
 * equipment impairment Ie is 0. G.113 has no values for Opus, which conceals loss at least as well.
 */
const BPL = 25.1;
/** Packetisation, look-ahead and playout of Opus and G.711 in 20 ms packets, in milliseconds. */
const CODEC_DELAY_MS = 40;

/**
 * Returns the mean opinion score of a conversation, 1 to 4.5, by the E-model (ITU-T G.107) in its
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

/**
 * Thresholds of a bad second, as Twilio's Voice SDKs have them: round trip over 400 ms, jitter over 30 ms, loss over
 * 1 % (Twilio, "Voice Insights Frequently Asked Questions"). ITU-T G.114 allows at most 400 ms one way and
 * recommends 150.
 */
const limits = { roundTripMs: 400, jitterMs: 30, loss: 0.01 };
/** Mean level (-80 dB) below which packets are silent; the quietest room is louder. */
const SILENCE_LEVEL = 0.0001;
/** Unbroken silence before it counts, as people fall silent while they listen; any sound ends it. */
const SILENT_SECONDS = 10;
/** Seconds at the start of a call that are not rated. */
const GRACE_SECONDS = 5;
/** Latest seconds by which a problem is raised and cleared. */
const WINDOW_SECONDS = 5;
/** Bad seconds in the window that raise a problem; it is cleared when there is none. */
const RAISE_SECONDS = 3;
/** Longer than browsers wait between two connectivity checks of a path that works: Firefox about 5 s, Chromium 2.5. */
const CHECK_SECONDS = 6;

const tests: Readonly<Record<QualityProblem, (stats: CallStats) => boolean>> = {
  "no-audio-in": (stats) => stats.packetsIn === 0,
  "no-audio-out": (stats) => stats.packetsOut === 0,
  "silent-microphone": (stats) => stats.levelOut !== null && stats.levelOut < SILENCE_LEVEL,
  "silent-far-end": (stats) => stats.packetsIn > 0 && stats.levelIn !== null && stats.levelIn < SILENCE_LEVEL,
  "loss-in": (stats) => (stats.lossIn ?? 0) > limits.loss,
  "loss-out": (stats) => (stats.lossOut ?? 0) > limits.loss,
  "high-delay": (stats) => (stats.roundTripMs ?? 0) > limits.roundTripMs,
  "high-jitter": (stats) => (stats.jitterMs ?? 0) > limits.jitterMs,
};

/** Worst first: without sound nothing else matters. */
const problems = Object.keys(tests) as QualityProblem[];

/** The state of a monitor. Replaced, never changed. */
export interface QualityState {
  /** Seconds since the start, or since the last quiet one. */
  readonly seconds: number;
  /** The latest of those that are rated, newest last. */
  readonly recent: readonly CallStats[];
  /** Current problems, worst first. */
  readonly raised: readonly QualityProblem[];
}

/** A problem began, or, with `cleared`, is over. */
export interface QualityChange {
  readonly code: QualityProblem;
  readonly cleared: boolean;
}

/** The state before the first second. */
export const noQuality: QualityState = { seconds: 0, recent: [], raised: [] };

/**
 * Returns the state after one more second, and the problems that began or are over.
 *
 * @param quiet the call is muted, held, recovering or moving: sound is missing on purpose or being restored, so
 *   no problem is raised, and all are cleared.
 */
export function nextQuality(
  state: QualityState,
  stats: CallStats,
  quiet: boolean,
): readonly [QualityState, readonly QualityChange[]] {
  if (quiet) {
    const changes = state.raised.map((code) => ({ code, cleared: true }));
    // The seconds after it are like those of a new call.
    return [noQuality, changes];
  }
  const seconds = state.seconds + 1;
  if (seconds <= GRACE_SECONDS) return [{ ...noQuality, seconds }, []];
  const recent = [...state.recent, stats].slice(-SILENT_SECONDS);
  // Seconds without audio blame the other side if something else arrived, and the network if nothing did.
  const silent = recent.slice(-CHECK_SECONDS).filter(tests["no-audio-in"]);
  const carries = silent.some(({ reached }) => reached !== false);
  const isCut = silent.length === CHECK_SECONDS && !carries;
  const changes: QualityChange[] = [];
  const raised = problems.filter((code) => {
    const wasRaised = state.raised.includes(code);
    const often = recent.slice(-WINDOW_SECONDS).filter(tests[code]).length >= (wasRaised ? 1 : RAISE_SECONDS);
    let isRaised = often;
    if (code === "silent-microphone" || code === "silent-far-end") {
      isRaised = recent.filter(tests[code]).length === SILENT_SECONDS;
    } else if (code === "no-audio-in") isRaised = often && carries;
    else if (code === "loss-in") isRaised = often || isCut;
    if (isRaised !== wasRaised) changes.push({ code, cleared: wasRaised });
    return isRaised;
  });
  return [{ seconds, recent, raised }, changes];
}

/** Returns the quality as the page sees it; null while no second is rated. */
export function qualityOf({ recent, raised }: QualityState): CallQuality | null {
  if (recent.length === 0) return null;
  const scores = recent.slice(-WINDOW_SECONDS).flatMap(({ mos }) => (mos === null ? [] : [mos]));
  const mos = scores.length === 0 ? null : scores.reduce((sum, each) => sum + each, 0) / scores.length;
  const problem = raised[0] ?? null;
  return Object.freeze({ mos, level: levelOf(mos, problem), problem });
}

/** Problems with which one side hears nothing at all. */
const inaudible: ReadonlySet<QualityProblem> = new Set([
  "no-audio-in",
  "no-audio-out",
  "silent-far-end",
  "silent-microphone",
]);

/** Returns the level by the bands of ITU-T G.109: below 3.1 "nearly all users dissatisfied", below 3.6 "many dissatisfied". */
function levelOf(mos: number | null, problem: QualityProblem | null): QualityLevel {
  const isInaudible = problem !== null && inaudible.has(problem);
  if (isInaudible || (mos !== null && mos < 3.1)) return "poor";
  return problem !== null || (mos !== null && mos < 3.6) ? "fair" : "good";
}

/** Returns whether two qualities are equal. */
export function sameQuality(a: CallQuality | null, b: CallQuality | null): boolean {
  return a === b || (a?.mos === b?.mos && a?.level === b?.level && a?.problem === b?.problem);
}
