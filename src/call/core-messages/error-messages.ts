/** `Error`: the core could not do what was asked. */
import type { TerminalErrorCode } from "../../errors.js";
import type { CoreErrorCode, CoreMessage } from "../../registration/core-message.js";
import { retryDelay, TRIES } from "../timeouts.js";
import { callOf } from "./call-of.js";
import { endOutgoing } from "../offers.js";
import { baseOf, type Draft } from "../draft.js";

const terminalCode: Readonly<Record<CoreErrorCode, TerminalErrorCode>> = {
  UNKNOWN: "internal",
  NOT_INCALL: "not-in-call",
  TRY_AGAIN: "try-again",
  INVALID_CALL_ID: "invalid-call-id",
  RATE_LIMIT_HIT: "rate-limited",
};

/** Ends, repeats or takes back what was asked; a call that runs is never ended by an error. */
export function applyError(draft: Draft, message: Extract<CoreMessage, { type: "error" }>): void {
  const code = terminalCode[message.code];
  const call = callOf(draft, message);
  switch (call?.state) {
    case "dialing":
      if (!call.sent) break;
      if (message.code === "TRY_AGAIN" && call.tries < TRIES) {
        draft.put({ ...call, tries: call.tries + 1 });
        draft.timer(call.id, "retry", retryDelay(call.tries));
        return;
      }
      draft.report(call.id, code);
      endOutgoing(draft, call, "error", false);
      return;
    case "alerting":
      draft.report(call.id, code);
      // The callee rings already: whatever the core could not do, it has to be told that we are gone.
      draft.end(call, "error", true);
      return;
    case "moving":
      draft.stopTimer(call.id, "move");
      draft.put({ ...baseOf(call), state: "active", leg: call.leg });
      draft.report(call.id, "move-failed");
      return;
    case "recovering":
      if (call.offer?.step !== "sent") break;
      if (message.code === "NOT_INCALL" || message.code === "INVALID_CALL_ID") {
        draft.end(call, call.answeredAt === null ? "signaling-lost" : "dropped-by-core", false);
      } else {
        // The attempt's timer goes on to the next attempt where trying again does not help.
        draft.timer(call.id, "retry", retryDelay(call.attempt));
      }
      return;
    case undefined:
    case "incoming":
    case "answering":
    case "connecting":
    case "active":
      break;
  }
  draft.drop(message);
  draft.report(call?.id ?? null, code);
}
