/** What other tabs of the same registration do to calls: they answer them, and they go away. */
import type { MachineInput } from "./inputs.js";
import { ABANDONED_MS } from "./timeouts.js";
import { prepareAnew } from "./offers.js";
import type { Draft } from "./draft.js";

/** Carries out what concerns the tab that has a call's media. */
export function applyTabInput(draft: Draft, event: Extract<MachineInput, { type: "claim" | "abandoned" }>): void {
  const call = draft.live(event.id);
  if (call === undefined) return;
  switch (call.state) {
    case "incoming":
      if (call.leg !== null) prepareAnew(draft, call);
      return;
    case "answering":
      if (event.type === "abandoned") draft.end(call, "hangup", true);
      return;
    case "dialing":
    case "alerting":
      if (event.type === "abandoned") draft.end(call, "canceled", call.state === "alerting" || call.sent);
      return;
    case "connecting":
    case "active":
    case "moving":
    case "recovering":
      if (event.type !== "abandoned") return;
      // The core has it still: whoever wants can pull it, as from any other device.
      draft.end(call, "signaling-lost", false);
      draft.patch({ subscriber: { state: "elsewhere", callId: call.id, number: call.number } });
      draft.timer(call.id, "abandoned", ABANDONED_MS);
  }
}

/** Nobody has taken it up: then it is over, and the core is told. */
export function giveUpAbandoned(draft: Draft, id: string): void {
  const { subscriber } = draft.snapshot;
  if (subscriber.state !== "elsewhere" || subscriber.callId !== id || draft.live(id) !== undefined) return;
  draft.patch({ subscriber: { state: "idle" } });
  draft.send(id, { type: "bye" });
}
