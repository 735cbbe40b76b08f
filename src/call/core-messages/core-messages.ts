/** What the core says, and what follows from it. The rules are those of `docs/protocol.md`. */
import type { CoreMessage } from "../../registration/core-message.js";
import { applyError } from "./error-messages.js";
import { applyInCall, applyIdle } from "./status-messages.js";
import { callOf } from "./call-of.js";
import { CONNECT_MS, RECOVERY_ATTEMPT_MS } from "../timeouts.js";
import { endOutgoing, payBye, prepareAnew, recordMissed, ring } from "../offers.js";
import type { AnsweringCall, IncomingCall, LiveCall } from "../model.js";
import { baseOf, type Draft } from "../draft.js";

type Of<T extends CoreMessage["type"]> = Extract<CoreMessage, { type: T }>;

/** Carries out one message of the core. */
export function applyMessage(draft: Draft, message: CoreMessage): void {
  switch (message.type) {
    case "offer":
      applyOffer(draft, message);
      return;
    case "answer":
      applyAnswer(draft, message);
      return;
    case "ringing":
      applyRinging(draft, message);
      return;
    case "bye":
      applyBye(draft, message);
      return;
    case "in-call":
      applyInCall(draft, message);
      return;
    case "idle":
      applyIdle(draft, message);
      return;
    case "error":
      applyError(draft, message);
      return;
    case "to-phone":
    case "unknown":
      draft.drop(message);
  }
}

function applyOffer(draft: Draft, message: Of<"offer">): void {
  const { callId, sdp, number } = message;
  if (draft.snapshot.owedByes.includes(callId)) {
    payBye(draft, callId);
    return;
  }
  const call = callOf(draft, message);
  if (call === undefined) {
    if (draft.snapshot.endedIds.includes(callId) || callId === "") {
      draft.drop(message);
    } else if (draft.snapshot.busy === "reject" && draft.liveCalls().length > 0) {
      draft.send(callId, { type: "bye" });
      recordMissed(draft, { id: callId, number, at: draft.at });
    } else {
      ring(draft, { id: callId, number, sdp, at: draft.at });
    }
    return;
  }
  switch (call.state) {
    case "dialing":
    case "alerting":
      if (callId === "" || callId === call.id) {
        answerGlare(draft, call, sdp);
      } else if (call.state === "alerting") {
        // Policy 1: set aside and, as ours is being alerted, missed at once.
        recordMissed(draft, { id: callId, number, at: draft.at });
      } else {
        if (call.crossing !== null) recordMissed(draft, call.crossing);
        draft.put({ ...call, crossing: { id: callId, number, sdp, at: draft.at } });
      }
      return;
    case "incoming":
    case "answering":
      offerAgain(draft, call, message);
      return;
    case "connecting":
    case "active":
    case "moving":
      draft.effect({ type: "answer", id: call.id, leg: call.leg, sdp, ringing: false });
      return;
    case "recovering": {
      // The core's offer wins over ours (policy 1): the leg rolls its own back.
      const leg = call.offer?.leg ?? call.leg;
      if (leg === null) {
        draft.drop(message);
        return;
      }
      draft.put({ ...call, offer: { leg, step: "gathering" } });
      draft.effect({ type: "answer", id: call.id, leg, sdp, ringing: false });
    }
  }
}

/** Policy 1: the core offers while our own offer is unanswered. Ours is rolled back by the leg. */
function answerGlare(draft: Draft, call: Extract<LiveCall, { state: "dialing" | "alerting" }>, sdp: string): void {
  if (call.state === "dialing" && call.crossing !== null) recordMissed(draft, call.crossing);
  draft.stopTimer(call.id, "no-answer");
  draft.stopTimer(call.id, "retry");
  // The core may take a call that we had not sent; it is answered once the microphone is open.
  const microphone = call.state !== "dialing" || call.microphone;
  draft.put({ ...baseOf(call), state: "answering", leg: call.leg, remote: sdp, prepared: null, microphone });
  draft.effect({ type: "answer", id: call.id, leg: call.leg, sdp, ringing: false });
}

/** A ringing call with a new description: the answer is prepared anew on a leg of its own. */
function offerAgain(draft: Draft, call: IncomingCall | AnsweringCall, message: Of<"offer">): void {
  if (
    call.leg === null &&
    draft.snapshot.callMode === "single" &&
    message.callId !== "" &&
    message.callId !== call.id
  ) {
    // The stream broke while it rang, and now another call rings.
    draft.end(call, "missed", false);
    ring(draft, { id: message.callId, number: message.number, sdp: message.sdp, at: draft.at });
    return;
  }
  draft.stopTimer(call.id, "offered-again");
  if (call.state === "incoming") draft.send(call.id, { type: "ringing" });
  prepareAnew(draft, { ...call, remote: message.sdp });
}

function applyAnswer(draft: Draft, message: Of<"answer">): void {
  const call = callOf(draft, message);
  if (call === undefined) {
    draft.drop(message);
    return;
  }
  const { sdp } = message;
  switch (call.state) {
    case "dialing":
      if (!call.sent) {
        draft.drop(message);
        return;
      }
      if (call.crossing !== null) recordMissed(draft, call.crossing);
      connect(draft, call, call.leg, sdp);
      return;
    case "alerting":
      connect(draft, call, call.leg, sdp);
      return;
    case "recovering":
      if (call.offer?.step !== "sent") {
        draft.drop(message);
        return;
      }
      draft.put({ ...call, offer: { leg: call.offer.leg, step: "answered" }, answeredAt: call.answeredAt ?? draft.at });
      draft.stopTimer(call.id, "retry");
      draft.effect({ type: "apply", id: call.id, leg: call.offer.leg, sdp });
      draft.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
      return;
    default:
      // Nobody asked, or it is the second one.
      draft.drop(message);
  }
}

function connect(draft: Draft, call: LiveCall, leg: number, sdp: string): void {
  draft.stopTimer(call.id, "no-answer");
  draft.stopTimer(call.id, "retry");
  draft.put({ ...baseOf(call), state: "connecting", leg, answeredAt: draft.at });
  draft.effect({ type: "apply", id: call.id, leg, sdp });
  draft.timer(call.id, "media", CONNECT_MS);
}

function applyRinging(draft: Draft, message: Of<"ringing">): void {
  const call = callOf(draft, message);
  if (call?.state === "dialing" && call.sent && call.direction !== "pulled") {
    if (call.crossing !== null) recordMissed(draft, call.crossing);
    draft.put({ ...baseOf(call), state: "alerting", leg: call.leg });
  } else if (call?.state === "alerting" || (call?.state === "recovering" && call.answeredAt === null)) {
    // Said twice, or said of a call that is being taken up again: nothing new.
  } else {
    draft.drop(message);
  }
}

function applyBye(draft: Draft, message: Of<"bye">): void {
  const waiting = draft.liveCalls().find((call) => call.state === "dialing" && call.crossing?.id === message.callId);
  if (waiting?.state === "dialing" && waiting.crossing !== null) {
    recordMissed(draft, waiting.crossing);
    draft.put({ ...waiting, crossing: null });
    return;
  }
  const call = callOf(draft, message);
  if (call === undefined) {
    draft.drop(message);
    return;
  }
  switch (call.state) {
    case "dialing":
    case "alerting":
      endOutgoing(draft, call, call.direction === "pulled" ? "remote-hangup" : "remote-rejected", false);
      return;
    case "incoming":
      draft.end(call, "missed", false);
      return;
    case "answering":
      draft.end(call, call.direction === "incoming" ? "missed" : "remote-hangup", false);
      return;
    default:
      draft.end(call, "remote-hangup", false);
  }
}
