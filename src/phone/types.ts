/**
 * The public types of the headless phone. The element is one user of it, a host page
 * without our user interface another.
 */
import type { SnapshotChange } from "../call/changes.js";
import type { CallHandover } from "../call/inputs.js";
import type { CallInfo, Connection, DialOptions, Subscriber } from "../call/model.js";
import type { TerminalError } from "../errors.js";
import type { MicrophonePermission } from "../media/permission.js";
import type {
  AudioDevice,
  CallQuality,
  CallStats,
  ChosenDevices,
  DeviceKind,
  NamedDevice,
  Preflight,
  QualityLevel,
  QualityProblem,
} from "../media/types.js";
import type { TokenSource } from "../registration/tokens.js";
import type { TransportChoice } from "../wire/choose-stream.js";

export type { MicrophonePermission } from "../media/permission.js";
export type { TokenReason, TokenResult, TokenSource } from "../registration/tokens.js";
export type { TransportChoice } from "../wire/choose-stream.js";

export type * from "../media/types.js";

export type { CallHandover } from "../call/inputs.js";
export type {
  CallCause,
  CallDirection,
  CallInfo,
  CallState,
  Connection,
  Contact,
  DialOptions,
  Subscriber,
} from "../call/model.js";

/**
 * Whether sound can be heard. `blocked`: the browser blocks sound, ringing included, until a user gesture in
 * which `unlockAudio` is called. Known as soon as the phone is registered.
 */
export type AudioState = "ready" | "blocked";

/** The state of a phone. Frozen; each change replaces it. */
export interface PhoneSnapshot {
  /** The state of the registration. */
  readonly connection: Connection;
  /** The state of the user's number on other devices. */
  readonly subscriber: Subscriber;
  /** The other party of the call that runs elsewhere, E.164; null if there is none, empty if the core did not say. */
  readonly subscriberNumber: string | null;
  /** Live calls, and ended ones until they are dismissed or replaced by another call. */
  readonly calls: readonly CallInfo[];
  /** The call to show: the one that is heard, else one that rings, one on hold, or the last one that ended. Null if there is none. */
  readonly call: CallInfo | null;
  /** Whether this page may use the microphone. */
  readonly permission: MicrophonePermission;
  /** Whether sound can be heard. */
  readonly audio: AudioState;
  /** This machine's microphones and speakers; empty until the page may use the microphone. */
  readonly devices: readonly AudioDevice[];
  /** The devices in use. */
  readonly chosen: ChosenDevices;
  /** The quality of the call on screen; null if none is up, or nothing is known yet. */
  readonly quality: CallQuality | null;
}

/** An event of a phone. The element turns each into a DOM event. */
export type PhoneEvent =
  /** Something changed in the registration or in a call. */
  | SnapshotChange
  /** The core renegotiated the media of a call. */
  | { readonly type: "call-renegotiated"; readonly call: CallInfo }
  /** The tone of a digit begins. */
  | { readonly type: "call-digit"; readonly call: CallInfo; readonly digit: string }
  /** Sent once a second for each call that is up. */
  | { readonly type: "call-stats"; readonly call: CallInfo; readonly stats: CallStats }
  /** A problem of a call's sound began, or, with `cleared`, is over. */
  | {
      readonly type: "call-quality";
      readonly call: CallInfo;
      readonly code: QualityProblem;
      /** The quality of the call, with this change taken into account. */
      readonly level: QualityLevel;
      readonly cleared: boolean;
    }
  /** Devices were plugged in or pulled out, or another one is in use. */
  | {
      readonly type: "device-change";
      readonly devices: readonly AudioDevice[];
      readonly chosen: ChosenDevices;
      /** A chosen device that is gone: the system default is used until it is back. */
      readonly lost: NamedDevice | null;
      /** A chosen device that is back in use. */
      readonly restored: NamedDevice | null;
    }
  | { readonly type: "permission-change"; readonly permission: MicrophonePermission }
  /** Calls may have been missed between two times, in epoch milliseconds. */
  | { readonly type: "availability-gap"; readonly from: number; readonly to: number }
  /** An error that no method rejects with, or that concerns a call. `call`: null if it concerns none. */
  | { readonly type: "terminal-error"; readonly error: TerminalError; readonly call: CallInfo | null };

/**
 * A listener for events.
 *
 * @param primary whether this is the tab to act on the event, of all tabs that share the registration.
 */
export type PhoneListener = (event: PhoneEvent, primary?: boolean) => void;

/**
 * The headless phone. Every promise settles, and rejects with a `TerminalError`, whose codes are given here.
 *
 * Methods that take an optional `id` mean the call on screen (`snapshot.call`) without it, and reject with
 * `no-such-call` if there is none. Methods that change a call reject with `not-connected` if no tab that
 * shares the registration takes the request within 10 s.
 */
export interface Phone {
  /** The state of now. */
  readonly snapshot: PhoneSnapshot;
  /** Calls `listener` after each change of the snapshot. Returns a function that ends that. */
  subscribe(listener: (snapshot: PhoneSnapshot) => void): () => void;
  /** Calls `listener` for each event, in order. Returns a function that ends that. */
  on(listener: PhoneListener): () => void;

  /** Changes settings while the phone runs; those that are left out stay as they are. */
  configure(settings: PhoneSettings): void;

  /**
   * Registers the terminal. Resolves when it is ready. A phone that waits to try again tries at once. Of tabs that
   * share a registration which was refused, this one takes it over, and tries with its own token.
   *
   * Rejects with the error of the first attempt that fails: `unavailable`, `rate-limited` or
   * `token-source-failed` (the phone keeps trying), `signed-out`, `permission-denied`, `unimplemented` or
   * `invalid-argument` (it does not), or `not-connected` if it was disconnected or closed meanwhile.
   */
  connect(): Promise<void>;
  /** Ends this tab's calls, and the registration unless other tabs share it. Never rejects. */
  disconnect(): Promise<void>;
  /**
   * Calls the number that a text means: E.164, as a subscriber of `region` writes it, a `tel:` link, or with an extension
   * (`docs/integrate/click-to-call.md`). Other calls are put on hold. Resolves with the call once its offer is sent.
   *
   * Rejects with `invalid-number` if the text is no number or several, `invalid-digits`, `not-connected`, `signed-out`,
   * `no-webrtc`, `insecure-page`, `already-in-call` (if `calls` is `single`), one of the `microphone-…` codes,
   * `no-ice-candidates`, `media-failed`, the core's `try-again` or `rate-limited`, `signaling-lost`, or `no-such-call` if
   * the call ended before it was sent.
   */
  dial(number: string, options?: DialOptions): Promise<CallInfo>;
  /**
   * Answers a ringing call; without an id the one that rings. Other calls are put on hold. Resolves once the
   * answer is sent, and at once if the call was answered already.
   *
   * Rejects with `no-such-call`, `no-webrtc`, one of the `microphone-…` codes or `insecure-page` (the call rings
   * on), `bad-sdp`, `media-failed` or `signaling-lost`.
   */
  answer(id?: string): Promise<void>;
  /** Rejects a ringing call; without an id the one that rings. Does nothing if it does not ring any more. */
  reject(id?: string): Promise<void>;
  /** Ends a call in any state. Does nothing if it has ended already. */
  hangup(id?: string): Promise<void>;
  /**
   * Brings the call that runs on another device here. Resolves with the call once its audio is connected.
   *
   * Rejects with `nothing-to-pull`, or as `dial` does; the call then stays where it is.
   */
  pull(): Promise<CallInfo>;
  /**
   * Moves an active call to the user's mobile. Resolves once it is there.
   *
   * Rejects with `wrong-state` if the call is not active, or `move-failed`: the call then stays here.
   */
  toPhone(id?: string): Promise<void>;
  /** Mutes the microphone in a call, or unmutes it; without `on` it toggles. */
  mute(on?: boolean, id?: string): Promise<void>;
  /**
   * Puts a call on hold, or takes it back; without `on` it toggles. Local only: nothing is sent and nothing is
   * played, and the other side is not told. Taking a call back puts the others on hold.
   */
  hold(on?: boolean, id?: string): Promise<void>;
  /**
   * Sends keypad digits (RFC 4733). Resolves when the last tone is over.
   *
   * Rejects with `invalid-digits`, `wrong-state` if the call is not active or its audio is in another tab,
   * `digits-not-supported`, or `no-such-call` if it ends meanwhile.
   *
   * @param digits of `0-9*#A-D`; `,`, `;`, `p` and `w` are pauses of 500 ms. Spaces, hyphens, dots, slashes and brackets
   *   are left out.
   */
  sendDigits(digits: string, id?: string): Promise<void>;
  /** Removes an ended call from the snapshot. */
  dismiss(id?: string): void;
  /**
   * Uses a device from now on, also in calls that are up. The choice is remembered in this browser.
   *
   * Rejects with `invalid-argument` for another kind, `microphone-not-found` or `speaker-not-available` for an id
   * that no device has or that cannot be used, or another of the `microphone-…` codes.
   *
   * @param deviceId empty for the system default; `all` as ringer rings on every speaker.
   */
  setDevice(kind: DeviceKind, deviceId: string): Promise<void>;
  /** Plays sound that the browser's autoplay rules blocked. Call it from a user gesture. Never rejects. */
  unlockAudio(): Promise<void>;
  /** Stops the ringing of a call, which goes on; without an id of all that ring. */
  silence(id?: string): void;
  /** Plays the sound of a pressed key, only for the user; one of `0-9*#A-D`. */
  playKey(digit: string): void;
  /** Plays a short sound on the speaker, or the ring once on the ringer. */
  playTestSound(kind: "speaker" | "ringer"): Promise<void>;
  /**
   * Opens a microphone for a level meter, and asks for permission if there is none yet. Returns a function that
   * closes it.
   *
   * @param deviceId empty for the system default.
   * @param listener called about 15 times a second with the perceived loudness, 0 (-60 dB) to 1.
   * @param onError called if the microphone cannot be opened, with one of the `microphone-…` codes.
   */
  watchLevel(deviceId: string, listener: (level: number) => void, onError?: (error: TerminalError) => void): () => void;
  /** Tries everything that a call needs, without calling. Asks for the microphone. */
  preflight(): Promise<Preflight>;
  /** Returns what a page that replaces this one needs to take its calls over. */
  handovers(): readonly CallHandover[];
  /** Takes over calls of the page before, if the core still has them. To be called before `connect`. */
  resume(handovers: readonly CallHandover[]): void;
  /** Resolves with states, errors and timings for support, as plain data without personal data. */
  supportBundle(): Promise<Record<string, unknown>>;
  /** Frees everything: ends this tab's calls as `disconnect` does. The phone cannot be used afterwards. */
  close(): void;
}

/**
 * Settings that can be changed while a phone runs, by `Phone.configure`. Until then each is read from the options
 * when it is needed, so that it may be a getter there; `busy` only when the phone registers.
 */
export interface PhoneSettings {
  /** With `calls: "multiple"`, whether a second caller waits or is rejected. Default `wait`. */
  readonly busy?: "wait" | "reject";
  /** STUN and TURN servers of the next calls. Default none. */
  readonly iceServers?: readonly RTCIceServer[];
  /** Longest wait for ICE candidates, in milliseconds. Default 1000. */
  readonly iceWait?: number;
  /**
   * ISO 3166 country of the user, for example `NO`: the tones of its network are played, and numbers without `+` are
   * its own. Default Europe's tones, and numbers without `+` are dialed as they are written.
   */
  readonly region?: string;
  /**
   * URL of a sound file to ring with, in place of the region's ring; its server has to allow this page's origin.
   * If it cannot be loaded, the region's ring is played, and a `terminal-error` event says so.
   */
  readonly ringUrl?: string;
  /** Loudness of the ring, 0 to 1. Default 1. */
  readonly ringVolume?: number;
}

/** Options of `createPhone`. */
export interface PhoneOptions extends PhoneSettings {
  /** URL of the gateway: `https:` or `wss:`; `http:` and `ws:` only on localhost. Read for each stream. */
  readonly endpoint: string;
  /** Returns an access token; called whenever one is needed. */
  readonly getToken: TokenSource;
  /** `single`: one call at a time (`Pipe`). `multiple`: several (`MultiPipe`). Default `single`. */
  readonly calls?: "single" | "multiple";
  /** `shared`: all tabs of this origin, account and gateway share one registration. Default `single`. */
  readonly tabs?: "shared" | "single";
  /** Opaque id of the signed-in user. Default: the token's `sub` claim, else a hash of the token. */
  readonly account?: string;
  /** How the gateway is reached. `auto`: by WebSocket, or by fetch where the network blocks that. Default `auto`. Read for each stream. */
  readonly transport?: TransportChoice;
}
