/** English strings for a call whose sound is in another tab. */
export const callInOtherTabStrings = {
  "other-tab": "In another tab",
  "other-tab-text": "Talk in the tab where you started or answered this call.",
} as const;
