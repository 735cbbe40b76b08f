/** Intents: requests of the user, or of the page on their behalf. */
import type { Intent } from "./inputs.js";
import { GIVE_UP_MS, MOVE_MS } from "./timeouts.js";
import type { LiveCall, RecoveringCall } from "./model.js";
import { holdOthers } from "./foreground.js";
import { answer } from "./incoming.js";
import { hangUpOutgoing, hasCapacity, start } from "./outgoing.js";
import { offerFreshLeg } from "./recovery.js";
import { baseOf, type Draft } from "./draft.js";

/** Applies an intent. One that does not fit the state is ignored. */
export function applyIntent(draft: Draft, intent: Intent): void {
  switch (intent.type) {
    case "dial":
      if (draft.snapshot.connection.state === "ready" && hasCapacity(draft) && draft.live(intent.id) === undefined) {
        const { id, number, label, metadata, digits = "" } = intent;
        start(draft, { id, direction: "outgoing", number, label, metadata, digits });
      }
      return;
    case "pull": {
      const { subscriber, connection } = draft.snapshot;
      if (subscriber.state !== "elsewhere" || draft.live(subscriber.callId) !== undefined) return;
      if (connection.state === "ready" && hasCapacity(draft)) {
        draft.patch({ subscriber: { state: "idle" } });
        const { callId: id, number } = subscriber;
        start(draft, { id, direction: "pulled", number, label: null, metadata: null, digits: "" });
      }
      return;
    }
    case "resume":
      resume(draft, intent);
      return;
    case "dismiss":
      if (draft.snapshot.calls.get(intent.id)?.state === "ended") draft.remove(intent.id);
      return;
    default: {
      const call = draft.live(intent.id);
      if (call !== undefined) applyToCall(draft, call, intent);
    }
  }
}

type CallIntent = Exclude<Intent, { type: "dial" | "pull" | "resume" | "dismiss" }>;

function applyToCall(draft: Draft, call: LiveCall, intent: CallIntent): void {
  switch (intent.type) {
    case "answer":
      if (call.state === "incoming") answer(draft, call);
      return;
    case "reject":
      if (call.state === "incoming") draft.hangUp(call, "rejected");
      return;
    case "hangup":
      if (call.state === "incoming") draft.hangUp(call, "rejected");
      else {
        const unanswered = call.state === "dialing" || call.state === "alerting";
        hangUpOutgoing(draft, call, unanswered ? "canceled" : "hangup");
      }
      return;
    case "to-phone":
      if (call.state !== "active" || draft.snapshot.connection.state !== "ready") return;
      draft.put({ ...baseOf(call), state: "moving", leg: call.leg, failure: null });
      draft.send(call.id, { type: "to-phone" });
      draft.timer(call.id, "move", MOVE_MS);
      return;
    case "mute":
      if (call.muted === intent.on) return;
      draft.put({ ...call, muted: intent.on });
      draft.effect({ type: "audio", id: call.id, muted: intent.on, held: call.held });
      return;
    case "hold":
      if (call.held === intent.on) return;
      if (!intent.on) holdOthers(draft, call.id);
      draft.put({ ...call, held: intent.on });
      draft.effect({ type: "audio", id: call.id, muted: call.muted, held: intent.on });
  }
}

/** Takes over a call of the page before this one, which was reloaded (policy 4). */
function resume(draft: Draft, intent: Extract<Intent, { type: "resume" }>): void {
  const { id, digits = "", ...handover } = intent.call;
  const { connection, subscriber } = draft.snapshot;
  const before = draft.live(id);
  // Other tabs may have kept the registration meanwhile, whether or not they noticed that the page was gone.
  const isAbandoned = subscriber.state === "elsewhere" && subscriber.callId === id;
  if (before === undefined && !isAbandoned) {
    if (draft.snapshot.calls.has(id) || connection.state === "ready") return;
  }
  if (before === undefined && !hasCapacity(draft)) return;
  if (before !== undefined && !isEstablished(before)) return;
  if (isAbandoned) {
    draft.patch({ subscriber: { state: "idle" } });
    draft.forget(id);
    draft.stopTimer(id, "abandoned");
  }
  const call: RecoveringCall = {
    ...(before === undefined
      ? { ...handover, id, digits, digitsDue: digits !== "", newestLeg: 0, failure: null }
      : baseOf(before)),
    state: "recovering",
    reason: "reload",
    leg: null,
    offer: null,
    attempt: 0,
  };
  draft.put(call);
  draft.effect({ type: "audio", id, muted: call.muted, held: call.held });
  if (connection.state === "ready") offerFreshLeg(draft, call);
  else draft.timer(id, "give-up", GIVE_UP_MS);
}

function isEstablished(call: LiveCall): boolean {
  return (
    call.state === "connecting" || call.state === "active" || call.state === "moving" || call.state === "recovering"
  );
}
