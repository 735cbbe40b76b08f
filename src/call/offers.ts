/** Steps that several rules share: setting calls up, sending offers, answering them. */
import type {
  AnsweringCall,
  CallBase,
  CallCause,
  DialingCall,
  IncomingCall,
  LiveCall,
  RecoveringCall,
  RecoveryReason,
} from "./model.js";
import { NO_ANSWER_MS, RECOVERY_ATTEMPT_MS } from "./timeouts.js";
import { baseOf, type Draft } from "./draft.js";

/** A call that is set up is the one on screen: ended ones go, others that talk are held. */
export function holdOthersAndClearEnded(draft: Draft, id: string): void {
  clearEnded(draft);
  holdOthers(draft, id);
}

/** One call is heard at a time: every other one is held here. */
export function holdOthers(draft: Draft, id: string): void {
  for (const call of draft.liveCalls()) {
    if (call.id === id || call.held || call.state === "incoming") continue;
    draft.put({ ...call, held: true });
    draft.effect({ type: "audio", id: call.id, muted: call.muted, held: true });
  }
}

/** Ended calls make way, but for one that ends in this very turn: nobody has been told of that yet. */
function clearEnded(draft: Draft): void {
  for (const call of draft.start.calls.values()) {
    if (call.state === "ended" && draft.live(call.id) === undefined) draft.remove(call.id);
  }
}

/** Sends our offer once everything that it needs is there. */
export function sendOfferWhenReady(draft: Draft, call: DialingCall): void {
  if (call.sdp === null || !call.microphone || call.sent || draft.snapshot.connection.state !== "ready") {
    draft.put(call);
    return;
  }
  draft.put({ ...call, sent: true });
  draft.send(call.id, { type: "offer", sdp: call.sdp, number: call.number });
  draft.timer(call.id, "no-answer", NO_ANSWER_MS);
}

const fromOffer = (offer: { id: string; number: string; at: number }): CallBase => ({
  id: offer.id,
  direction: "incoming",
  number: offer.number,
  label: null,
  metadata: null,
  startedAt: offer.at,
  answeredAt: null,
  muted: false,
  held: false,
  newestLeg: 0,
});

/** A call rings here: alert the user, and prepare the answer meanwhile. */
export function ring(draft: Draft, offer: { id: string; number: string; sdp: string; at: number }): void {
  clearEnded(draft);
  draft.put({
    ...fromOffer(offer),
    state: "incoming",
    leg: 0,
    remote: offer.sdp,
    prepared: null,
  });
  draft.send(offer.id, { type: "ringing" });
  draft.effect({ type: "answer", id: offer.id, leg: 0, sdp: offer.sdp, ringing: true });
}

/** Prepares the answer to a ringing call on a leg of its own: for a new offer, or in another tab. */
export function prepareAnew(draft: Draft, call: IncomingCall | AnsweringCall): void {
  const leg = call.newestLeg + 1;
  if (call.leg !== null) draft.effect({ type: "close-leg", id: call.id, leg: call.leg });
  draft.put({ ...call, newestLeg: leg, leg, prepared: null });
  draft.effect({ type: "answer", id: call.id, leg, sdp: call.remote, ringing: true });
}

/** An incoming call that never rang here, for the record. What still comes about it is late. */
export function recordMissed(draft: Draft, offer: { id: string; number: string; at: number }): void {
  draft.forget(offer.id);
  draft.put({
    ...fromOffer(offer),
    state: "ended",
    cause: "missed",
    endedAt: draft.at,
  });
}

/** Ends a call that is on its way out; a crossing call that was set aside then rings (policy 1). */
export function endOutgoing(draft: Draft, call: LiveCall, cause: CallCause, bye: boolean): void {
  const crossing = call.state === "dialing" ? call.crossing : null;
  // The core has room for one call and would take our Bye for the crossing one.
  draft.end(call, cause, bye && crossing === null);
  if (crossing !== null) ring(draft, crossing);
}

/**
 * Whether the core knows of this call, so that it has to be told when we end it. One that is
 * on a later leg was sent before its stream broke, and the core still has it.
 */
export function knownToCore(call: LiveCall): boolean {
  return call.state !== "dialing" || call.sent || call.newestLeg > 0;
}

/**
 * The call waits for its stream or its media. Audio of the leg that stood goes on.
 * A call that has no leg of its own (`reload`) waits in the same state.
 */
export function enterRecovery(draft: Draft, call: LiveCall, reason: RecoveryReason): RecoveringCall {
  const leg = "leg" in call ? call.leg : null;
  if (call.state === "recovering") closeFreshLeg(draft, call);
  for (const name of ["no-answer", "retry", "media", "promote", "move"] as const) draft.stopTimer(call.id, name);
  const next: RecoveringCall = {
    ...baseOf(call),
    state: "recovering",
    reason,
    leg,
    offer: null,
    attempt: 0,
  };
  draft.put(next);
  return next;
}

/** Gives up the leg that was to take over. */
export function closeFreshLeg(draft: Draft, call: RecoveringCall): void {
  if (call.offer !== null && call.offer.leg !== call.leg) {
    draft.effect({ type: "close-leg", id: call.id, leg: call.offer.leg });
  }
}

/** Offers the call again: an ICE restart on its leg, or a fresh leg. */
export function offerRecovery(draft: Draft, call: RecoveringCall, restart: boolean): void {
  closeFreshLeg(draft, call);
  if (call.answeredAt === null) {
    redial(draft, call);
    return;
  }
  draft.stopTimer(call.id, "promote");
  draft.stopTimer(call.id, "retry");
  const same = restart ? call.leg : null;
  const leg = same ?? call.newestLeg + 1;
  draft.put({
    ...call,
    newestLeg: Math.max(call.newestLeg, leg),
    offer: { leg, step: "gathering" },
    attempt: call.attempt + 1,
  });
  if (call.leg === null) draft.effect({ type: "microphone", id: call.id });
  draft.effect({ type: "offer", id: call.id, leg, restart: same !== null });
  draft.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
}

/**
 * A call that nobody had answered when it broke is offered anew and waits like any other:
 * there is no audio yet that would have to come back within seconds.
 */
function redial(draft: Draft, call: RecoveringCall): void {
  const leg = call.newestLeg + 1;
  if (call.leg !== null) draft.effect({ type: "close-leg", id: call.id, leg: call.leg });
  draft.effect({ type: "microphone", id: call.id });
  draft.effect({ type: "offer", id: call.id, leg, restart: false });
  draft.put({
    ...baseOf(call),
    newestLeg: leg,
    state: "dialing",
    leg,
    sdp: null,
    microphone: false,
    sent: false,
    tries: 0,
    crossing: null,
  });
}

/** Sends a `Bye` that was owed because no stream stood when the call ended. */
export function payBye(draft: Draft, id: string): void {
  draft.patch({ owedByes: draft.snapshot.owedByes.filter((owed) => owed !== id) });
  draft.forget(id);
  draft.send(id, { type: "bye" });
}

/** Registered: what waited for the stream goes on. */
export function makeReady(draft: Draft): void {
  const { connection } = draft.snapshot;
  if ((connection.state === "connecting" || connection.state === "reconnecting") && connection.since !== null) {
    draft.effect({ type: "gap", from: connection.since, to: draft.at });
  }
  // What comes on a new stream is not late: a call that the core offers there is up, whatever we made of it.
  draft.patch({ connection: { state: "ready" }, endedIds: [] });
  for (const call of draft.liveCalls()) {
    if (call.state === "dialing") sendOfferWhenReady(draft, call);
  }
}
