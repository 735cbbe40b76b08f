/**
 * Every word a person reads in the panel, in English, and the way to other words.
 * `{name}` stands for a value. Sentences for error codes come from the error itself
 * in English; other languages bring them as `error-CODE` and `hint-CODE`.
 */
import type { CallCause } from "../call/model.js";
import type { TerminalError, TerminalErrorCode } from "../errors.js";

const english = {
  phone: "Phone",
  "status-starting": "Starting",
  "status-connecting": "Connecting",
  "status-ready": "Ready",
  "status-reconnecting": "Reconnecting",
  "status-offline": "Offline",
  "status-signed-out": "Signed out",
  "status-failed": "Not available",
  "status-disabled": "Switched off",
  "status-not-configured": "Not set up",
  "number-label": "Phone number",
  "number-placeholder": "Enter a number",
  "dialpad-label": "Dial pad",
  "key-plus": "hold for plus",
  "key-star": "star",
  "key-hash": "hash",
  erase: "Delete last digit",
  call: "Call",
  answer: "Answer",
  reject: "Decline",
  hangup: "Hang up",
  mute: "Mute",
  unmute: "Unmute",
  hold: "Hold",
  resume: "Resume",
  keypad: "Keypad",
  "keypad-hide": "Hide keypad",
  "to-phone": "To mobile",
  "to-phone-label": "Send this call to your mobile",
  "call-again": "Call again",
  close: "Close",
  minimize: "Minimize",
  open: "Open phone",
  dismiss: "Dismiss",
  "try-again": "Try again",
  connect: "Connect",
  "unknown-number": "Unknown number",
  "state-dialing": "Calling…",
  "state-alerting": "Ringing…",
  "state-incoming": "Incoming call",
  "state-answering": "Answering…",
  "state-connecting": "Connecting audio…",
  "state-active": "In call",
  "state-recovering": "Reconnecting the call…",
  "state-moving": "Moving to your mobile…",
  "state-held": "On hold",
  "state-muted": "Microphone off",
  "state-ended": "Call ended",
  "call-duration": "Call time {time}",
  "said-incoming": "Incoming call from {who}",
  "said-active": "In call with {who}",
  "said-ended": "Call ended. {why}",
  "reconnecting-hint": "Calls cannot reach you here until the connection is back.",
  "call-reconnecting": "The connection is being restored. Stay on the line.",
  "elsewhere-title": "You are in a call on another device",
  "elsewhere-with": "In a call with {number} on another device",
  pull: "Bring it here",
  "signed-out-title": "You are signed out",
  "signed-out-text": "Sign in again on this page to make and take calls.",
  "failed-title": "The phone could not start",
  "not-configured-title": "This phone is not set up yet",
  "not-configured-text": "Whoever runs this page has to add:",
  "disabled-title": "The phone is switched off",
  "disabled-text": "This page does not make or take calls right now.",
  "offline-title": "The phone is disconnected",
  "offline-text": "Connect it to make and take calls.",
  "cause-hangup": "You hung up",
  "cause-remote-hangup": "The other side hung up",
  "cause-rejected": "You declined the call",
  "cause-remote-rejected": "The call was declined, or the line is busy",
  "cause-missed": "Missed call",
  "cause-canceled": "Call canceled",
  "cause-no-answer": "No answer",
  "cause-answered-elsewhere": "Answered on another device",
  "cause-moved-to-phone": "The call goes on on your mobile",
  "cause-no-microphone": "The microphone could not be used",
  "cause-media-failed": "Audio could not be connected",
  "cause-bad-sdp": "The other side's audio could not be understood",
  "cause-signaling-lost": "The connection was lost",
  "cause-dropped-by-core": "The network ended the call",
  "cause-error": "Something went wrong",
} as const satisfies Record<`cause-${CallCause}`, string> & Record<string, string>;

/** A word of the panel. */
export type StringKey = keyof typeof english;

/** All words of the panel; a host overrides any of them with the `strings` property. */
export type Strings = Record<StringKey, string> &
  Partial<Record<`error-${TerminalErrorCode}` | `hint-${TerminalErrorCode}`, string>>;

/** Loads one language; each will be a module of its own, fetched when it is needed. */
export type LanguageLoader = () => Promise<Partial<Strings>>;

/** Further languages by primary subtag. English is built in. */
const languages: ReadonlyMap<string, LanguageLoader> = new Map();

/** The loader for a BCP 47 tag: the exact tag first, then its language alone. */
export function languageLoader(tag: string): LanguageLoader | undefined {
  const lower = tag.toLowerCase();
  return languages.get(lower) ?? languages.get(lower.split("-", 1)[0] ?? "");
}

/** The words in use: a host's own, else the language's, else English. */
export class Words {
  readonly #layers: readonly Partial<Strings>[];
  /** The tag that numbers and times are formatted for. */
  readonly locale: string;

  constructor(locale: string, language: Partial<Strings>, overrides: Partial<Strings>) {
    this.#layers = [overrides, language, english];
    this.locale = locale;
  }

  /** The text for a key, its `{placeholders}` filled in. */
  text(key: StringKey, values: Readonly<Record<string, string>> = {}): string {
    return (this.#find(key) ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  }

  /** What happened, in a sentence. */
  errorText(error: TerminalError): string {
    return this.#find(`error-${error.code}`) ?? error.message;
  }

  /** What can be done about it. */
  errorHint(error: TerminalError): string {
    return this.#find(`hint-${error.code}`) ?? error.hint;
  }

  /** `4:05` or `1:04:05`, in the digits of the locale. */
  duration(milliseconds: number): string {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    if (parts[0] === 0) parts.shift();
    return parts
      .map((part, index) =>
        new Intl.NumberFormat(this.locale, { minimumIntegerDigits: index === 0 ? 1 : 2, useGrouping: false }).format(
          part,
        ),
      )
      .join(":");
  }

  #find(key: keyof Strings): string | undefined {
    for (const layer of this.#layers) {
      if (layer[key] !== undefined) return layer[key];
    }
    return undefined;
  }
}
