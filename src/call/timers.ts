/** What has not happened in time. */
import type { TimerName } from "./inputs.js";
import { GIVE_UP_MS, RECOVERY_ATTEMPTS, RECOVERY_ATTEMPT_MS, RECOVERY_WAITS } from "./timeouts.js";
import { loseMedia, settle } from "./media-events.js";
import { giveUpAbandoned } from "./tab-events.js";
import { closeFreshLeg, endOutgoing, offerRecovery } from "./offers.js";
import type { LiveCall, RecoveringCall } from "./model.js";
import { baseOf, type Turn } from "./draft.js";

/** Carries out a timer of a call; a late one, that its state no longer knows, is ignored. */
export function applyTimer(turn: Turn, id: string, name: TimerName): void {
  if (name === "abandoned") {
    giveUpAbandoned(turn, id);
    return;
  }
  const call = turn.live(id);
  if (call === undefined) return;
  switch (name) {
    case "no-answer":
      if (call.state === "dialing" || call.state === "alerting") endOutgoing(turn, call, "no-answer", true);
      return;
    case "retry":
      retry(turn, call);
      return;
    case "offered-again":
      if ((call.state === "incoming" || call.state === "answering") && call.leg === null) {
        turn.end(call, "missed", true);
      }
      return;
    case "media":
      if (call.state === "recovering") nextAttempt(turn, call);
      else if (call.state === "connecting" || call.state === "active" || call.state === "moving") loseMedia(turn, call);
      return;
    case "promote":
      if (call.state === "recovering" && call.offer?.step === "answered") settle(turn, call, call.offer.leg);
      return;
    case "give-up":
      if (call.state !== "recovering" || turn.snapshot.link.state === "ready") return;
      // While people hear each other, the missing stream is not their business.
      if (call.leg !== null && call.reason === "signaling") turn.timer(id, "give-up", GIVE_UP_MS);
      else turn.end(call, "signaling-lost", true);
      return;
    case "move":
      if (call.state === "moving") {
        turn.put({ ...baseOf(call), state: "active", leg: call.leg });
        turn.report(call.id, "move-failed");
      }
  }
}

function retry(turn: Turn, call: LiveCall): void {
  if (call.state !== "dialing" && call.state !== "recovering") return;
  const sent =
    call.state === "dialing" ? (call.sent ? call.sdp : null) : call.offer?.step === "sent" ? call.offer.sdp : null;
  if (sent === null || turn.snapshot.link.state !== "ready") return;
  turn.send(call.id, { type: "offer", sdp: sent, number: call.number });
  if (call.state === "recovering") turn.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
}

function nextAttempt(turn: Turn, call: RecoveringCall): void {
  // Without a stream nothing can be offered; the next one starts anew.
  if (turn.snapshot.link.state !== "ready") return;
  if (call.offer?.step === "sent" && call.offer.waits < RECOVERY_WAITS) {
    // It is the stream that is silent, not the media: find out before an attempt is spent.
    turn.put({ ...call, offer: { ...call.offer, waits: call.offer.waits + 1 } });
    turn.effect({ type: "probe" });
    turn.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
    return;
  }
  if (call.attempt < RECOVERY_ATTEMPTS) {
    offerRecovery(turn, call, false);
  } else if (call.reason === "signaling" && call.leg !== null) {
    // The core does not take a new leg, but people still hear each other on the old one.
    closeFreshLeg(turn, call);
    turn.put({ ...baseOf(call), state: "active", leg: call.leg });
  } else {
    turn.report(call.id, "media-failed");
    turn.end(call, "media-failed", true);
  }
}
