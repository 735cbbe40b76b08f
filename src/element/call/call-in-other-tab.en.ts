/** What is said of a call whose sound is in another tab, in English. */
export const callInOtherTabStrings = {
  "other-tab": "In another tab",
  "other-tab-text": "You talk and listen in the tab where this call was dialed or answered.",
} as const;
