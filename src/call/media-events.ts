/** Reports of the media layer, and what follows from each. */
import type { MediaInput } from "./inputs.js";
import type { LiveCall } from "./model.js";
import { DISCONNECTED_GRACE_MS, PROMOTE_MS, RECOVERY_ATTEMPT_MS } from "./timeouts.js";
import { prepareOnFreshLeg, sendAnswerWhenReady } from "./incoming.js";
import { endOutgoing, hangUpOutgoing, sendOfferWhenReady } from "./outgoing.js";
import { activate, loseMedia } from "./recovery.js";
import { baseOf, type Draft } from "./draft.js";

/** Applies a report of media. One about a leg that the call has given up is ignored. */
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
        activate(draft, call, event.leg);
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
      else if (call.state === "answering" && call.leg === event.leg) prepareOnFreshLeg(draft, call);
      return;
    case "media-operation-failed":
      applyFailure(draft, call, event);
  }
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

function applyConnected(draft: Draft, call: LiveCall, leg: number): void {
  switch (call.state) {
    case "connecting":
      if (call.leg === leg) activate(draft, call, leg);
      return;
    case "active":
    case "moving":
      if (call.leg === leg) draft.stopTimer(call.id, "media");
      return;
    case "recovering":
      if (call.offer?.leg === leg && call.offer.step === "answered") {
        if (call.leg === leg) activate(draft, call, leg);
        else {
          // The attempt has succeeded: do not let its timer give it up just before it takes over.
          draft.timer(call.id, "promote", PROMOTE_MS);
          draft.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
        }
      } else if (call.offer?.leg === leg && call.leg === leg && call.offer.step === "gathering") {
        // ICE recovered before our offer was sent.
        activate(draft, call, leg);
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
    const failed = draft.fail(call, event.error.code, event.error);
    if (failed.state === "dialing") {
      // A call that was to be pulled goes on where it is, without a Bye.
      if (failed.direction === "pulled") endOutgoing(draft, failed, "no-microphone");
      else hangUpOutgoing(draft, failed, "no-microphone");
    } else if (failed.state === "answering" && failed.direction === "incoming") {
      const { leg, remote, prepared } = failed;
      draft.put({ ...baseOf(failed), state: "incoming", leg, remote, prepared });
    } else if (failed.state === "answering") {
      draft.hangUp(failed, "no-microphone");
    }
    return;
  }
  const leg = "leg" in call ? call.leg : null;
  const offered = call.state === "recovering" ? (call.offer?.leg ?? null) : null;
  if (event.leg !== leg && event.leg !== offered) return;
  // Recovery goes on with its timer, and a browser that cannot call must not end the ringing on other devices.
  if (call.state === "recovering" || (call.state === "incoming" && event.error.code === "no-webrtc")) return;
  const failed = draft.fail(call, event.error.code, event.error);
  if (failed.state === "dialing") hangUpOutgoing(draft, failed, cause);
  // A renegotiation that cannot be applied leaves the media as it was.
  else if (failed.state === "active" || failed.state === "moving") return;
  else if (failed.state !== "connecting" || event.during === "apply") draft.hangUp(failed, cause);
}
