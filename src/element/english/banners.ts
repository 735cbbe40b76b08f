/** What is said above the number field, in English. */
export const banners = {
  "reconnecting-hint": "Calls cannot reach you here until the connection is back.",
  "elsewhere-title": "You are in a call on another device",
  "elsewhere-with": "In a call with {number} on another device",
  pull: "Bring it here",
} as const;
