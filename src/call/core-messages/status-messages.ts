/** `InCall` and `Idle`: what the user's number does, and what that means for calls here. */
import type { PipeMessage } from "../../registration/core-message.js";
import { makeReady, offerRecovery, payBye } from "../offers.js";
import type { Turn } from "../draft.js";

type InCall = Extract<PipeMessage, { type: "in-call" }>;
type Idle = Extract<PipeMessage, { type: "idle" }>;

/** The number is in a call on another terminal, or in one of ours that the core kept. */
export function applyInCall(turn: Turn, message: InCall): void {
  // MultiPipe is ready when its stream stands, whatever is said on it (policy 7).
  const first = turn.snapshot.room === "single" && turn.snapshot.link.state !== "ready";
  if (first) makeReady(turn);

  if (turn.snapshot.owedByes.includes(message.callId)) {
    if (first) dropRecovering(turn);
    payBye(turn, message.callId);
    turn.patch({ subscriber: { state: "idle" } });
    return;
  }

  const named = turn.live(message.callId);
  const call = named ?? (message.callId === "" ? turn.liveCalls()[0] : undefined);

  if (first) {
    for (const waiting of turn.liveCalls()) {
      if (waiting.state !== "recovering") continue;
      if (waiting === call) {
        // The call that runs is our own: there is none elsewhere, and no Idle will say so later.
        turn.patch({ subscriber: { state: "idle" } });
        offerRecovery(turn, waiting, false);
        return;
      }
      turn.end(waiting, waiting.answeredAt === null ? "signaling-lost" : "dropped-by-core", false);
    }
  }

  const elsewhere = (): void => {
    turn.patch({ subscriber: { state: "elsewhere", callId: message.callId, number: message.number } });
  };

  if (turn.snapshot.room === "single") {
    // The core alerts one call at a time here: an InCall while it rings means that another device took it.
    const ringing = turn.liveCalls().find((each) => each.state === "incoming");
    if (ringing !== undefined && !first) {
      turn.end(ringing, "answered-elsewhere", false);
      elsewhere();
      return;
    }
    const moving = turn.liveCalls().find((each) => each.state === "moving");
    if (moving !== undefined) {
      turn.end(moving, "moved-to-phone", false);
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
      turn.end(call, "answered-elsewhere", false);
      elsewhere();
      return;
    case "connecting":
    case "active":
    case "moving":
      // Another device has taken our leg.
      turn.end(call, "moved-to-phone", false);
      elsewhere();
      return;
    case "dialing":
    case "alerting":
    case "recovering":
      // About the call that we are setting up or taking back ourselves.
      return;
  }
}

/** The number is in no call any more (`Pipe`), or the named call has ended (`MultiPipe`). */
export function applyIdle(turn: Turn, message: Idle): void {
  const { subscriber, room } = turn.snapshot;
  if (room === "single") {
    const first = turn.snapshot.link.state !== "ready";
    // What is owed stays so: a call that was rejected meanwhile may be offered after this.
    turn.patch({ subscriber: { state: "idle" } });
    if (!first) return;
    makeReady(turn);
    dropRecovering(turn);
    return;
  }
  const call = turn.live(message.callId);
  if (call !== undefined) {
    turn.end(call, call.state === "incoming" ? "missed" : "remote-hangup", false);
  } else if (subscriber.state !== "elsewhere" || subscriber.callId === message.callId || message.callId === "") {
    turn.patch({ subscriber: { state: "idle" } });
  }
}

/** The core has no such call any more. */
function dropRecovering(turn: Turn): void {
  for (const call of turn.liveCalls()) {
    if (call.state === "recovering") {
      turn.end(call, call.answeredAt === null ? "signaling-lost" : "dropped-by-core", false);
    }
  }
  // Our answer may have gone with the old stream: then the core offers the call again after this status.
  turn.patch({ endedIds: [] });
}
