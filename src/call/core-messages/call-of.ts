/** Which call a message is about. */
import type { PipeMessage } from "../../registration/core-message.js";
import type { LiveCall } from "../model.js";
import type { Turn } from "../draft.js";

/** The call that a message is about: on `Pipe` the one there is, on `MultiPipe` the one it names. */
export function callOf(turn: Turn, message: PipeMessage): LiveCall | undefined {
  const named = turn.live(message.callId);
  if (named !== undefined || turn.snapshot.room === "multiple") return named;
  if (message.callId !== "" && turn.snapshot.endedIds.includes(message.callId)) return undefined;
  return turn.liveCalls()[0];
}
