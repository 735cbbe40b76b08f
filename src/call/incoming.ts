/** Incoming calls: they ring with their answer prepared, are offered again, are answered, or are missed. */
import type { AnsweringCall, CallBase, IncomingCall } from "./model.js";
import { CONNECT_MS } from "./timeouts.js";
import { clearEnded, holdOthersAndClearEnded } from "./foreground.js";
import { baseOf, type Draft } from "./draft.js";

/** An offer of the core that begins a call. */
export interface IncomingOffer {
  readonly id: string;
  /** The caller's number, E.164; empty if withheld. */
  readonly number: string;
  readonly sdp: string;
  /** Epoch milliseconds at which it came. */
  readonly at: number;
}

const fromOffer = (offer: Omit<IncomingOffer, "sdp">): CallBase => ({
  id: offer.id,
  direction: "incoming",
  number: offer.number,
  label: null,
  metadata: null,
  digits: "",
  digitsDue: false,
  startedAt: offer.at,
  answeredAt: null,
  muted: false,
  held: false,
  newestLeg: 0,
  failure: null,
});

/** Starts a call that rings here: alerts the user, and prepares the answer meanwhile. */
export function ring(draft: Draft, offer: IncomingOffer): void {
  clearEnded(draft);
  draft.put({
    ...fromOffer(offer),
    state: "incoming",
    leg: 0,
    remote: offer.sdp,
    prepared: null,
  });
  draft.send(offer.id, { type: "ringing" });
  draft.effect({ type: "answer", id: offer.id, leg: 0, sdp: offer.sdp, ringing: true });
}

/** Prepares the answer to a ringing call on a fresh leg: for a new offer, or in another tab. */
export function prepareOnFreshLeg(draft: Draft, call: IncomingCall | AnsweringCall): void {
  const leg = call.newestLeg + 1;
  if (call.leg !== null) draft.effect({ type: "close-leg", id: call.id, leg: call.leg });
  draft.put({ ...call, newestLeg: leg, leg, prepared: null });
  draft.effect({ type: "answer", id: call.id, leg, sdp: call.remote, ringing: true });
}

/** Takes a new offer for a ringing call: its answer is prepared again, on a fresh leg. */
export function offerAgain(draft: Draft, call: IncomingCall | AnsweringCall, offer: IncomingOffer): void {
  if (call.leg === null && draft.snapshot.callMode === "single" && offer.id !== "" && offer.id !== call.id) {
    // The stream broke while it rang, and now another call rings.
    draft.end(call, "missed");
    ring(draft, offer);
    return;
  }
  draft.stopTimer(call.id, "offered-again");
  if (call.state === "incoming") draft.send(call.id, { type: "ringing" });
  prepareOnFreshLeg(draft, { ...call, remote: offer.sdp });
}

/** Accepts a ringing call: opens the microphone, and holds the other calls. */
export function answer(draft: Draft, call: IncomingCall): void {
  holdOthersAndClearEnded(draft, call.id);
  const answering: AnsweringCall = {
    ...call,
    state: "answering",
    prepared: call.prepared || null,
    microphone: false,
    failure: null,
  };
  draft.put(answering);
  draft.effect({ type: "microphone", id: call.id });
  if (call.prepared === false) prepareOnFreshLeg(draft, answering);
}

/** Sends our answer once it is prepared, the microphone is open and the stream is there. */
export function sendAnswerWhenReady(draft: Draft, call: AnsweringCall): void {
  if (call.leg === null || call.prepared === null || !call.microphone || draft.snapshot.connection.state !== "ready") {
    draft.put(call);
    return;
  }
  draft.send(call.id, { type: "answer", sdp: call.prepared });
  draft.effect({ type: "accept", id: call.id, leg: call.leg });
  draft.timer(call.id, "media", CONNECT_MS);
  draft.put({ ...baseOf(call), state: "connecting", leg: call.leg, answeredAt: draft.at });
}

/** Records an incoming call that never rang here. Later messages about it are known as late. */
export function recordMissed(draft: Draft, offer: Omit<IncomingOffer, "sdp">): void {
  draft.forget(offer.id);
  draft.put({
    ...fromOffer(offer),
    state: "ended",
    cause: "missed",
    endedAt: draft.at,
  });
}
