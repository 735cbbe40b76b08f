/** What other tabs of the same registration do to calls: they answer them, and they go away. */
import type { CallEvent } from "./inputs.js";
import { ABANDONED_MS } from "./timeouts.js";
import { prepareAnew } from "./offers.js";
import type { Turn } from "./draft.js";

/** Carries out what concerns the tab that has a call's media. */
export function applyTabs(turn: Turn, event: Extract<CallEvent, { type: "claim" | "abandoned" }>): void {
  const call = turn.live(event.id);
  if (call === undefined) return;
  switch (call.state) {
    case "incoming":
      if (call.leg !== null) prepareAnew(turn, call);
      return;
    case "answering":
      if (event.type === "abandoned") turn.end(call, "hangup", true);
      return;
    case "dialing":
    case "alerting":
      if (event.type === "abandoned") turn.end(call, "canceled", call.state === "alerting" || call.sent);
      return;
    case "connecting":
    case "active":
    case "moving":
    case "recovering":
      if (event.type !== "abandoned") return;
      // The core has it still: whoever wants can pull it, as from any other device.
      turn.end(call, "signaling-lost", false);
      turn.patch({ subscriber: { state: "elsewhere", callId: call.id, number: call.number } });
      turn.timer(call.id, "abandoned", ABANDONED_MS);
  }
}

/** Nobody has taken it up: then it is over, and the core is told. */
export function giveUpAbandoned(turn: Turn, id: string): void {
  const { subscriber } = turn.snapshot;
  if (subscriber.state !== "elsewhere" || subscriber.callId !== id || turn.live(id) !== undefined) return;
  turn.patch({ subscriber: { state: "idle" } });
  turn.send(id, { type: "bye" });
}
