/** What is said of the call's small window, in English. */
export const picture = {
  "pop-out": "Show the call in a small window",
} as const;
