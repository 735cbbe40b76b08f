/** What has not happened in time. */
import type { TimerName } from "./inputs.js";
import { GIVE_UP_MS, RECOVERY_ATTEMPTS, RECOVERY_ATTEMPT_MS, RECOVERY_WAITS } from "./timeouts.js";
import { loseMedia, settle } from "./media-events.js";
import { giveUpAbandoned } from "./tab-events.js";
import { closeFreshLeg, endOutgoing, offerRecovery } from "./offers.js";
import type { LiveCall, RecoveringCall } from "./model.js";
import { baseOf, type Draft } from "./draft.js";

/** Carries out a timer of a call; a late one, that its state no longer knows, is ignored. */
export function applyTimer(draft: Draft, id: string, name: TimerName): void {
  if (name === "abandoned") {
    giveUpAbandoned(draft, id);
    return;
  }
  const call = draft.live(id);
  if (call === undefined) return;
  switch (name) {
    case "no-answer":
      if (call.state === "dialing" || call.state === "alerting") endOutgoing(draft, call, "no-answer", true);
      return;
    case "retry":
      retry(draft, call);
      return;
    case "offered-again":
      if ((call.state === "incoming" || call.state === "answering") && call.leg === null) {
        draft.end(call, "missed", true);
      }
      return;
    case "media":
      if (call.state === "recovering") nextAttempt(draft, call);
      else if (call.state === "connecting" || call.state === "active" || call.state === "moving")
        loseMedia(draft, call);
      return;
    case "promote":
      if (call.state === "recovering" && call.offer?.step === "answered") settle(draft, call, call.offer.leg);
      return;
    case "give-up":
      if (call.state !== "recovering" || draft.snapshot.connection.state === "ready") return;
      // While people hear each other, the missing stream is not their business.
      if (call.leg !== null && call.reason === "signaling") draft.timer(id, "give-up", GIVE_UP_MS);
      else draft.end(call, "signaling-lost", true);
      return;
    case "move":
      if (call.state === "moving") {
        draft.put({ ...baseOf(call), state: "active", leg: call.leg });
        draft.report(call.id, "move-failed");
      }
  }
}

function retry(draft: Draft, call: LiveCall): void {
  if (call.state !== "dialing" && call.state !== "recovering") return;
  const sent =
    call.state === "dialing" ? (call.sent ? call.sdp : null) : call.offer?.step === "sent" ? call.offer.sdp : null;
  if (sent === null || draft.snapshot.connection.state !== "ready") return;
  draft.send(call.id, { type: "offer", sdp: sent, number: call.number });
  if (call.state === "recovering") draft.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
}

function nextAttempt(draft: Draft, call: RecoveringCall): void {
  // Without a stream nothing can be offered; the next one starts anew.
  if (draft.snapshot.connection.state !== "ready") return;
  if (call.offer?.step === "sent" && call.offer.waits < RECOVERY_WAITS) {
    // It is the stream that is silent, not the media: find out before an attempt is spent.
    draft.put({ ...call, offer: { ...call.offer, waits: call.offer.waits + 1 } });
    draft.effect({ type: "probe" });
    draft.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
    return;
  }
  if (call.attempt < RECOVERY_ATTEMPTS) {
    offerRecovery(draft, call, false);
  } else if (call.reason === "signaling" && call.leg !== null) {
    // The core does not take a new leg, but people still hear each other on the old one.
    closeFreshLeg(draft, call);
    draft.put({ ...baseOf(call), state: "active", leg: call.leg });
  } else {
    draft.report(call.id, "media-failed");
    draft.end(call, "media-failed", true);
  }
}
