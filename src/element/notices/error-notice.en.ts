/** English strings of the error notice. The text of an error comes from the error. */
export const errorNoticeStrings = {
  dismiss: "Dismiss",
  "try-again": "Try again",
} as const;
