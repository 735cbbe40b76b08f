/** What is said where something went wrong, in English; the sentences of an error come with the error. */
export const errorNoticeStrings = {
  dismiss: "Dismiss",
  "try-again": "Try again",
} as const;
