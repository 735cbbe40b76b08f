/** `Error`: the core could not do what was asked. */
import type { TerminalErrorCode } from "../../errors.js";
import type { PipeErrorCode, PipeMessage } from "../../registration/core-message.js";
import { retryDelay, TRIES } from "../timeouts.js";
import { callOf } from "./call-of.js";
import { endOutgoing } from "../offers.js";
import { baseOf, type Turn } from "../draft.js";

const terminalCode: Readonly<Record<PipeErrorCode, TerminalErrorCode>> = {
  UNKNOWN: "internal",
  NOT_INCALL: "not-in-call",
  TRY_AGAIN: "try-again",
  INVALID_CALL_ID: "invalid-call-id",
  RATE_LIMIT_HIT: "rate-limited",
};

/** Ends, repeats or takes back what was asked; a call that runs is never ended by an error. */
export function applyError(turn: Turn, message: Extract<PipeMessage, { type: "error" }>): void {
  const code = terminalCode[message.code];
  const call = callOf(turn, message);
  switch (call?.state) {
    case "dialing":
      if (!call.sent) break;
      if (message.code === "TRY_AGAIN" && call.tries < TRIES) {
        turn.put({ ...call, tries: call.tries + 1 });
        turn.timer(call.id, "retry", retryDelay(call.tries));
        return;
      }
      turn.report(call.id, code);
      endOutgoing(turn, call, "error", false);
      return;
    case "alerting":
      turn.report(call.id, code);
      // The callee rings already: whatever the core could not do, it has to be told that we are gone.
      turn.end(call, "error", true);
      return;
    case "moving":
      turn.stopTimer(call.id, "move");
      turn.put({ ...baseOf(call), state: "active", leg: call.leg });
      turn.report(call.id, "move-failed");
      return;
    case "recovering":
      if (call.offer?.step !== "sent") break;
      if (message.code === "NOT_INCALL" || message.code === "INVALID_CALL_ID") {
        turn.end(call, call.answeredAt === null ? "signaling-lost" : "dropped-by-core", false);
      } else {
        // The attempt's timer goes on to the next attempt where trying again does not help.
        turn.timer(call.id, "retry", retryDelay(call.attempt));
      }
      return;
    case undefined:
    case "incoming":
    case "answering":
    case "connecting":
    case "active":
      break;
  }
  turn.drop(message);
  turn.report(call?.id ?? null, code);
}
