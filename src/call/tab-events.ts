/** Other tabs of the same registration: they answer calls, and they close. */
import type { MachineInput } from "./inputs.js";
import { ABANDONED_MS } from "./timeouts.js";
import { prepareOnFreshLeg } from "./incoming.js";
import { hangUpOutgoing } from "./outgoing.js";
import type { Draft } from "./draft.js";

/** Applies a change of the tab that has a call's media. */
export function applyTabInput(draft: Draft, event: Extract<MachineInput, { type: "claim" | "abandoned" }>): void {
  const call = draft.live(event.id);
  if (call === undefined) return;
  switch (call.state) {
    case "incoming":
      if (call.leg !== null) prepareOnFreshLeg(draft, call);
      return;
    case "answering":
      if (event.type === "abandoned") draft.hangUp(call, "hangup");
      return;
    case "dialing":
    case "alerting":
      if (event.type === "abandoned") hangUpOutgoing(draft, call, "canceled");
      return;
    case "connecting":
    case "active":
    case "moving":
    case "recovering":
      if (event.type !== "abandoned") return;
      // The core still has it: it can be pulled, as from any other device.
      draft.end(call, "signaling-lost");
      draft.patch({ subscriber: { state: "elsewhere", callId: call.id, number: call.number } });
      draft.timer(call.id, "abandoned", ABANDONED_MS);
  }
}

/** Hangs up an abandoned call that no tab and no device has taken up. */
export function giveUpAbandoned(draft: Draft, id: string): void {
  const { subscriber } = draft.snapshot;
  if (subscriber.state !== "elsewhere" || subscriber.callId !== id || draft.live(id) !== undefined) return;
  draft.patch({ subscriber: { state: "idle" } });
  draft.send(id, { type: "bye" });
}
