/** The rules for `Bye`: which calls the core has to be told of, and when a `Bye` that was owed is paid. */
import type { CallCause, LiveCall } from "./model.js";
import { UNPROVEN_MS } from "./timeouts.js";
import { recordMissed } from "./incoming.js";
import type { Draft } from "./draft.js";

/**
 * Returns whether the core knows of this call, so that it has to be told when the call ends. A call
 * on a later leg was sent before its stream broke, and the core still has it.
 */
export function knownToCore(call: LiveCall): boolean {
  return call.state !== "dialing" || call.sent || call.newestLeg > 0;
}

/** Sends a `Bye` that was owed because there was no stream when the call ended. */
export function payBye(draft: Draft, id: string): void {
  draft.patch({ owedByes: draft.snapshot.owedByes.filter((owed) => owed !== id) });
  draft.forget(id);
  draft.send(id, { type: "bye" });
}

/**
 * Ends the incoming call that our `Bye` for a canceled call has ended at the core. The core reads any `Bye` on
 * `Pipe` as meant for the call it has there. If it offered a call while our offer was on its way, it refuses our
 * offer by a `Bye` bearing our id, and takes the `Bye` that follows our offer for a rejection of its own.
 * Returns whether `id`, of a `Bye` of the core, says so.
 */
export function endCallTakenForCanceled(draft: Draft, id: string): boolean {
  const { canceled } = draft.snapshot;
  if (canceled?.id !== id || draft.at - canceled.at > UNPROVEN_MS) return false;
  draft.patch({ canceled: null });
  for (const call of draft.liveCalls()) {
    if (call.startedAt < canceled.at) continue;
    if (call.state === "incoming" || (call.state === "answering" && call.direction === "incoming")) {
      draft.end(call, "missed");
      return true;
    }
    if (call.state === "dialing" && call.crossing !== null) {
      recordMissed(draft, call.crossing);
      draft.put({ ...call, crossing: null });
      return true;
    }
  }
  return false;
}

/** Causes of calls that ended here and whose end the core was told. */
const endedHere: ReadonlySet<CallCause> = new Set(["hangup", "canceled", "rejected", "no-answer"]);

/**
 * Owes the Byes again that left just before their stream broke: they may have been lost with it, and the
 * other side would listen to silence until the core gives the call up. On `Pipe` an owed Bye is paid only
 * if the core shows on the next stream that it still has the call.
 */
export function oweUnprovenByes(draft: Draft): void {
  const { callMode, calls, owedByes } = draft.snapshot;
  if (callMode === "multiple") return;
  const unproven = [...calls.values()].filter(
    (call) => call.state === "ended" && endedHere.has(call.cause) && draft.at - call.endedAt < UNPROVEN_MS,
  );
  const ids = unproven.map(({ id }) => id).filter((id) => !owedByes.includes(id));
  if (ids.length > 0) draft.patch({ owedByes: [...owedByes, ...ids] });
}
