/** What is said of a ring that is left to the mobile, in English. */
export const ringOnMobileStrings = {
  "ring-on-mobile": "Answer it on your mobile",
} as const;
