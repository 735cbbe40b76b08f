/** `InCall` and `Idle`: what the user's number does, and what that means for calls here. */
import type { CoreMessage } from "../../registration/core-message.js";
import { makeReady, offerRecovery, payBye } from "../offers.js";
import type { Draft } from "../draft.js";

type InCall = Extract<CoreMessage, { type: "in-call" }>;
type Idle = Extract<CoreMessage, { type: "idle" }>;

/** The number is in a call on another terminal, or in one of ours that the core kept. */
export function applyInCall(draft: Draft, message: InCall): void {
  // MultiPipe is ready when its stream stands, whatever is said on it (policy 7).
  const first = draft.snapshot.callMode === "single" && draft.snapshot.connection.state !== "ready";
  if (first) makeReady(draft);

  if (draft.snapshot.owedByes.includes(message.callId)) {
    if (first) dropRecovering(draft);
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
        // The call that runs is our own: there is none elsewhere, and no Idle will say so later.
        draft.patch({ subscriber: { state: "idle" } });
        offerRecovery(draft, waiting, false);
        return;
      }
      draft.end(waiting, waiting.answeredAt === null ? "signaling-lost" : "dropped-by-core", false);
    }
  }

  const elsewhere = (): void => {
    draft.patch({ subscriber: { state: "elsewhere", callId: message.callId, number: message.number } });
  };

  if (draft.snapshot.callMode === "single") {
    // The core alerts one call at a time here: an InCall while it rings means that another device took it.
    const ringing = draft.liveCalls().find((each) => each.state === "incoming");
    if (ringing !== undefined && !first) {
      draft.end(ringing, "answered-elsewhere", false);
      elsewhere();
      return;
    }
    const moving = draft.liveCalls().find((each) => each.state === "moving");
    if (moving !== undefined) {
      draft.end(moving, "moved-to-phone", false);
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
      draft.end(call, "answered-elsewhere", false);
      elsewhere();
      return;
    case "connecting":
    case "active":
    case "moving":
      // Another device has taken our leg.
      draft.end(call, "moved-to-phone", false);
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
export function applyIdle(draft: Draft, message: Idle): void {
  const { subscriber, callMode } = draft.snapshot;
  if (callMode === "single") {
    const first = draft.snapshot.connection.state !== "ready";
    // What is owed stays so: a call that was rejected meanwhile may be offered after this.
    draft.patch({ subscriber: { state: "idle" } });
    if (!first) return;
    makeReady(draft);
    dropRecovering(draft);
    return;
  }
  const call = draft.live(message.callId);
  if (call !== undefined) {
    draft.end(call, call.state === "incoming" ? "missed" : "remote-hangup", false);
  } else if (subscriber.state !== "elsewhere" || subscriber.callId === message.callId || message.callId === "") {
    draft.patch({ subscriber: { state: "idle" } });
  }
}

/** The core has no such call any more. */
function dropRecovering(draft: Draft): void {
  for (const call of draft.liveCalls()) {
    if (call.state === "recovering") {
      draft.end(call, call.answeredAt === null ? "signaling-lost" : "dropped-by-core", false);
    }
  }
  // Our answer may have gone with the old stream: then the core offers the call again after this status.
  draft.patch({ endedIds: [] });
}
