/** What is said of the call's small window, in English. */
export const pipWindowStrings = {
  "pop-out": "Show the call in a small window",
} as const;
