/** The stream to the core opens and breaks; calls outlive it. */
import type { RegistrationInput } from "./inputs.js";
import { GIVE_UP_MS, OFFERED_AGAIN_MS } from "./timeouts.js";
import type { ConnectionState } from "./model.js";
import { knownToCore, oweUnprovenByes, payBye } from "./byes.js";
import { recordMissed } from "./incoming.js";
import { sendOfferWhenReady } from "./outgoing.js";
import { enterRecovery, offerFreshLeg } from "./recovery.js";
import type { Draft } from "./draft.js";

/** Returns since when calls may have been missed: epoch milliseconds, or null before the first time ready. */
function gapStart(draft: Draft): number | null {
  const { connection } = draft.snapshot;
  if (connection.state === "ready") return draft.at;
  return connection.state === "offline" ? null : connection.since;
}

/** Applies a change of the stream. */
export function applyRegistration(draft: Draft, event: Exclude<RegistrationInput, { type: "message" }>): void {
  const { connection, callMode } = draft.snapshot;
  switch (event.type) {
    case "registration-connecting":
      if (connection.state === "offline" || connection.state === "signed-out" || connection.state === "failed") {
        draft.patch({ connection: { state: "connecting", since: gapStart(draft), reason: "" } });
      }
      return;
    case "registration-open":
      // `Pipe` is ready with its first status; `MultiPipe` is ready as soon as its stream opens (policy 7).
      if (callMode === "multiple" && connection.state !== "ready") {
        makeReady(draft);
        for (const id of draft.snapshot.owedByes) payBye(draft, id);
        for (const call of draft.liveCalls()) {
          if (call.state === "recovering") offerFreshLeg(draft, call);
        }
      }
      return;
    case "registration-lost":
      lose(draft, { state: "reconnecting", since: gapStart(draft), reason: event.reason });
      return;
    case "registration-refused":
      lose(draft, { state: event.state, since: gapStart(draft), reason: event.reason });
      return;
    case "calls-stranded":
      for (const id of event.ids) {
        const call = draft.live(id);
        if (call === undefined) continue;
        if (call.state === "incoming" || call.state === "answering") draft.end(call, "missed");
        else if (connection.state === "ready") offerFreshLeg(draft, enterRecovery(draft, call, "signaling"));
      }
      return;
    case "registration-closed":
      for (const call of draft.liveCalls()) {
        const cause = call.state === "incoming" ? "rejected" : "hangup";
        if (knownToCore(call)) draft.hangUp(call, cause);
        else draft.end(call, cause);
      }
      // Without a stream from here on, no Bye can be owed either.
      draft.patch({ connection: { state: "offline" }, subscriber: { state: "unknown" }, owedByes: [] });
  }
}

/** Makes the registration ready: calls that waited for the stream go on. */
export function makeReady(draft: Draft): void {
  const { connection } = draft.snapshot;
  if ((connection.state === "connecting" || connection.state === "reconnecting") && connection.since !== null) {
    draft.effect({ type: "gap", from: connection.since, to: draft.at });
  }
  // Messages on a new stream are not late: a call that the core offers there is up, even if it ended here.
  draft.patch({ connection: { state: "ready" }, endedIds: [] });
  for (const call of draft.liveCalls()) {
    if (call.state === "dialing") sendOfferWhenReady(draft, call);
  }
}

/** Loses the stream: calls wait for the next one. */
function lose(draft: Draft, connection: ConnectionState): void {
  oweUnprovenByes(draft);
  draft.patch({ connection, subscriber: { state: "unknown" } });
  for (const call of draft.liveCalls()) {
    switch (call.state) {
      case "dialing":
        // An offer that was never sent goes out on the next stream; one that was sent has to be recovered.
        if (call.crossing !== null) recordMissed(draft, call.crossing);
        if (call.sent) enterRecovery(draft, { ...call, crossing: null }, "signaling");
        break;
      case "incoming":
      case "answering":
        if (call.direction !== "incoming") {
          enterRecovery(draft, call, "signaling");
          break;
        }
        if (call.leg !== null) draft.effect({ type: "close-leg", id: call.id, leg: call.leg });
        draft.put({ ...call, leg: null, prepared: null });
        draft.timer(call.id, "offered-again", OFFERED_AGAIN_MS);
        break;
      case "recovering":
        enterRecovery(draft, call, call.reason);
        break;
      default:
        enterRecovery(draft, call, "signaling");
    }
    if (draft.live(call.id)?.state === "recovering") draft.timer(call.id, "give-up", GIVE_UP_MS);
  }
}
