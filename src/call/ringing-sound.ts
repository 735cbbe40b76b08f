/** What is heard beside the people: a pure function of the calls, so that nothing rings that does not ring. */
import type { Call, Snapshot } from "./model.js";

/** Sounds that last; {@link ../media/tones.ts} says how each sounds where. */
export type SoundName = "ring" | "waiting" | "ringback" | "busy" | "reorder";

/** A sound, and when it ends by itself: epoch milliseconds. */
export interface Sound {
  readonly name: SoundName;
  readonly until: number;
}

/** However long a call rings in, its sound is over after this, in milliseconds. */
const RING_MS = 60_000;
/** How long the end of a call that did not come about is heard, in milliseconds. */
const END_MS = 3_000;

/**
 * The sound of this moment, if any. A ring comes before all else; ringback is heard until
 * the answer, as the protocol knows no early media: no audio can flow before it.
 *
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
    // Ringback has no end of its own: the call has.
    if (name === "ringback") sound ??= { name, until: Infinity };
    else if (now < until) sound = { name, until };
  }
  return sound;
}

function nameOf(call: Call, talking: boolean): SoundName | null {
  if (call.state === "incoming") return talking ? "waiting" : "ring";
  if (call.state === "alerting") return call.held ? null : "ringback";
  if (call.state !== "ended" || talking || call.direction !== "outgoing" || call.answeredAt !== null) return null;
  if (call.cause === "remote-rejected") return "busy";
  return /^(error|media-failed|bad-sdp|signaling-lost|no-answer)$/.test(call.cause) ? "reorder" : null;
}
