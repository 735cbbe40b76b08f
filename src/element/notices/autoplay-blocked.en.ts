/** What is said while the browser holds sound back, in English. */
export const autoplayBlockedStrings = {
  "audio-blocked": "The browser holds the sound back until you click.",
  "audio-unlock": "Turn on sound",
} as const;
