/** Which call a message is about. */
import type { CoreMessage } from "../../registration/core-message.js";
import type { LiveCall } from "../model.js";
import type { Draft } from "../draft.js";

/** The call that a message is about: on `Pipe` the one there is, on `MultiPipe` the one it names. */
export function callOf(draft: Draft, message: CoreMessage): LiveCall | undefined {
  const named = draft.live(message.callId);
  if (named !== undefined || draft.snapshot.callMode === "multiple") return named;
  if (message.callId !== "" && draft.snapshot.endedIds.includes(message.callId)) return undefined;
  return draft.liveCalls()[0];
}
