/** English strings for more than one call. */
export const otherCallsStrings = {
  "waiting-title": "Another call",
  "said-waiting": "{who} is calling too",
  "hold-and-answer": "Hold and answer",
  "other-calls": "Other calls",
  switch: "Switch",
  "switch-to": "Switch to {who}",
  "hangup-of": "Hang up the call with {who}",
} as const;
