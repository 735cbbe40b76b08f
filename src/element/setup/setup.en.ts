import { errorNoticeStrings } from "../notices/error-notice.en.js";

/** English strings of the screens without a phone. */
export const setupStrings = {
  ...errorNoticeStrings,
  connect: "Connect",
  "signed-out-title": "You are signed out",
  "signed-out-text": "Sign in again on this page to make and receive calls.",
  "call-signed-out": "You are signed out. The call continues.",
  "failed-title": "The phone could not start",
  "not-configured-title": "This phone is not set up yet",
  "not-configured-text": "Still missing from the embed code:",
  "disabled-title": "The phone is switched off",
  "disabled-text": "Calls are turned off on this page right now.",
  "offline-title": "The phone is disconnected",
  "offline-text": "Connect it to make and receive calls.",
} as const;
