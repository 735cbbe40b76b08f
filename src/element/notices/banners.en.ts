/** What is said above the number field, and of a call that has lost something, in English. */
export const bannersStrings = {
  "reconnecting-hint": "Calls cannot reach you here until the connection is back.",
  "elsewhere-title": "You are in a call on another device",
  "elsewhere-with": "In a call with {number} on another device",
  "call-goes-on": "Connection lost. The call goes on while it is restored.",
  "call-coming-back": "The audio was interrupted. The call is being brought back.",
  pull: "Bring it here",
} as const;
