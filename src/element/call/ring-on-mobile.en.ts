/** English strings for a ring that only the mobile can answer. */
export const ringOnMobileStrings = {
  "ring-on-mobile": "Answer on your mobile",
} as const;
