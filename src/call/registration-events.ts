/** The stream to the core comes and goes; calls outlive it. */
import type { RegistrationInput } from "./inputs.js";
import { GIVE_UP_MS, OFFERED_AGAIN_MS, UNPROVEN_MS } from "./timeouts.js";
import { enterRecovery, knownToCore, makeReady, offerRecovery, payBye, recordMissed } from "./offers.js";
import type { CallCause, ConnectionState } from "./model.js";
import type { Draft } from "./draft.js";

/** Since when calls may have been missed. */
function gapStart(draft: Draft): number | null {
  const { connection } = draft.snapshot;
  if (connection.state === "ready") return draft.at;
  return connection.state === "offline" ? null : connection.since;
}

/** Carries out a change of the stream. */
export function applyRegistration(draft: Draft, event: Exclude<RegistrationInput, { type: "message" }>): void {
  const { connection, callMode } = draft.snapshot;
  switch (event.type) {
    case "registration-connecting":
      if (connection.state === "offline" || connection.state === "signed-out" || connection.state === "failed") {
        draft.patch({ connection: { state: "connecting", since: gapStart(draft), reason: "" } });
      }
      return;
    case "registration-open":
      // Pipe speaks first and is ready then; MultiPipe is ready as soon as it stands (policy 7).
      if (callMode === "multiple" && connection.state !== "ready") {
        makeReady(draft);
        for (const id of draft.snapshot.owedByes) payBye(draft, id);
        for (const call of draft.liveCalls()) {
          if (call.state === "recovering") offerRecovery(draft, call, false);
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
        if (call.state === "incoming" || call.state === "answering") draft.end(call, "missed", false);
        else if (connection.state === "ready") offerRecovery(draft, enterRecovery(draft, call, "signaling"), false);
      }
      return;
    case "registration-closed":
      for (const call of draft.liveCalls()) {
        const tell = connection.state === "ready" && knownToCore(call);
        draft.end(call, call.state === "incoming" ? "rejected" : "hangup", tell);
      }
      draft.patch({ connection: { state: "offline" }, subscriber: { state: "unknown" }, owedByes: [] });
  }
}

/** Ends that we told the core of. */
const ours: ReadonlySet<CallCause> = new Set(["hangup", "canceled", "rejected", "no-answer"]);

/**
 * A `Bye` that has just left may have gone down with its stream, and the other side would
 * listen to silence until the core gives the call up. It is owed again: on `Pipe` it is paid
 * only where the core shows on the next stream that it still has the call.
 */
function oweUnproven(draft: Draft): void {
  const { callMode, calls, owedByes } = draft.snapshot;
  if (callMode === "multiple") return;
  const unproven = [...calls.values()].filter(
    (call) => call.state === "ended" && ours.has(call.cause) && draft.at - call.endedAt < UNPROVEN_MS,
  );
  const ids = unproven.map(({ id }) => id).filter((id) => !owedByes.includes(id));
  if (ids.length > 0) draft.patch({ owedByes: [...owedByes, ...ids] });
}

function lose(draft: Draft, connection: ConnectionState): void {
  oweUnproven(draft);
  draft.patch({ connection, subscriber: { state: "unknown" } });
  for (const call of draft.liveCalls()) {
    switch (call.state) {
      case "dialing":
        // What was never sent goes out on the next stream; what was sent has to be asked for.
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
