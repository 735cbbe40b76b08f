/** What is said when a device goes and comes back, in English. */
export const deviceNoticeStrings = {
  "device-lost": "{device} was disconnected. The system's own is used until it is back.",
  "device-back": "{device} is in use again.",
  "device-some": "A sound device",
} as const;
