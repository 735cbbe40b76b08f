/** The calls' timers: each runs out when something has not happened in time. */
import type { TimerName } from "./inputs.js";
import type { LiveCall } from "./model.js";
import { GIVE_UP_MS, RECOVERY_ATTEMPT_MS } from "./timeouts.js";
import { hangUpOutgoing } from "./outgoing.js";
import { activate, loseMedia, nextAttempt } from "./recovery.js";
import { giveUpAbandoned } from "./tab-events.js";
import { baseOf, type Draft } from "./draft.js";

/** Applies a timer of a call. A late one, which the call's state no longer uses, is ignored. */
export function applyTimer(draft: Draft, id: string, name: TimerName): void {
  if (name === "abandoned") {
    giveUpAbandoned(draft, id);
    return;
  }
  const call = draft.live(id);
  if (call === undefined) return;
  switch (name) {
    case "no-answer":
      if (call.state === "dialing" || call.state === "alerting") hangUpOutgoing(draft, call, "no-answer");
      return;
    case "retry":
      retry(draft, call);
      return;
    case "offered-again":
      if ((call.state === "incoming" || call.state === "answering") && call.leg === null) {
        draft.hangUp(call, "missed");
      }
      return;
    case "media":
      if (call.state === "recovering") nextAttempt(draft, call);
      else if (call.state === "connecting" || call.state === "active" || call.state === "moving")
        loseMedia(draft, call);
      return;
    case "promote":
      if (call.state === "recovering" && call.offer?.step === "answered") activate(draft, call, call.offer.leg);
      return;
    case "give-up":
      if (call.state !== "recovering" || draft.snapshot.connection.state === "ready") return;
      // While people hear each other, the call goes on without a stream.
      if (call.leg !== null && call.reason === "signaling") draft.timer(id, "give-up", GIVE_UP_MS);
      else draft.hangUp(call, "signaling-lost");
      return;
    case "move":
      if (call.state === "moving") {
        draft.fail({ ...baseOf(call), state: "active", leg: call.leg }, "move-failed");
      }
  }
}

/** Sends an offer again that the core could not take. */
function retry(draft: Draft, call: LiveCall): void {
  if (call.state !== "dialing" && call.state !== "recovering") return;
  const sent =
    call.state === "dialing" ? (call.sent ? call.sdp : null) : call.offer?.step === "sent" ? call.offer.sdp : null;
  if (sent === null || draft.snapshot.connection.state !== "ready") return;
  draft.send(call.id, { type: "offer", sdp: sent, number: call.number });
  if (call.state === "recovering") draft.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
}
