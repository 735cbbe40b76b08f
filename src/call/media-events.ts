/** What media proves, and what follows from it. */
import type { MediaEvent } from "./inputs.js";
import { CONNECT_MS, DISCONNECTED_GRACE_MS, PROMOTE_MS, RECOVERY_ATTEMPT_MS } from "./timeouts.js";
import { endOutgoing, enterRecovery, knownToCore, offerRecovery, prepareAnew, sendOfferWhenReady } from "./offers.js";
import type { AnsweringCall, Call, LiveCall } from "./model.js";
import { baseOf, type Turn } from "./draft.js";

/** Carries out a report of media; one about a leg that the call has given up is ignored. */
export function applyMedia(turn: Turn, event: MediaEvent): void {
  if (event.type === "network-changed") {
    for (const each of turn.liveCalls()) {
      if (each.state === "active" || each.state === "moving") loseMedia(turn, each);
    }
    return;
  }
  const call = turn.live(event.id);
  if (call === undefined) return;
  switch (event.type) {
    case "media-local":
      if (event.kind === "offer") applyLocalOffer(turn, call, event.leg, event.sdp);
      else applyLocalAnswer(turn, call, event.leg, event.sdp);
      return;
    case "media-microphone":
      if (call.state === "dialing") sendOfferWhenReady(turn, { ...call, microphone: true });
      else if (call.state === "answering") sendAnswerWhenReady(turn, { ...call, microphone: true });
      return;
    case "media-connected":
      applyConnected(turn, call, event.leg);
      return;
    case "media-flowing":
      if (call.state === "recovering" && call.offer?.leg === event.leg && call.offer.step === "answered") {
        settle(turn, call, event.leg);
      }
      return;
    case "media-disconnected":
      if ((call.state === "active" || call.state === "moving") && call.leg === event.leg) {
        turn.timer(call.id, "media", DISCONNECTED_GRACE_MS);
      }
      return;
    case "media-lost":
      if ((call.state === "active" || call.state === "moving") && call.leg === event.leg) loseMedia(turn, call);
      else if (call.state === "recovering" && call.leg === event.leg && call.reason === "signaling") {
        turn.put({ ...call, reason: "media" });
      } else if (call.state === "recovering" && call.offer?.leg === event.leg) {
        turn.stopTimer(call.id, "promote");
      } else if (call.state === "incoming" && call.leg === event.leg) turn.put({ ...call, prepared: false });
      else if (call.state === "answering" && call.leg === event.leg) prepareAnew(turn, call);
      return;
    case "media-failed":
      applyFailure(turn, call, event);
  }
}

/** Audio is gone while a stream stands: offer an ICE restart, later a fresh leg (policy 3). */
export function loseMedia(turn: Turn, call: LiveCall): void {
  const next = enterRecovery(turn, call, "media");
  if (turn.snapshot.link.state === "ready") offerRecovery(turn, next, true);
}

/** The call goes on, on this leg. */
export function settle(turn: Turn, call: Call, leg: number): void {
  turn.stopTimer(call.id, "media");
  turn.stopTimer(call.id, "promote");
  turn.stopTimer(call.id, "retry");
  turn.put({ ...baseOf(call), state: "active", leg });
  turn.effect({ type: "promote", id: call.id, leg });
}

function applyLocalOffer(turn: Turn, call: LiveCall, leg: number, sdp: string): void {
  if (call.state === "dialing" && call.leg === leg) {
    sendOfferWhenReady(turn, { ...call, sdp });
  } else if (call.state === "recovering" && call.offer?.step === "gathering" && call.offer.leg === leg) {
    if (turn.snapshot.link.state !== "ready") return;
    turn.put({ ...call, offer: { leg, step: "sent", sdp, waits: 0 } });
    turn.send(call.id, { type: "offer", sdp, number: call.number });
  }
}

function applyLocalAnswer(turn: Turn, call: LiveCall, leg: number, sdp: string): void {
  switch (call.state) {
    case "incoming":
      if (call.leg === leg) turn.put({ ...call, prepared: sdp });
      return;
    case "answering":
      if (call.leg === leg) sendAnswerWhenReady(turn, { ...call, prepared: sdp });
      return;
    case "connecting":
    case "active":
    case "moving":
      if (call.leg !== leg || turn.snapshot.link.state !== "ready") return;
      turn.send(call.id, { type: "answer", sdp });
      turn.effect({ type: "renegotiated", id: call.id });
      return;
    case "recovering":
      if (call.offer?.leg !== leg || turn.snapshot.link.state !== "ready") return;
      turn.put({ ...call, offer: { leg, step: "answered" }, answeredAt: call.answeredAt ?? turn.at });
      turn.send(call.id, { type: "answer", sdp });
      return;
    case "dialing":
    case "alerting":
      return;
  }
}

function sendAnswerWhenReady(turn: Turn, call: AnsweringCall): void {
  if (call.leg === null || call.prepared === null || !call.microphone || turn.snapshot.link.state !== "ready") {
    turn.put(call);
    return;
  }
  turn.send(call.id, { type: "answer", sdp: call.prepared });
  turn.effect({ type: "accept", id: call.id, leg: call.leg });
  turn.timer(call.id, "media", CONNECT_MS);
  turn.put({ ...baseOf(call), state: "connecting", leg: call.leg, answeredAt: turn.at });
}

function applyConnected(turn: Turn, call: LiveCall, leg: number): void {
  switch (call.state) {
    case "connecting":
      if (call.leg === leg) settle(turn, call, leg);
      return;
    case "active":
    case "moving":
      if (call.leg === leg) turn.stopTimer(call.id, "media");
      return;
    case "recovering":
      if (call.offer?.leg === leg && call.offer.step === "answered") {
        if (call.leg === leg) settle(turn, call, leg);
        else {
          // The attempt has come through: it is not to be given up just before it takes over.
          turn.timer(call.id, "promote", PROMOTE_MS);
          turn.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
        }
      } else if (call.offer?.leg === leg && call.leg === leg && call.offer.step === "gathering") {
        // ICE mended itself before our offer was out.
        settle(turn, call, leg);
      }
      return;
    case "dialing":
    case "alerting":
    case "incoming":
    case "answering":
      return;
  }
}

function applyFailure(turn: Turn, call: LiveCall, event: Extract<MediaEvent, { type: "media-failed" }>): void {
  const cause = event.error.code === "bad-sdp" ? "bad-sdp" : "media-failed";
  if (event.during === "microphone") {
    turn.report(call.id, event.error.code, event.error);
    if (call.state === "dialing") {
      // A call that was to be pulled goes on where it is: no Bye.
      endOutgoing(turn, call, "no-microphone", knownToCore(call) && call.direction !== "pulled");
    } else if (call.state === "answering" && call.direction === "incoming") {
      turn.put({ ...baseOf(call), state: "incoming", leg: call.leg, remote: call.remote, prepared: call.prepared });
    } else if (call.state === "answering") {
      turn.end(call, "no-microphone", true);
    }
    return;
  }
  const leg = "leg" in call ? call.leg : null;
  const offered = call.state === "recovering" ? (call.offer?.leg ?? null) : null;
  if (event.leg !== leg && event.leg !== offered) return;
  // Another attempt follows by its timer. And a browser that cannot call must not end the ringing on other devices.
  if (call.state === "recovering" || (call.state === "incoming" && event.error.code === "no-webrtc")) return;
  turn.report(call.id, event.error.code, event.error);
  if (call.state === "dialing") endOutgoing(turn, call, cause, knownToCore(call));
  // A renegotiation that cannot be applied leaves the running media as it was.
  else if (call.state === "active" || call.state === "moving") return;
  else if (call.state !== "connecting" || event.during === "apply") turn.end(call, cause, true);
}
