/** English strings for sound that the browser blocks. */
export const autoplayBlockedStrings = {
  "audio-blocked": "Your browser blocks sound until you click.",
  "audio-unlock": "Turn on sound",
} as const;
