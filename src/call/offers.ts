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
import { baseOf, type Turn } from "./draft.js";

/** A call that is set up is the one on screen: ended ones go, others that talk are held. */
export function makeRoom(turn: Turn, id: string): void {
  clearEnded(turn);
  holdOthers(turn, id);
}

/** One call is heard at a time: every other one is held here. */
export function holdOthers(turn: Turn, id: string): void {
  for (const call of turn.liveCalls()) {
    if (call.id === id || call.held || call.state === "incoming") continue;
    turn.put({ ...call, held: true });
    turn.effect({ type: "audio", id: call.id, muted: call.muted, held: true });
  }
}

/** Ended calls make way, but for one that ends in this very turn: nobody has been told of that yet. */
function clearEnded(turn: Turn): void {
  for (const call of turn.start.calls.values()) {
    if (call.state === "ended" && turn.live(call.id) === undefined) turn.remove(call.id);
  }
}

/** Sends our offer once everything that it needs is there. */
export function sendOfferWhenReady(turn: Turn, call: DialingCall): void {
  if (call.sdp === null || !call.microphone || call.sent || turn.snapshot.link.state !== "ready") {
    turn.put(call);
    return;
  }
  turn.put({ ...call, sent: true });
  turn.send(call.id, { type: "offer", sdp: call.sdp, number: call.number });
  turn.timer(call.id, "no-answer", NO_ANSWER_MS);
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
export function ring(turn: Turn, offer: { id: string; number: string; sdp: string; at: number }): void {
  clearEnded(turn);
  turn.put({
    ...fromOffer(offer),
    state: "incoming",
    leg: 0,
    remote: offer.sdp,
    prepared: null,
  });
  turn.send(offer.id, { type: "ringing" });
  turn.effect({ type: "answer", id: offer.id, leg: 0, sdp: offer.sdp, ringing: true });
}

/** Prepares the answer to a ringing call on a leg of its own: for a new offer, or in another tab. */
export function prepareAnew(turn: Turn, call: IncomingCall | AnsweringCall): void {
  const leg = call.newestLeg + 1;
  if (call.leg !== null) turn.effect({ type: "close-leg", id: call.id, leg: call.leg });
  turn.put({ ...call, newestLeg: leg, leg, prepared: null });
  turn.effect({ type: "answer", id: call.id, leg, sdp: call.remote, ringing: true });
}

/** An incoming call that never rang here, for the record. What still comes about it is late. */
export function recordMissed(turn: Turn, offer: { id: string; number: string; at: number }): void {
  turn.forget(offer.id);
  turn.put({
    ...fromOffer(offer),
    state: "ended",
    cause: "missed",
    endedAt: turn.at,
  });
}

/** Ends a call that is on its way out; a crossing call that was set aside then rings (policy 1). */
export function endOutgoing(turn: Turn, call: LiveCall, cause: CallCause, bye: boolean): void {
  const crossing = call.state === "dialing" ? call.crossing : null;
  // The core has room for one call and would take our Bye for the crossing one.
  turn.end(call, cause, bye && crossing === null);
  if (crossing !== null) ring(turn, crossing);
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
export function enterRecovery(turn: Turn, call: LiveCall, reason: RecoveryReason): RecoveringCall {
  const leg = "leg" in call ? call.leg : null;
  if (call.state === "recovering") closeFreshLeg(turn, call);
  for (const name of ["no-answer", "retry", "media", "promote", "move"] as const) turn.stopTimer(call.id, name);
  const next: RecoveringCall = {
    ...baseOf(call),
    state: "recovering",
    reason,
    leg,
    offer: null,
    attempt: 0,
  };
  turn.put(next);
  return next;
}

/** Gives up the leg that was to take over. */
export function closeFreshLeg(turn: Turn, call: RecoveringCall): void {
  if (call.offer !== null && call.offer.leg !== call.leg) {
    turn.effect({ type: "close-leg", id: call.id, leg: call.offer.leg });
  }
}

/** Offers the call again: an ICE restart on its leg, or a fresh leg. */
export function offerRecovery(turn: Turn, call: RecoveringCall, restart: boolean): void {
  closeFreshLeg(turn, call);
  if (call.answeredAt === null) {
    redial(turn, call);
    return;
  }
  turn.stopTimer(call.id, "promote");
  turn.stopTimer(call.id, "retry");
  const same = restart ? call.leg : null;
  const leg = same ?? call.newestLeg + 1;
  turn.put({
    ...call,
    newestLeg: Math.max(call.newestLeg, leg),
    offer: { leg, step: "gathering" },
    attempt: call.attempt + 1,
  });
  if (call.leg === null) turn.effect({ type: "microphone", id: call.id });
  turn.effect({ type: "offer", id: call.id, leg, restart: same !== null });
  turn.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
}

/**
 * A call that nobody had answered when it broke is offered anew and waits like any other:
 * there is no audio yet that would have to come back within seconds.
 */
function redial(turn: Turn, call: RecoveringCall): void {
  const leg = call.newestLeg + 1;
  if (call.leg !== null) turn.effect({ type: "close-leg", id: call.id, leg: call.leg });
  turn.effect({ type: "microphone", id: call.id });
  turn.effect({ type: "offer", id: call.id, leg, restart: false });
  turn.put({
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
export function payBye(turn: Turn, id: string): void {
  turn.patch({ owedByes: turn.snapshot.owedByes.filter((owed) => owed !== id) });
  turn.forget(id);
  turn.send(id, { type: "bye" });
}

/** Registered: what waited for the stream goes on. */
export function makeReady(turn: Turn): void {
  const { link } = turn.snapshot;
  if ((link.state === "connecting" || link.state === "reconnecting") && link.since !== null) {
    turn.effect({ type: "gap", from: link.since, to: turn.at });
  }
  // What comes on a new stream is not late: a call that the core offers there is up, whatever we made of it.
  turn.patch({ link: { state: "ready" }, endedIds: [] });
  for (const call of turn.liveCalls()) {
    if (call.state === "dialing") sendOfferWhenReady(turn, call);
  }
}
