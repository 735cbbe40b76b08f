/**
 * The one error class of the product, and its closed set of codes. Each code has a sentence for the person at the
 * screen, what that person can do, and what the integrator of the page can do.
 */

/** Name of an error. The set is closed, so a `switch` over it can be exhaustive. */
export type TerminalErrorCode = keyof typeof catalogue;

interface Entry {
  /** What happened, for the person at the screen. */
  readonly message: string;
  /** What that person can do. Names nothing that only a developer knows. */
  readonly hint: string;
  /** What the integrator of the page can do. */
  readonly developerHint: string;
  /** Trying the same thing again, unchanged, may work. */
  readonly retryable?: true;
}

/** Directory of the integrators' pages: a path in the repository until `publication.json` has its address. */
const documentation = "docs/integrate";

const catalogue = {
  "not-configured": {
    message: "This phone is not set up yet.",
    hint: "Ask your administrator to finish the setup.",
    developerHint: "Set the endpoint attribute, and one of token-url, getToken, token or sign-in.",
  },
  "insecure-page": {
    message: "Calls need a secure page.",
    hint: "Open the page at an address that starts with https.",
    developerHint:
      "Browsers offer WebRTC and microphones in secure contexts only: serve the page over https, or from localhost.",
  },
  "no-webrtc": {
    message: "This browser cannot make calls.",
    hint: "Use a current version of Chrome, Edge, Firefox or Safari.",
    developerHint: "RTCPeerConnection is missing: the browser has no WebRTC, or a policy or an extension disables it.",
  },
  "signed-out": {
    message: "You are signed out.",
    hint: "Sign in again.",
    developerHint: "The core rejected the access token, and the token source has no other one.",
  },
  "token-source-failed": {
    message: "Sign-in failed.",
    hint: "Retrying automatically. If this continues, contact your administrator.",
    developerHint: "getToken rejected, or token-url did not answer with an access token, see error.cause.",
    retryable: true,
  },
  "permission-denied": {
    message: "This account may not use the phone here.",
    hint: "Contact your administrator.",
    developerHint:
      "Check the scope of the access token, and that --allow-origin of the gateway lists the origin of this page.",
  },
  "not-connected": {
    message: "The phone is not connected.",
    hint: "Wait until it is ready, then try again.",
    developerHint: 'Call connect(), or wait until `connection` is "ready".',
    retryable: true,
  },
  unavailable: {
    message: "The phone service cannot be reached.",
    hint: "Check your network. Retrying automatically.",
    developerHint: "Check the endpoint, and that /readyz of the gateway answers 200. error.cause has the status.",
    retryable: true,
  },
  "signaling-lost": {
    message: "The connection to the phone service was lost.",
    hint: "Check your network, then call again.",
    developerHint: "The stream to the gateway broke, and the call could not be recovered in time.",
    retryable: true,
  },
  unimplemented: {
    message: "The phone service does not support this.",
    hint: "Contact your administrator.",
    developerHint: "Check that the endpoint is a web-terminal gateway, and that its --upstream is a voice core.",
  },
  "invalid-number": {
    message: "That is not a phone number.",
    hint: "Enter it with the country code, for example +47 900 00 001.",
    developerHint: "Pass an E.164 number, or set `region` for national numbers.",
  },
  "invalid-digits": {
    message: "Those are not keypad digits.",
    hint: "Use 0–9, *, #, A–D, and a comma for a pause.",
    developerHint: "sendDigits() accepts 0-9, *, #, A-D, and a comma for a pause of 500 ms.",
  },
  "invalid-argument": {
    message: "A value is not valid.",
    hint: "Contact your administrator.",
    developerHint: "A value that the page passed cannot be used. error.cause has the reason.",
  },
  "already-in-call": {
    message: "You are already in a call.",
    hint: "Hang up first.",
    developerHint: 'Wait for call-ended, or set call-mode="multiple".',
  },
  "no-such-call": {
    message: "This call does not exist any more.",
    hint: "Call again if you still need to talk.",
    developerHint: "No live call has this id: read the ids from `calls`.",
  },
  "wrong-state": {
    message: "That is not possible with this call right now.",
    hint: "Wait until the call is connected.",
    developerHint: "Check `call.state`, or wait for a call-change event.",
  },
  "nothing-to-pull": {
    message: "There is no call on another device.",
    hint: "Try again during a call on your mobile.",
    developerHint: 'pull() needs `subscriber` to be "elsewhere".',
  },
  vetoed: {
    message: "The page prevented this.",
    hint: "If you did not expect this, contact your administrator.",
    developerHint: "A listener called preventDefault() on a before-… event.",
  },
  "microphone-denied": {
    message: "The microphone is blocked.",
    hint: "Allow the microphone for this site in the browser's address bar.",
    developerHint: "getUserMedia() rejected with NotAllowedError. Only the user can change that.",
    retryable: true,
  },
  "microphone-denied-by-system": {
    message: "This computer does not let the browser use the microphone.",
    hint: "Allow it in the system's privacy settings, then restart the browser.",
    developerHint: "The site has the permission, but the operating system denies it to the browser.",
    retryable: true,
  },
  "microphone-silent": {
    message: "No sound comes from the microphone.",
    hint: "Check the mute switch of your headset, and the input level in the system settings.",
    developerHint: "The track is live, but its level stays at zero.",
    retryable: true,
  },
  "sound-blocked": {
    message: "Your browser is blocking sound.",
    hint: "Click anywhere on the page.",
    developerHint: "The autoplay policy wants a user gesture first: call unlockAudio() in a click handler.",
    retryable: true,
  },
  "speaker-not-available": {
    message: "That speaker cannot be used.",
    hint: "Sound stays on the current speaker. Choose another one.",
    developerHint: "setSinkId() failed, or no device has this id: use an id from `devices`.",
    retryable: true,
  },
  "ring-not-available": {
    message: "The ringtone of this page cannot be played.",
    hint: "The standard ringtone is used instead.",
    developerHint: "Check that ring-url is an audio file, and that its server allows this page (CORS).",
  },
  "microphone-not-found": {
    message: "No microphone was found.",
    hint: "Connect a headset or microphone.",
    developerHint: "getUserMedia() failed with NotFoundError or OverconstrainedError.",
    retryable: true,
  },
  "microphone-busy": {
    message: "Another program is using the microphone.",
    hint: "Close the other program, then try again.",
    developerHint: "getUserMedia() rejected with NotReadableError or AbortError.",
    retryable: true,
  },
  "microphone-blocked-by-policy": {
    message: "This page may not use the microphone.",
    hint: "Contact your administrator.",
    developerHint:
      'Add allow="microphone" to the iframe (allow="microphone *" if it is sandboxed), and check the Permissions-Policy.',
  },
  "no-ice-candidates": {
    message: "No network path for audio was found.",
    hint: "Check your network and VPN.",
    developerHint: "ICE found no local address. Check iceServers, and policies that hide addresses from WebRTC.",
    retryable: true,
  },
  "media-failed": {
    message: "Audio could not be connected.",
    hint: "Check your network, then call again.",
    developerHint:
      "ICE or DTLS failed, most often because a firewall drops UDP: add a TURN server over TLS to iceServers.",
    retryable: true,
  },
  "bad-sdp": {
    message: "The audio of the other side could not be read.",
    hint: "Call again. If this continues, contact your administrator.",
    developerHint:
      "The browser rejected the remote description. error.cause has its reason; attach supportBundle() to a report.",
    retryable: true,
  },
  "digits-not-supported": {
    message: "The other side does not accept keypad digits.",
    hint: "Call from your mobile to send them.",
    developerHint: "The remote description offers no telephone-event (RFC 4733).",
  },
  "move-failed": {
    message: "The call could not be moved and stays here.",
    hint: "Check that your mobile is on, then try again.",
    developerHint: "The core answered with an error, or did not move the call in time.",
    retryable: true,
  },
  "not-in-call": {
    message: "The phone service does not know this call.",
    hint: "It has probably ended. Call again.",
    developerHint: "The core answered NOT_INCALL: its state and that of this terminal differed.",
  },
  "invalid-call-id": {
    message: "The phone service does not know this call.",
    hint: "It has probably ended. Call again.",
    developerHint: "The core answered INVALID_CALL_ID: it has no call with this id.",
  },
  "try-again": {
    message: "The phone service could not place the call.",
    hint: "Wait a moment, then call again.",
    developerHint: "The core answered TRY_AGAIN.",
    retryable: true,
  },
  "rate-limited": {
    message: "Too many calls in a short time.",
    hint: "Wait a minute, then call again.",
    developerHint: "The core answered RATE_LIMIT_HIT, or ended the stream with RESOURCE_EXHAUSTED.",
    retryable: true,
  },
  internal: {
    message: "Something went wrong.",
    hint: "Try again. If this continues, contact your administrator.",
    developerHint: "Unexpected, see error.cause. Attach supportBundle() to a report.",
    retryable: true,
  },
} as const satisfies Record<string, Entry>;

/** All codes, in the order of the documentation. */
export const terminalErrorCodes: readonly TerminalErrorCode[] = Object.freeze(
  Object.keys(catalogue) as TerminalErrorCode[],
);

/** Details of a {@link TerminalError} that its code does not imply. */
export interface TerminalErrorOptions {
  /** Replaces the message of the code. */
  readonly message?: string | undefined;
  /** Replaces the hint of the code. */
  readonly hint?: string | undefined;
  /** Replaces the developer hint of the code. */
  readonly developerHint?: string | undefined;
  /** The exception that led to this error. */
  readonly cause?: unknown;
  /** Names the sentences of this case, where the code's own do not fit. */
  readonly variant?: TerminalErrorVariant;
}

/** A case of a code with sentences that the panel translates: `error-…` and `hint-…` in `Strings`. */
export type TerminalErrorVariant = "two-numbers";

/** The error that methods reject with and that events carry. Its `name` is `"TerminalError"`. */
export class TerminalError extends Error {
  /** Name of the error, from a closed set. */
  readonly code: TerminalErrorCode;
  /** Whether trying the same thing again, unchanged, may work. */
  readonly retryable: boolean;
  /** What the person at the screen can do, in English. The panel shows it in its own language. */
  readonly hint: string;
  /** What the integrator of the page can do. In the panel it appears on localhost only. */
  readonly developerHint: string;
  /** The documentation of the code: a URL, or a path in the repository while that has no public address. */
  readonly docsUrl: string;
  /** @internal */
  readonly variant: TerminalErrorVariant | null;

  constructor(code: TerminalErrorCode, options: TerminalErrorOptions = {}) {
    const entry = catalogue[code];
    super(options.message ?? entry.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TerminalError";
    this.code = code;
    this.retryable = "retryable" in entry;
    this.hint = options.hint ?? entry.hint;
    this.developerHint = options.developerHint ?? entry.developerHint;
    this.docsUrl = `${documentation}/troubleshooting.md#${code}`;
    this.variant = options.variant ?? null;
  }

  /** Returns a `TerminalError` unchanged, and wraps anything else in one with the code `fallback`. */
  static from(reason: unknown, fallback: TerminalErrorCode = "internal"): TerminalError {
    return reason instanceof TerminalError ? reason : new TerminalError(fallback, { cause: reason });
  }
}
