/**
 * Recovery: what happens to a call whose stream or media is lost, or whose page was reloaded (policies 3 and 4).
 *
 * ```
 *   stream lost   ──> enterRecovery ──> the next stream shows the call ──> offerFreshLeg ──┐
 *   media lost    ──> loseMedia ──> offerIceRestart ──────────────────────────────────────┤
 *   page reloaded ──> resume (intents.ts) ──> offerFreshLeg ──────────────────────────────┤
 *                                                                                         v
 *        no answer in time ──> nextAttempt: probe the stream, offer a fresh leg, or give up
 *        answered, and audio on the offered leg ──> activate: that leg is the call's
 *        the core has no such call any more ──> endUnknownToCore
 * ```
 */
import type { Call, LiveCall, RecoveringCall, RecoveryReason } from "./model.js";
import { RECOVERY_ATTEMPT_MS, RECOVERY_ATTEMPTS, RECOVERY_WAITS } from "./timeouts.js";
import { dialing } from "./outgoing.js";
import { baseOf, type Draft } from "./draft.js";

/**
 * Puts a call into recovery: it waits for its stream or its media, while audio of the leg that it had goes on.
 * A call that has no leg (`reload`) waits in the same state.
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

/** Starts recovery of a call that lost its audio: by an ICE restart, later by a fresh leg (policy 3). */
export function loseMedia(draft: Draft, call: LiveCall): void {
  const next = enterRecovery(draft, call, "media");
  if (draft.snapshot.connection.state === "ready") offerIceRestart(draft, next);
}

/** Offers the call again by an ICE restart on the leg that it has, or by a fresh leg if it has none. */
export function offerIceRestart(draft: Draft, call: RecoveringCall): void {
  offer(draft, call, call.leg);
}

/** Offers the call again on a fresh leg, while the leg that it has is still heard. */
export function offerFreshLeg(draft: Draft, call: RecoveringCall): void {
  offer(draft, call, null);
}

/** Offers the call again. `restarted`: the leg whose ICE is restarted; null for a fresh leg. */
function offer(draft: Draft, call: RecoveringCall, restarted: number | null): void {
  closeFreshLeg(draft, call);
  if (call.answeredAt === null) {
    redial(draft, call);
    return;
  }
  draft.stopTimer(call.id, "promote");
  draft.stopTimer(call.id, "retry");
  const leg = restarted ?? call.newestLeg + 1;
  draft.put({
    ...call,
    newestLeg: Math.max(call.newestLeg, leg),
    offer: { leg, step: "gathering" },
    attempt: call.attempt + 1,
  });
  if (call.leg === null) draft.effect({ type: "microphone", id: call.id });
  draft.effect({ type: "offer", id: call.id, leg, restart: restarted !== null });
  draft.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
}

/**
 * Dials a call again that was not answered yet when it broke. It waits like any other outgoing call:
 * there is no audio yet that would have to come back within seconds.
 */
function redial(draft: Draft, call: RecoveringCall): void {
  const leg = call.newestLeg + 1;
  if (call.leg !== null) draft.effect({ type: "close-leg", id: call.id, leg: call.leg });
  draft.effect({ type: "microphone", id: call.id });
  draft.effect({ type: "offer", id: call.id, leg, restart: false });
  draft.put(dialing({ ...baseOf(call), newestLeg: leg }, leg));
}

/** Closes the leg that was to take over. */
function closeFreshLeg(draft: Draft, call: RecoveringCall): void {
  if (call.offer !== null && call.offer.leg !== call.leg) {
    draft.effect({ type: "close-leg", id: call.id, leg: call.offer.leg });
  }
}

/** Goes on after an attempt that was not answered in time. */
export function nextAttempt(draft: Draft, call: RecoveringCall): void {
  // Offers need a stream; recovery goes on when the next one opens.
  if (draft.snapshot.connection.state !== "ready") return;
  if (call.offer?.step === "sent" && call.offer.waits < RECOVERY_WAITS) {
    // The stream may be silent rather than the media broken: find out before an attempt is spent.
    draft.put({ ...call, offer: { ...call.offer, waits: call.offer.waits + 1 } });
    draft.effect({ type: "probe" });
    draft.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
    return;
  }
  if (call.attempt < RECOVERY_ATTEMPTS) {
    offerFreshLeg(draft, call);
  } else if (call.reason === "signaling" && call.leg !== null) {
    // The core does not take a new leg, but people still hear each other on the old one.
    closeFreshLeg(draft, call);
    draft.put({ ...baseOf(call), state: "active", leg: call.leg });
  } else {
    draft.hangUp(draft.fail(call, "media-failed"), "media-failed");
  }
}

/** Makes a call active on a leg that carries audio; every other leg of the call closes. Digits that are due are sent. */
export function activate(draft: Draft, call: Call, leg: number): void {
  draft.stopTimer(call.id, "media");
  draft.stopTimer(call.id, "promote");
  draft.stopTimer(call.id, "retry");
  draft.put({ ...baseOf(call), state: "active", leg, digitsDue: false });
  draft.effect({ type: "promote", id: call.id, leg });
  if (call.digitsDue) draft.effect({ type: "digits", id: call.id, digits: call.digits });
}

/** Ends a call that was to be recovered and that the core has no more. */
export function endUnknownToCore(draft: Draft, call: RecoveringCall): void {
  draft.end(call, call.answeredAt === null ? "signaling-lost" : "dropped-by-core");
}

/** Ends every call in recovery: the core has none. */
export function endAllRecovering(draft: Draft): void {
  for (const call of draft.liveCalls()) if (call.state === "recovering") endUnknownToCore(draft, call);
  // Our answer may have been lost with the old stream: then the core offers the call again after this status.
  draft.patch({ endedIds: [] });
}
