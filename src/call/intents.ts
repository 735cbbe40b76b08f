/** What a person, or the page for them, wants. */
import type { Intent } from "./inputs.js";
import { GIVE_UP_MS, MOVE_MS } from "./timeouts.js";
import {
  endOutgoing,
  holdOthers,
  knownToCore,
  holdOthersAndClearEnded,
  offerRecovery,
  prepareAnew,
  sendOfferWhenReady,
} from "./offers.js";
import type { AnsweringCall, CallBase, CallDirection, IncomingCall, LiveCall, RecoveringCall } from "./model.js";
import { baseOf, type Draft } from "./draft.js";

/** Carries out an intent; one that does not fit the state is ignored. */
export function applyIntent(draft: Draft, intent: Intent): void {
  switch (intent.type) {
    case "dial":
      if (draft.snapshot.connection.state === "ready" && hasCapacity(draft) && draft.live(intent.id) === undefined) {
        start(draft, intent.id, "outgoing", intent.number, intent.label, intent.metadata);
      }
      return;
    case "pull": {
      const { subscriber, connection } = draft.snapshot;
      if (subscriber.state !== "elsewhere" || draft.live(subscriber.callId) !== undefined) return;
      if (connection.state === "ready" && hasCapacity(draft)) {
        draft.patch({ subscriber: { state: "idle" } });
        start(draft, subscriber.callId, "pulled", subscriber.number, null, null);
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
      if (call.state === "incoming") draft.end(call, "rejected", true);
      return;
    case "hangup":
      if (call.state === "incoming") draft.end(call, "rejected", true);
      else {
        const unanswered = call.state === "dialing" || call.state === "alerting";
        endOutgoing(draft, call, unanswered ? "canceled" : "hangup", knownToCore(call));
      }
      return;
    case "to-phone":
      if (call.state !== "active" || draft.snapshot.connection.state !== "ready") return;
      draft.put({ ...baseOf(call), state: "moving", leg: call.leg });
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

function answer(draft: Draft, call: IncomingCall): void {
  holdOthersAndClearEnded(draft, call.id);
  const answering: AnsweringCall = { ...call, state: "answering", prepared: call.prepared || null, microphone: false };
  draft.put(answering);
  draft.effect({ type: "microphone", id: call.id });
  if (call.prepared === false) prepareAnew(draft, answering);
}

/** `Pipe` has room for one live call. */
export function hasCapacity(draft: Draft): boolean {
  return draft.snapshot.callMode === "multiple" || draft.liveCalls().length === 0;
}

function start(
  draft: Draft,
  id: string,
  direction: CallDirection,
  number: string,
  label: string | null,
  metadata: unknown,
): void {
  holdOthersAndClearEnded(draft, id);
  const base: CallBase = {
    id,
    direction,
    number,
    label,
    metadata,
    startedAt: draft.at,
    answeredAt: null,
    muted: false,
    held: false,
    newestLeg: 0,
  };
  // A call that is pulled back after it was pushed bears the id it had.
  draft.forget(id);
  if (direction === "pulled") draft.stopTimer(id, "abandoned");
  draft.effect({ type: "microphone", id });
  draft.effect({ type: "offer", id, leg: 0, restart: false });
  sendOfferWhenReady(draft, {
    ...base,
    state: "dialing",
    leg: 0,
    sdp: null,
    microphone: false,
    sent: false,
    tries: 0,
    crossing: null,
  });
}

/** Policy 4: the page was loaded anew while it held a call. */
function resume(draft: Draft, intent: Extract<Intent, { type: "resume" }>): void {
  const { id, ...mark } = intent.call;
  const { connection, subscriber } = draft.snapshot;
  const before = draft.live(id);
  // Other tabs may have kept the registration meanwhile, and noticed the end of the page before or not.
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
    ...(before === undefined ? { ...mark, id, newestLeg: 0 } : baseOf(before)),
    state: "recovering",
    reason: "reload",
    leg: null,
    offer: null,
    attempt: 0,
  };
  draft.put(call);
  draft.effect({ type: "audio", id, muted: call.muted, held: call.held });
  if (connection.state === "ready") offerRecovery(draft, call, false);
  else draft.timer(id, "give-up", GIVE_UP_MS);
}

function isEstablished(call: LiveCall): boolean {
  return (
    call.state === "connecting" || call.state === "active" || call.state === "moving" || call.state === "recovering"
  );
}
