/** One call is shown and heard at a time: the others are held, and ended ones are cleared. */
import type { Draft } from "./draft.js";

/** Makes a call that is set up the one on screen: clears ended calls and holds the others. */
export function holdOthersAndClearEnded(draft: Draft, id: string): void {
  clearEnded(draft);
  holdOthers(draft, id);
}

/** Holds every other call that has audio here. */
export function holdOthers(draft: Draft, id: string): void {
  for (const call of draft.liveCalls()) {
    if (call.id === id || call.held || call.state === "incoming") continue;
    draft.put({ ...call, held: true });
    draft.effect({ type: "audio", id: call.id, muted: call.muted, held: true });
  }
}

/** Removes ended calls, except one that ends in this very transition: the page has not been told of it yet. */
export function clearEnded(draft: Draft): void {
  for (const call of draft.start.calls.values()) {
    if (call.state === "ended" && draft.live(call.id) === undefined) draft.remove(call.id);
  }
}
