/** English strings of the list of numbers found in the page. */
export const numberListStrings = {
  "numbers-title": "Numbers on this page ({count})",
  "numbers-call": "Call {number}",
} as const;
