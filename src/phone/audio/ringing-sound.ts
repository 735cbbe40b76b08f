/** Which ring or progress tone to play: derived purely from the calls, so that it cannot get out of step with them. */
import type { Call, CallCause, Snapshot } from "../../call/model.js";
import type { SoundName } from "../../media/tones.js";

/** A sound to play, and when it ends: epoch milliseconds, `Infinity` if it lasts as long as its call. */
export interface Sound {
  readonly name: SoundName;
  readonly until: number;
}

/** A ring ends after this, however long the call rings. */
const RING_MS = 60_000;
/** How long the end of a call that failed is heard. */
const END_MS = 3_000;

/**
 * Returns the sound to play now; null is silence. A ring wins over all else; ringback is heard until
 * the answer, as the protocol has no early media: no audio can flow before it.
 *
 * @param now epoch milliseconds.
 * @param silenced ids of calls whose ringing the user or the page has stopped.
 */
export function soundOf(snapshot: Snapshot, now: number, silenced: ReadonlySet<string>): Sound | null {
  const calls = [...snapshot.calls.values()];
  const talking = calls.some((call) => call.state !== "ended" && call.state !== "incoming");
  let sound: Sound | null = null;
  for (const call of calls) {
    const name = nameOf(call, talking);
    if (name === null || silenced.has(call.id)) continue;
    const until = call.state === "ended" ? call.endedAt + END_MS : call.startedAt + RING_MS;
    if (name === "ringback") sound ??= { name, until: Infinity };
    else if (now < until) sound = { name, until };
  }
  return sound;
}

/** Causes of calls that failed, which networks tell by the reorder (congestion) tone. */
const failures: ReadonlySet<CallCause> = new Set(["error", "media-failed", "bad-sdp", "signaling-lost", "no-answer"]);

function nameOf(call: Call, talking: boolean): SoundName | null {
  if (call.state === "incoming") return talking ? "waiting" : "ring";
  if (call.state === "alerting") return call.held ? null : "ringback";
  if (call.state !== "ended" || talking || call.direction !== "outgoing" || call.answeredAt !== null) return null;
  if (call.cause === "remote-rejected") return "busy";
  return failures.has(call.cause) ? "reorder" : null;
}
