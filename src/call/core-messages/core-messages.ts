/** What the core says, and what follows from it. The rules are those of `docs/protocol.md`. */
import type { PipeMessage } from "../../registration/core-message.js";
import { applyError } from "./error-messages.js";
import { applyInCall, applyIdle } from "./status-messages.js";
import { callOf } from "./call-of.js";
import { CONNECT_MS, RECOVERY_ATTEMPT_MS } from "../timeouts.js";
import { endOutgoing, payBye, prepareAnew, recordMissed, ring } from "../offers.js";
import type { AnsweringCall, IncomingCall, LiveCall } from "../model.js";
import { baseOf, type Turn } from "../draft.js";

type Of<T extends PipeMessage["type"]> = Extract<PipeMessage, { type: T }>;

/** Carries out one message of the core. */
export function applyMessage(turn: Turn, message: PipeMessage): void {
  switch (message.type) {
    case "offer":
      applyOffer(turn, message);
      return;
    case "answer":
      applyAnswer(turn, message);
      return;
    case "ringing":
      applyRinging(turn, message);
      return;
    case "bye":
      applyBye(turn, message);
      return;
    case "in-call":
      applyInCall(turn, message);
      return;
    case "idle":
      applyIdle(turn, message);
      return;
    case "error":
      applyError(turn, message);
      return;
    case "to-phone":
    case "unknown":
      turn.drop(message);
  }
}

function applyOffer(turn: Turn, message: Of<"offer">): void {
  const { callId, sdp, number } = message;
  if (turn.snapshot.owedByes.includes(callId)) {
    payBye(turn, callId);
    return;
  }
  const call = callOf(turn, message);
  if (call === undefined) {
    if (turn.snapshot.endedIds.includes(callId) || callId === "") {
      turn.drop(message);
    } else if (turn.snapshot.busy === "reject" && turn.liveCalls().length > 0) {
      turn.send(callId, { type: "bye" });
      recordMissed(turn, { id: callId, number, at: turn.at });
    } else {
      ring(turn, { id: callId, number, sdp, at: turn.at });
    }
    return;
  }
  switch (call.state) {
    case "dialing":
    case "alerting":
      if (callId === "" || callId === call.id) {
        answerGlare(turn, call, sdp);
      } else if (call.state === "alerting") {
        // Policy 1: set aside and, as ours is being alerted, missed at once.
        recordMissed(turn, { id: callId, number, at: turn.at });
      } else {
        if (call.crossing !== null) recordMissed(turn, call.crossing);
        turn.put({ ...call, crossing: { id: callId, number, sdp, at: turn.at } });
      }
      return;
    case "incoming":
    case "answering":
      offerAgain(turn, call, message);
      return;
    case "connecting":
    case "active":
    case "moving":
      turn.effect({ type: "answer", id: call.id, leg: call.leg, sdp, ringing: false });
      return;
    case "recovering": {
      // The core's offer wins over ours (policy 1): the leg rolls its own back.
      const leg = call.offer?.leg ?? call.leg;
      if (leg === null) {
        turn.drop(message);
        return;
      }
      turn.put({ ...call, offer: { leg, step: "gathering" } });
      turn.effect({ type: "answer", id: call.id, leg, sdp, ringing: false });
    }
  }
}

/** Policy 1: the core offers while our own offer is unanswered. Ours is rolled back by the leg. */
function answerGlare(turn: Turn, call: Extract<LiveCall, { state: "dialing" | "alerting" }>, sdp: string): void {
  if (call.state === "dialing" && call.crossing !== null) recordMissed(turn, call.crossing);
  turn.stopTimer(call.id, "no-answer");
  turn.stopTimer(call.id, "retry");
  // The core may take a call that we had not sent; it is answered once the microphone is open.
  const microphone = call.state !== "dialing" || call.microphone;
  turn.put({ ...baseOf(call), state: "answering", leg: call.leg, remote: sdp, prepared: null, microphone });
  turn.effect({ type: "answer", id: call.id, leg: call.leg, sdp, ringing: false });
}

/** A ringing call with a new description: the answer is prepared anew on a leg of its own. */
function offerAgain(turn: Turn, call: IncomingCall | AnsweringCall, message: Of<"offer">): void {
  if (call.leg === null && turn.snapshot.room === "single" && message.callId !== "" && message.callId !== call.id) {
    // The stream broke while it rang, and now another call rings.
    turn.end(call, "missed", false);
    ring(turn, { id: message.callId, number: message.number, sdp: message.sdp, at: turn.at });
    return;
  }
  turn.stopTimer(call.id, "offered-again");
  if (call.state === "incoming") turn.send(call.id, { type: "ringing" });
  prepareAnew(turn, { ...call, remote: message.sdp });
}

function applyAnswer(turn: Turn, message: Of<"answer">): void {
  const call = callOf(turn, message);
  if (call === undefined) {
    turn.drop(message);
    return;
  }
  const { sdp } = message;
  switch (call.state) {
    case "dialing":
      if (!call.sent) {
        turn.drop(message);
        return;
      }
      if (call.crossing !== null) recordMissed(turn, call.crossing);
      connect(turn, call, call.leg, sdp);
      return;
    case "alerting":
      connect(turn, call, call.leg, sdp);
      return;
    case "recovering":
      if (call.offer?.step !== "sent") {
        turn.drop(message);
        return;
      }
      turn.put({ ...call, offer: { leg: call.offer.leg, step: "answered" }, answeredAt: call.answeredAt ?? turn.at });
      turn.stopTimer(call.id, "retry");
      turn.effect({ type: "apply", id: call.id, leg: call.offer.leg, sdp });
      turn.timer(call.id, "media", RECOVERY_ATTEMPT_MS);
      return;
    default:
      // Nobody asked, or it is the second one.
      turn.drop(message);
  }
}

function connect(turn: Turn, call: LiveCall, leg: number, sdp: string): void {
  turn.stopTimer(call.id, "no-answer");
  turn.stopTimer(call.id, "retry");
  turn.put({ ...baseOf(call), state: "connecting", leg, answeredAt: turn.at });
  turn.effect({ type: "apply", id: call.id, leg, sdp });
  turn.timer(call.id, "media", CONNECT_MS);
}

function applyRinging(turn: Turn, message: Of<"ringing">): void {
  const call = callOf(turn, message);
  if (call?.state === "dialing" && call.sent && call.direction !== "pulled") {
    if (call.crossing !== null) recordMissed(turn, call.crossing);
    turn.put({ ...baseOf(call), state: "alerting", leg: call.leg });
  } else if (call?.state === "alerting" || (call?.state === "recovering" && call.answeredAt === null)) {
    // Said twice, or said of a call that is being taken up again: nothing new.
  } else {
    turn.drop(message);
  }
}

function applyBye(turn: Turn, message: Of<"bye">): void {
  const waiting = turn.liveCalls().find((call) => call.state === "dialing" && call.crossing?.id === message.callId);
  if (waiting?.state === "dialing" && waiting.crossing !== null) {
    recordMissed(turn, waiting.crossing);
    turn.put({ ...waiting, crossing: null });
    return;
  }
  const call = callOf(turn, message);
  if (call === undefined) {
    turn.drop(message);
    return;
  }
  switch (call.state) {
    case "dialing":
    case "alerting":
      endOutgoing(turn, call, call.direction === "pulled" ? "remote-hangup" : "remote-rejected", false);
      return;
    case "incoming":
      turn.end(call, "missed", false);
      return;
    case "answering":
      turn.end(call, call.direction === "incoming" ? "missed" : "remote-hangup", false);
      return;
    default:
      turn.end(call, "remote-hangup", false);
  }
}
