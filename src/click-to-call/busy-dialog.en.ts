/** What is asked where a click would interrupt a call, in English. */
import type { Choice } from "./place-call.js";

export const busyDialogStrings = {
  "offer-title": "You are in a call with {other}.",
  "offer-text": "What about the call to {who}?",
  "offer-switch": "Hang up, then call",
  "offer-second": "Call as well",
  "offer-cancel": "Do not call",
} as const satisfies Record<`offer-${Choice}`, string> & Record<string, string>;
