/** The core's messages, and what follows from each. The rules are those of `docs/protocol.md`. */
import type { TerminalErrorCode } from "../errors.js";
import type { CoreErrorCode, CoreMessage } from "../registration/core-message.js";
import type { LiveCall } from "./model.js";
import { RECOVERY_ATTEMPT_MS, retryDelay, TRIES } from "./timeouts.js";
import { endCallTakenForCanceled, payBye } from "./byes.js";
import { offerAgain, recordMissed, ring } from "./incoming.js";
import { connect, endOutgoing } from "./outgoing.js";
import { endAllRecovering, endUnknownToCore, offerFreshLeg } from "./recovery.js";
import { makeReady } from "./registration-events.js";
import { baseOf, type Draft } from "./draft.js";

type Of<T extends CoreMessage["type"]> = Extract<CoreMessage, { type: T }>;

/** Applies one message of the core. */
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

/** Returns the call that a message is about: on `Pipe` the one there is, on `MultiPipe` the one it names. */
function callOf(draft: Draft, message: CoreMessage): LiveCall | undefined {
  const named = draft.live(message.callId);
  if (named !== undefined || draft.snapshot.callMode === "multiple") return named;
  if (message.callId !== "" && draft.snapshot.endedIds.includes(message.callId)) return undefined;
  return draft.liveCalls()[0];
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
      offerAgain(draft, call, { id: callId, number, sdp, at: draft.at });
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

/** Answers an offer of the core that crossed our own for the same call; the leg rolls ours back (policy 1). */
function answerGlare(draft: Draft, call: Extract<LiveCall, { state: "dialing" | "alerting" }>, sdp: string): void {
  if (call.state === "dialing" && call.crossing !== null) recordMissed(draft, call.crossing);
  draft.stopTimer(call.id, "no-answer");
  draft.stopTimer(call.id, "retry");
  // The core may take a call that we had not sent; it is answered once the microphone is open.
  const microphone = call.state !== "dialing" || call.microphone;
  draft.put({ ...baseOf(call), state: "answering", leg: call.leg, remote: sdp, prepared: null, microphone });
  draft.effect({ type: "answer", id: call.id, leg: call.leg, sdp, ringing: false });
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
      // We did not ask for it, or it is the second one.
      draft.drop(message);
  }
}

function applyRinging(draft: Draft, message: Of<"ringing">): void {
  const call = callOf(draft, message);
  if (call?.state === "dialing" && call.sent && call.direction !== "pulled") {
    if (call.crossing !== null) recordMissed(draft, call.crossing);
    draft.put({ ...baseOf(call), state: "alerting", leg: call.leg });
  } else if (call?.state === "alerting" || (call?.state === "recovering" && call.answeredAt === null)) {
    // Repeated, or about a call that is being recovered: nothing new.
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
  if (endCallTakenForCanceled(draft, message.callId)) return;
  const call = callOf(draft, message);
  if (call === undefined) {
    draft.drop(message);
    return;
  }
  switch (call.state) {
    case "dialing":
    case "alerting":
      endOutgoing(draft, call, call.direction === "pulled" ? "remote-hangup" : "remote-rejected");
      return;
    case "incoming":
      draft.end(call, "missed");
      return;
    case "answering":
      draft.end(call, call.direction === "incoming" ? "missed" : "remote-hangup");
      return;
    default:
      draft.end(call, "remote-hangup");
  }
}

/** Applies `InCall`: the number is in a call on another device, or in one of ours that the core kept. */
function applyInCall(draft: Draft, message: Of<"in-call">): void {
  // MultiPipe is ready when its stream opens, whatever comes on it (policy 7).
  const first = draft.snapshot.callMode === "single" && draft.snapshot.connection.state !== "ready";
  if (first) makeReady(draft);

  if (draft.snapshot.owedByes.includes(message.callId)) {
    if (first) endAllRecovering(draft);
    payBye(draft, message.callId);
    draft.patch({ subscriber: { state: "idle" } });
    return;
  }

  const named = draft.live(message.callId);
  const call = named ?? (message.callId === "" ? draft.liveCalls()[0] : undefined);

  if (first) {
    for (const waiting of draft.liveCalls()) {
      if (waiting.state !== "recovering") continue;
      if (waiting === call) {
        // The call is our own: there is none elsewhere, and no Idle will say so later.
        draft.patch({ subscriber: { state: "idle" } });
        offerFreshLeg(draft, waiting);
        return;
      }
      endUnknownToCore(draft, waiting);
    }
  }

  const elsewhere = (): void => {
    draft.patch({ subscriber: { state: "elsewhere", callId: message.callId, number: message.number } });
  };

  if (draft.snapshot.callMode === "single") {
    // The core alerts one call at a time here: an InCall while it rings means that another device took it.
    const ringing = draft.liveCalls().find((each) => each.state === "incoming");
    if (ringing !== undefined && !first) {
      draft.end(ringing, "answered-elsewhere");
      elsewhere();
      return;
    }
    const moving = draft.liveCalls().find((each) => each.state === "moving");
    if (moving !== undefined) {
      draft.end(moving, "moved-to-phone");
      elsewhere();
      return;
    }
  }

  switch (call?.state) {
    case undefined:
      elsewhere();
      return;
    case "incoming":
    case "answering":
      draft.end(call, "answered-elsewhere");
      elsewhere();
      return;
    case "connecting":
    case "active":
    case "moving":
      // Another device has taken our leg.
      draft.end(call, "moved-to-phone");
      elsewhere();
      return;
    case "dialing":
    case "alerting":
    case "recovering":
      // It is about the call that we are setting up or recovering.
      return;
  }
}

/** Applies `Idle`: the number is in no call any more (`Pipe`), or the named call has ended (`MultiPipe`). */
function applyIdle(draft: Draft, message: Of<"idle">): void {
  const { subscriber, callMode } = draft.snapshot;
  if (callMode === "single") {
    const first = draft.snapshot.connection.state !== "ready";
    // Owed Byes stay owed: a call that was rejected meanwhile may be offered after this.
    draft.patch({ subscriber: { state: "idle" } });
    if (!first) return;
    makeReady(draft);
    endAllRecovering(draft);
    return;
  }
  const call = draft.live(message.callId);
  if (call !== undefined) {
    draft.end(call, call.state === "incoming" ? "missed" : "remote-hangup");
  } else if (subscriber.state !== "elsewhere" || subscriber.callId === message.callId || message.callId === "") {
    draft.patch({ subscriber: { state: "idle" } });
  }
}

const terminalCode: Readonly<Record<CoreErrorCode, TerminalErrorCode>> = {
  UNKNOWN: "internal",
  NOT_INCALL: "not-in-call",
  TRY_AGAIN: "try-again",
  INVALID_CALL_ID: "invalid-call-id",
  RATE_LIMIT_HIT: "rate-limited",
};

/** Applies `Error`: ends, repeats or takes back what was asked. An error never ends a call that is up. */
function applyError(draft: Draft, message: Of<"error">): void {
  const code = terminalCode[message.code];
  const call = callOf(draft, message);
  switch (call?.state) {
    case "dialing":
      if (!call.sent) break;
      if (message.code === "TRY_AGAIN" && call.tries < TRIES) {
        draft.put({ ...call, tries: call.tries + 1 });
        draft.timer(call.id, "retry", retryDelay(call.tries));
        return;
      }
      endOutgoing(draft, draft.fail(call, code), "error");
      return;
    case "alerting":
      // The callee rings already: the core has to be told that we are gone, whatever it could not do.
      draft.hangUp(draft.fail(call, code), "error");
      return;
    case "moving":
      draft.stopTimer(call.id, "move");
      draft.fail({ ...baseOf(call), state: "active", leg: call.leg }, "move-failed");
      return;
    case "recovering":
      if (call.offer?.step !== "sent") break;
      if (message.code === "NOT_INCALL" || message.code === "INVALID_CALL_ID") {
        endUnknownToCore(draft, call);
      } else {
        // If trying again does not help, the attempt's timer goes on to the next attempt.
        draft.timer(call.id, "retry", retryDelay(call.attempt));
      }
      return;
    case undefined:
    case "incoming":
    case "answering":
    case "connecting":
    case "active":
      break;
  }
  draft.drop(message);
  if (call === undefined) draft.report(code);
  else draft.fail(call, code);
}
