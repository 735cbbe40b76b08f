/** Outgoing calls, and calls pulled from another device: they are set up, connected, or end before that. */
import type { CallBase, CallCause, DialingCall, LiveCall } from "./model.js";
import { CONNECT_MS, NO_ANSWER_MS } from "./timeouts.js";
import { knownToCore } from "./byes.js";
import { holdOthersAndClearEnded } from "./foreground.js";
import { ring } from "./incoming.js";
import { baseOf, type Draft } from "./draft.js";

/** Returns whether one more call fits: `Pipe` has room for one live call. */
export function hasCapacity(draft: Draft): boolean {
  return draft.snapshot.callMode === "multiple" || draft.liveCalls().length === 0;
}

/** Starts a call from here: gathers the offer and opens the microphone at the same time. */
export function start(
  draft: Draft,
  wanted: Pick<CallBase, "id" | "direction" | "number" | "label" | "metadata" | "digits">,
): void {
  const { id, direction, digits } = wanted;
  holdOthersAndClearEnded(draft, id);
  const base: CallBase = {
    ...wanted,
    digitsDue: digits !== "",
    startedAt: draft.at,
    answeredAt: null,
    muted: false,
    held: false,
    newestLeg: 0,
    failure: null,
  };
  // A call that is pulled back after it was pushed bears the id it had.
  draft.forget(id);
  if (direction === "pulled") draft.stopTimer(id, "abandoned");
  draft.effect({ type: "microphone", id });
  draft.effect({ type: "offer", id, leg: 0, restart: false });
  sendOfferWhenReady(draft, dialing(base, 0));
}

/** Returns the state of a call whose offer on `leg` has just been asked for. */
export function dialing(base: CallBase, leg: number): DialingCall {
  return { ...base, state: "dialing", leg, sdp: null, microphone: false, sent: false, tries: 0, crossing: null };
}

/** Sends our offer once it is gathered, the microphone is open and the stream is there. */
export function sendOfferWhenReady(draft: Draft, call: DialingCall): void {
  if (call.sdp === null || !call.microphone || call.sent || draft.snapshot.connection.state !== "ready") {
    draft.put(call);
    return;
  }
  draft.put({ ...call, sent: true });
  draft.send(call.id, { type: "offer", sdp: call.sdp, number: call.number });
  draft.timer(call.id, "no-answer", NO_ANSWER_MS);
}

/** Applies the core's answer to our offer: the call connects. */
export function connect(draft: Draft, call: LiveCall, leg: number, sdp: string): void {
  draft.stopTimer(call.id, "no-answer");
  draft.stopTimer(call.id, "retry");
  draft.put({ ...baseOf(call), state: "connecting", leg, answeredAt: draft.at });
  draft.effect({ type: "apply", id: call.id, leg, sdp });
  draft.timer(call.id, "media", CONNECT_MS);
}

/** Ends a call that the core ended, or does not have; a crossing call that was set aside then rings (policy 1). */
export function endOutgoing(draft: Draft, call: LiveCall, cause: CallCause): void {
  draft.end(call, cause);
  if (call.state === "dialing" && call.crossing !== null) ring(draft, call.crossing);
}

/** Ends a call from here, and tells the core if it has it; a crossing call that was set aside then rings (policy 1). */
export function hangUpOutgoing(draft: Draft, call: LiveCall, cause: CallCause): void {
  const isCrossed = call.state === "dialing" && call.crossing !== null;
  // The core has room for one call and would take our Bye for the crossing one.
  if (isCrossed || !knownToCore(call)) {
    endOutgoing(draft, call, cause);
    return;
  }
  draft.hangUp(call, cause);
  const { callMode, connection } = draft.snapshot;
  if (callMode === "single" && connection.state === "ready" && call.state === "dialing") {
    draft.patch({ canceled: { id: call.id, at: draft.at } });
  }
}
