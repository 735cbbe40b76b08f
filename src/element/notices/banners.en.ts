/** English strings of the banners above the number field and in a call. */
export const bannersStrings = {
  "reconnecting-hint": "You cannot receive calls here until the connection is back.",
  "elsewhere-title": "You are in a call on another device",
  "elsewhere-with": "In a call with {number} on another device",
  "call-goes-on": "Connection lost. The call continues while it is restored.",
  "call-coming-back": "The audio was interrupted. Reconnecting the call.",
  pull: "Bring it here",
} as const;
