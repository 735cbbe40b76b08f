/** English strings of the dialog for a click-to-call during another call. */
import type { Choice } from "./place-call.js";

export const busyDialogStrings = {
  "offer-title": "You are in a call with {other}.",
  "offer-text": "Call {who} anyway?",
  "offer-switch": "Hang up and call",
  "offer-second": "Hold and call",
  "offer-cancel": "Do not call",
} as const satisfies Record<`offer-${Choice}`, string> & Record<string, string>;
