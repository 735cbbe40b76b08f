/** English strings for a device that is disconnected and connected again. */
export const deviceNoticeStrings = {
  "device-lost": "{device} was disconnected. Using the system default until it is reconnected.",
  "device-back": "{device} is in use again.",
  "device-some": "An audio device",
} as const;
