/** What the list of the page's numbers says, in English. */
export const numberListStrings = {
  "numbers-title": "Numbers on this page ({count})",
  "numbers-call": "Call {number}",
} as const;
