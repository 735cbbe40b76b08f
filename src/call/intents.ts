/** What a person, or the page for them, wants. */
import type { Intent } from "./inputs.js";
import { GIVE_UP_MS, MOVE_MS } from "./timeouts.js";
import {
  endOutgoing,
  holdOthers,
  knownToCore,
  makeRoom,
  offerRecovery,
  prepareAnew,
  sendOfferWhenReady,
} from "./offers.js";
import type { AnsweringCall, CallBase, CallDirection, IncomingCall, LiveCall, RecoveringCall } from "./model.js";
import { baseOf, type Turn } from "./draft.js";

/** Carries out an intent; one that does not fit the state is ignored. */
export function applyIntent(turn: Turn, intent: Intent): void {
  switch (intent.type) {
    case "dial":
      if (turn.snapshot.link.state === "ready" && hasRoom(turn) && turn.live(intent.id) === undefined) {
        start(turn, intent.id, "outgoing", intent.number, intent.label, intent.metadata);
      }
      return;
    case "pull": {
      const { subscriber, link } = turn.snapshot;
      if (subscriber.state !== "elsewhere" || turn.live(subscriber.callId) !== undefined) return;
      if (link.state === "ready" && hasRoom(turn)) {
        turn.patch({ subscriber: { state: "idle" } });
        start(turn, subscriber.callId, "pulled", subscriber.number, null, null);
      }
      return;
    }
    case "resume":
      resume(turn, intent);
      return;
    case "dismiss":
      if (turn.snapshot.calls.get(intent.id)?.state === "ended") turn.remove(intent.id);
      return;
    default: {
      const call = turn.live(intent.id);
      if (call !== undefined) applyToCall(turn, call, intent);
    }
  }
}

type CallIntent = Exclude<Intent, { type: "dial" | "pull" | "resume" | "dismiss" }>;

function applyToCall(turn: Turn, call: LiveCall, intent: CallIntent): void {
  switch (intent.type) {
    case "answer":
      if (call.state === "incoming") answer(turn, call);
      return;
    case "reject":
      if (call.state === "incoming") turn.end(call, "rejected", true);
      return;
    case "hangup":
      if (call.state === "incoming") turn.end(call, "rejected", true);
      else {
        const unanswered = call.state === "dialing" || call.state === "alerting";
        endOutgoing(turn, call, unanswered ? "canceled" : "hangup", knownToCore(call));
      }
      return;
    case "to-phone":
      if (call.state !== "active" || turn.snapshot.link.state !== "ready") return;
      turn.put({ ...baseOf(call), state: "moving", leg: call.leg });
      turn.send(call.id, { type: "to-phone" });
      turn.timer(call.id, "move", MOVE_MS);
      return;
    case "mute":
      if (call.muted === intent.on) return;
      turn.put({ ...call, muted: intent.on });
      turn.effect({ type: "audio", id: call.id, muted: intent.on, held: call.held });
      return;
    case "hold":
      if (call.held === intent.on) return;
      if (!intent.on) holdOthers(turn, call.id);
      turn.put({ ...call, held: intent.on });
      turn.effect({ type: "audio", id: call.id, muted: call.muted, held: intent.on });
  }
}

function answer(turn: Turn, call: IncomingCall): void {
  makeRoom(turn, call.id);
  const answering: AnsweringCall = { ...call, state: "answering", prepared: call.prepared || null, microphone: false };
  turn.put(answering);
  turn.effect({ type: "microphone", id: call.id });
  if (call.prepared === false) prepareAnew(turn, answering);
}

/** `Pipe` has room for one live call. */
export function hasRoom(turn: Turn): boolean {
  return turn.snapshot.room === "multiple" || turn.liveCalls().length === 0;
}

function start(
  turn: Turn,
  id: string,
  direction: CallDirection,
  number: string,
  label: string | null,
  metadata: unknown,
): void {
  makeRoom(turn, id);
  const base: CallBase = {
    id,
    direction,
    number,
    label,
    metadata,
    startedAt: turn.at,
    answeredAt: null,
    muted: false,
    held: false,
    newestLeg: 0,
  };
  // A call that is pulled back after it was pushed bears the id it had.
  turn.forget(id);
  if (direction === "pulled") turn.stopTimer(id, "abandoned");
  turn.effect({ type: "microphone", id });
  turn.effect({ type: "offer", id, leg: 0, restart: false });
  sendOfferWhenReady(turn, {
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
function resume(turn: Turn, intent: Extract<Intent, { type: "resume" }>): void {
  const { id, ...mark } = intent.call;
  const { link, subscriber } = turn.snapshot;
  const before = turn.live(id);
  // Other tabs may have kept the registration meanwhile, and noticed the end of the page before or not.
  const isAbandoned = subscriber.state === "elsewhere" && subscriber.callId === id;
  if (before === undefined && !isAbandoned) {
    if (turn.snapshot.calls.has(id) || link.state === "ready") return;
  }
  if (before === undefined && !hasRoom(turn)) return;
  if (before !== undefined && !isEstablished(before)) return;
  if (isAbandoned) {
    turn.patch({ subscriber: { state: "idle" } });
    turn.forget(id);
    turn.stopTimer(id, "abandoned");
  }
  const call: RecoveringCall = {
    ...(before === undefined ? { ...mark, id, newestLeg: 0 } : baseOf(before)),
    state: "recovering",
    reason: "reload",
    leg: null,
    offer: null,
    attempt: 0,
  };
  turn.put(call);
  turn.effect({ type: "audio", id, muted: call.muted, held: call.held });
  if (link.state === "ready") offerRecovery(turn, call, false);
  else turn.timer(id, "give-up", GIVE_UP_MS);
}

function isEstablished(call: LiveCall): boolean {
  return (
    call.state === "connecting" || call.state === "active" || call.state === "moving" || call.state === "recovering"
  );
}
