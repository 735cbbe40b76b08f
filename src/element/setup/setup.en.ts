import { errorNoticeStrings } from "../notices/error-notice.en.js";

/** What the screens without a phone say, in English. */
export const setupStrings = {
  ...errorNoticeStrings,
  connect: "Connect",
  "signed-out-title": "You are signed out",
  "signed-out-text": "Sign in again on this page to make and take calls.",
  "call-signed-out": "You are signed out. The call goes on.",
  "failed-title": "The phone could not start",
  "not-configured-title": "This phone is not set up yet",
  "not-configured-text": "Whoever runs this page has to add:",
  "disabled-title": "The phone is switched off",
  "disabled-text": "This page does not make or take calls right now.",
  "offline-title": "The phone is disconnected",
  "offline-text": "Connect it to make and take calls.",
} as const;
