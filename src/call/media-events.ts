/** What media proves, and what follows from it. */
import type { MediaInput } from "./inputs.js";
import { CONNECT_MS, DISCONNECTED_GRACE_MS, PROMOTE_MS, RECOVERY_ATTEMPT_MS } from "./timeouts.js";
import { endOutgoing, enterRecovery, knownToCore, offerRecovery, prepareAnew, sendOfferWhenReady } from "./offers.js";
import type { AnsweringCall, Call, LiveCall } from "./model.js";
import { baseOf, type Draft } from "./draft.js";

/** Carries out a report of media; one about a leg that the call has given up is ignored. */
export function applyMedia(draft: Draft, event: MediaInput): void {
  if (event.type === "network-changed") {
    for (const each of draft.liveCalls()) {
      if (each.state === "active" || each.state === "moving") loseMedia(draft, each);
    }
    return;
  }
  const call = draft.live(event.id);
  if (call === undefined) return;
  switch (event.type) {
    case "media-local":
      if (event.kind === "offer") applyLocalOffer(draft, call, event.leg, event.sdp);
      else applyLocalAnswer(draft, call, event.leg, event.sdp);
      return;
    case "media-microphone":
      if (call.state === "dialing") sendOfferWhenReady(draft, { ...call, microphone: true });
      else if (call.state === "answering") sendAnswerWhenReady(draft, { ...call, microphone: true });
      return;
    case "media-connected":
      applyConnected(draft, call, event.leg);
      return;
    case "media-flowing":
      if (call.state === "recovering" && call.offer?.leg === event.leg && call.offer.step === "answered") {
        settle(draft, call, event.leg);
      }
      return;
    case "media-disconnected":
      if ((call.state === "active" || call.state === "moving") && call.leg === event.leg) {
        draft.timer(call.id, "media", DISCONNECTED_GRACE_MS);
      }
      return;
    case "media-connection-failed":
      if ((call.state === "active" || call.state === "moving") && call.leg === event.leg) loseMedia(draft, call);
      else if (call.state === "recovering" && call.leg === event.leg && call.reason === "signaling") {
        draft.put({ ...call, reason: "media" });
      } else if (call.state === "recovering" && call.offer?.leg === event.leg) {
        draft.stopTimer(call.id, "promote");
      } else if (call.state === "incoming" && call.leg === event.leg) draft.put({ ...call, prepared: false });
      else if (call.state === "answering" && call.leg === event.leg) prepareAnew(draft, call);
      return;
    case "media-operation-failed":
      applyFailure(draft, call, event);
  }
}

/** Audio is gone while a stream stands: offer an ICE restart, later a fresh leg (policy 3). */
export function loseMedia(draft: Draft, call: LiveCall): void {
  const next = enterRecovery(draft, call, "media");
  if (draft.snapshot.connection.state === "ready") offerRecovery(draft, next, true);
}

/** The call goes on, on this leg. */
export function settle(draft: Draft, call: Call, leg: number): void {
  draft.stopTimer(call.id, "media");
  draft.stopTimer(call.id, "promote");
  draft.stopTimer(call.id, "retry");
  draft.put({ ...baseOf(call), state: "active", leg });
  draft.effect({ type: "promote", id: call.id, leg });
}

function applyLocalOffer(draft: Draft, call: LiveCall, leg: number, sdp: string): void {
  if (call.state === "dialing" && call.leg === leg) {
    sendOfferWhenReady(draft, { ...call, sdp });
  } else if (call.state === "recovering" && call.offer?.step === "gathering" && call.offer.leg === leg) {
    if (draft.snapshot.connection.state !== "ready") return;
    draft.put({ ...call, offer: { leg, step: "sent", sdp, waits: 0 } });
    draft.send(call.id, { type: "offer", sdp, number: call.number });
  }
}

function applyLocalAnswer(draft: Draft, call: LiveCall, leg: number, sdp: string): void {
  switch (call.state) {
    case "incoming":
      if (call.leg === leg) draft.put({ ...call, prepared: sdp });
      return;
    case "answering":
      if (call.leg === leg) sendAnswerWhenReady(draft, { ...call, prepared: sdp });
      return;
    case "connecting":
    case "active":
    case "moving":
      if (call.leg !== leg || draft.snapshot.connection.state !== "ready") return;
      draft.send(call.id, { type: "answer", sdp });
      draft.effect({ type: "renegotiated", id: call.id });
      return;
    case "recovering":
      if (call.offer?.leg !== leg || draft.snapshot.connection.state !== "ready") return;
      draft.put({ ...call, offer: { leg, step: "answered" }, answeredAt: call.answeredAt ?? draft.at });
      draft.send(call.id, { type: "answer", sdp });
      return;
    case "dialing":
    case "alerting":
      return;
  }
}

function sendAnswerWhenReady(draft: Draft, call: AnsweringCall): void {
  if (call.leg === null || call.prepared === null || !call.microphone || draft.snapshot.connection.state !== "ready") {
    draft.put(call);
    return;
  }
  draft.send(call.id, { type: "answer", sdp: call.prepared });
  draft.effect({ type: "accept", id: call.id, leg: call.leg });
  draft.timer(call.id, "media", CONNECT_MS);
  draft.put({ ...baseOf(call), state: "connecting", leg: call.leg, answeredAt: draft.at });
}

function applyConnected(draft: Draft, call: LiveCall, leg: number): void {
  switch (call.state) {
    case "connecting":
      if (call.leg === leg) settle(draft, call, leg);
      return;
    case "active":
    case "moving":
      if (call.leg === leg) draft.stopTimer(call.id, "media");
      return;
    case "recovering":
      if (call.offer?.leg === leg && call.offer.step === "answered") {
        if (call.leg === leg) settle(draft, call, leg);
        else {
          // The attempt has come through: it is not to be given up just before it takes over.
          draft.timer(call.id, "promote", PROMOTE_MS);
          draft.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
        }
      } else if (call.offer?.leg === leg && call.leg === leg && call.offer.step === "gathering") {
        // ICE mended itself before our offer was out.
        settle(draft, call, leg);
      }
      return;
    case "dialing":
    case "alerting":
    case "incoming":
    case "answering":
      return;
  }
}

function applyFailure(
  draft: Draft,
  call: LiveCall,
  event: Extract<MediaInput, { type: "media-operation-failed" }>,
): void {
  const cause = event.error.code === "bad-sdp" ? "bad-sdp" : "media-failed";
  if (event.during === "microphone") {
    draft.report(call.id, event.error.code, event.error);
    if (call.state === "dialing") {
      // A call that was to be pulled goes on where it is: no Bye.
      endOutgoing(draft, call, "no-microphone", knownToCore(call) && call.direction !== "pulled");
    } else if (call.state === "answering" && call.direction === "incoming") {
      draft.put({ ...baseOf(call), state: "incoming", leg: call.leg, remote: call.remote, prepared: call.prepared });
    } else if (call.state === "answering") {
      draft.end(call, "no-microphone", true);
    }
    return;
  }
  const leg = "leg" in call ? call.leg : null;
  const offered = call.state === "recovering" ? (call.offer?.leg ?? null) : null;
  if (event.leg !== leg && event.leg !== offered) return;
  // Another attempt follows by its timer. And a browser that cannot call must not end the ringing on other devices.
  if (call.state === "recovering" || (call.state === "incoming" && event.error.code === "no-webrtc")) return;
  draft.report(call.id, event.error.code, event.error);
  if (call.state === "dialing") endOutgoing(draft, call, cause, knownToCore(call));
  // A renegotiation that cannot be applied leaves the running media as it was.
  else if (call.state === "active" || call.state === "moving") return;
  else if (call.state !== "connecting" || event.during === "apply") draft.end(call, cause, true);
}
