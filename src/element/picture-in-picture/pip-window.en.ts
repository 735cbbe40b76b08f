/** English strings of the picture-in-picture window. */
export const pipWindowStrings = {
  "pop-out": "Show the call in a small window",
} as const;
