/**
 * The one error class of the product, its closed set of codes, and for each code
 * the sentence a user reads and what can be done about it.
 */

/** What went wrong, by name. The set is closed: a `switch` over it can be exhaustive. */
export type TerminalErrorCode = keyof typeof catalogue;

interface Entry {
  /** What happened, for the person at the screen. */
  readonly message: string;
  /** What that person, or the integrator, can do about it. */
  readonly hint: string;
  /** Trying the same thing again, unchanged, may work. */
  readonly retryable?: true;
}

const catalogue = {
  "not-configured": {
    message: "This phone is not set up yet.",
    hint: "Set the endpoint attribute, and one of token, getToken, token-url or sign-in.",
  },
  "insecure-page": {
    message: "Calls need a secure page.",
    hint: "Serve the page over https, or from localhost.",
  },
  "no-webrtc": {
    message: "This browser cannot make calls.",
    hint: "Use a current Chrome, Edge, Firefox or Safari.",
  },
  "signed-out": {
    message: "You are signed out.",
    hint: "Sign in again.",
  },
  "token-source-failed": {
    message: "Signing in did not work.",
    hint: "The page could not get an access token. It is tried again by itself.",
    retryable: true,
  },
  "permission-denied": {
    message: "This account may not use the phone here.",
    hint: "Check the token's scope, and the gateway's list of origins.",
  },
  "not-connected": {
    message: "The phone is not connected.",
    hint: "It connects again by itself.",
    retryable: true,
  },
  unavailable: {
    message: "The phone service cannot be reached.",
    hint: "Check the network. It is tried again by itself.",
    retryable: true,
  },
  "signaling-lost": {
    message: "The connection to the phone service was lost.",
    hint: "Check the network, then call again.",
    retryable: true,
  },
  unimplemented: {
    message: "The phone service does not support this.",
    hint: "Check the endpoint, and what stands behind it.",
  },
  "invalid-number": {
    message: "That is not a phone number.",
    hint: "Write it with the country code, for example +47 900 00 001.",
  },
  "invalid-digits": {
    message: "Those are not keypad digits.",
    hint: "Use 0-9, *, #, A-D, and a comma for a pause.",
  },
  "invalid-argument": {
    message: "That value is not valid.",
    hint: "See its documentation.",
  },
  "already-in-call": {
    message: "You are already in a call.",
    hint: "Hang up first.",
  },
  "no-such-call": {
    message: "There is no such call.",
    hint: "It has probably ended.",
  },
  "wrong-state": {
    message: "That cannot be done with this call now.",
    hint: "Wait until it is connected.",
  },
  "nothing-to-pull": {
    message: "There is no call on another device.",
    hint: "Wait until your number is in one.",
  },
  vetoed: {
    message: "The page stopped this.",
    hint: "A listener on the page canceled it.",
  },
  "microphone-denied": {
    message: "The microphone is blocked.",
    hint: "Allow the microphone for this site in the browser's address bar.",
    retryable: true,
  },
  "microphone-denied-by-system": {
    message: "This computer does not let the browser use the microphone.",
    hint: "Allow it in the system's privacy settings, then start the browser again.",
    retryable: true,
  },
  "microphone-silent": {
    message: "The microphone gives no sound.",
    hint: "Check the switch on the headset, and the input level in the system's settings.",
    retryable: true,
  },
  "sound-blocked": {
    message: "The browser holds sound back.",
    hint: "Click anywhere in the page.",
    retryable: true,
  },
  "speaker-not-available": {
    message: "That speaker cannot be used.",
    hint: "The sound stays where it was. Choose another.",
    retryable: true,
  },
  "ring-not-available": {
    message: "The page's own ring cannot be played.",
    hint: "The phone rings with its own. Check the file, and that it allows this page.",
  },
  "microphone-not-found": {
    message: "No microphone was found.",
    hint: "Plug in a headset or microphone.",
    retryable: true,
  },
  "microphone-busy": {
    message: "The microphone is in use by another program.",
    hint: "Close the other program, then try again.",
    retryable: true,
  },
  "microphone-blocked-by-policy": {
    message: "This page may not use the microphone.",
    hint: 'The frame lacks allow="microphone" (allow="microphone *" if it is sandboxed), or a Permissions-Policy forbids it.',
  },
  "no-ice-candidates": {
    message: "No network path for audio was found.",
    hint: "Check the network and VPN.",
    retryable: true,
  },
  "media-failed": {
    message: "Audio could not be connected.",
    hint: "Check that the network lets UDP through.",
    retryable: true,
  },
  "bad-sdp": {
    message: "The other side's audio could not be understood.",
    hint: "Call again. If it stays, send the support bundle.",
    retryable: true,
  },
  "digits-not-supported": {
    message: "The other side does not take keypad digits.",
    hint: "This call was set up without telephone-event.",
  },
  "move-failed": {
    message: "The call could not be moved. It stays here.",
    hint: "Check that the mobile is on, then try again.",
    retryable: true,
  },
  "not-in-call": {
    message: "The phone service knows of no such call.",
    hint: "It has probably ended.",
  },
  "invalid-call-id": {
    message: "The phone service knows of no such call.",
    hint: "It has probably ended.",
  },
  "try-again": {
    message: "The phone service asks to try again.",
    hint: "Wait a moment, then call again.",
    retryable: true,
  },
  "rate-limited": {
    message: "Too many calls in a short time.",
    hint: "Wait a minute, then call again.",
    retryable: true,
  },
  internal: {
    message: "Something went wrong.",
    hint: "Try again. If it stays, send the support bundle.",
    retryable: true,
  },
} as const satisfies Record<string, Entry>;

/** Every code there is, in the order of the documentation. */
export const terminalErrorCodes: readonly TerminalErrorCode[] = Object.freeze(
  Object.keys(catalogue) as TerminalErrorCode[],
);

/** What to tell about a {@link TerminalError} beyond its code. */
export interface TerminalErrorOptions {
  /** Replaces the code's own sentence. */
  readonly message?: string;
  /** Replaces the code's own remedy. */
  readonly hint?: string;
  /** What was caught. */
  readonly cause?: unknown;
  /** Names the sentences of this case, where the code's own do not fit. */
  readonly variant?: TerminalErrorVariant;
}

/** A case of a code with sentences that the panel translates: `error-…` and `hint-…` in `Strings`. */
export type TerminalErrorVariant = "two-numbers";

/** Whatever the product rejects with or reports. `name` is `"TerminalError"`. */
export class TerminalError extends Error {
  /** What went wrong, by name. */
  readonly code: TerminalErrorCode;
  /** Whether the same thing, tried again unchanged, may work. */
  readonly retryable: boolean;
  /** What can be done about it. */
  readonly hint: string;
  /** @internal */
  readonly variant: TerminalErrorVariant | null;

  constructor(code: TerminalErrorCode, options: TerminalErrorOptions = {}) {
    const entry = catalogue[code];
    super(options.message ?? entry.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TerminalError";
    this.code = code;
    this.retryable = "retryable" in entry;
    this.hint = options.hint ?? entry.hint;
    this.variant = options.variant ?? null;
  }

  /** Gives back a `TerminalError` as it is, and wraps anything else under `fallback`. */
  static from(reason: unknown, fallback: TerminalErrorCode = "internal"): TerminalError {
    return reason instanceof TerminalError ? reason : new TerminalError(fallback, { cause: reason });
  }
}
