/**
 * What the headless phone offers: the element is one user of it, a host page
 * without any interface another.
 */
import type { CallHandover } from "../call/inputs.js";
import type { CallInfo, Connection, DialOptions, Subscriber } from "../call/model.js";
import type { TerminalError } from "../errors.js";
import type { MicrophonePermission } from "../media/permission.js";
import type { AudioDevice, CallQuality, ChosenDevices, DeviceKind, MediaReport, Preflight } from "../media/types.js";
import type { TokenSource } from "../registration/tokens.js";
import type { TransportChoice } from "../wire/choose-stream.js";

export type { MicrophonePermission } from "../media/permission.js";
export type { TokenReason, TokenResult, TokenSource } from "../registration/tokens.js";
export type { TransportChoice } from "../wire/choose-stream.js";

export type * from "../media/types.js";

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
 * `blocked`: the browser holds sound back, ringing included, until a user gesture in which
 * `unlockAudio` is called. Known as soon as the phone is registered.
 */
export type AudioState = "ready" | "blocked";

/** All that is known, frozen, replaced on each change. */
export interface PhoneSnapshot {
  readonly connection: Connection;
  readonly subscriber: Subscriber;
  /** The other party of the call that runs elsewhere, E.164, where the core said so. */
  readonly subscriberNumber: string | null;
  /** Live calls, and ended ones until they are dismissed or replaced. */
  readonly calls: readonly CallInfo[];
  /** The call on screen. */
  readonly call: CallInfo | null;
  readonly permission: MicrophonePermission;
  readonly audio: AudioState;
  /** Known once the page may use the microphone. */
  readonly devices: readonly AudioDevice[];
  readonly chosen: ChosenDevices;
  /** Of the call on screen; null while none is up. */
  readonly quality: CallQuality | null;
}

/** What the phone reports; the element turns each into a DOM event. */
export type PhoneEvent =
  | MediaReport
  | {
      readonly type: "connection-change";
      readonly connection: Connection;
      readonly previous: Connection;
      readonly reason: string;
    }
  | { readonly type: "subscriber-change"; readonly subscriber: Subscriber; readonly number: string | null }
  | { readonly type: "call-change"; readonly call: CallInfo; readonly previous: CallInfo | null }
  | {
      readonly type: "call-outgoing" | "call-incoming" | "call-alerting" | "call-answered" | "call-missed";
      readonly call: CallInfo;
    }
  | { readonly type: "call-pulled"; readonly call: CallInfo; readonly cause: "pull" | "recovered" }
  | { readonly type: "call-moved" | "call-renegotiated"; readonly call: CallInfo }
  /** `duration` in milliseconds since the answer; 0 where there was none. */
  | {
      readonly type: "call-ended";
      readonly call: CallInfo;
      readonly cause: NonNullable<CallInfo["cause"]>;
      readonly duration: number;
    }
  | { readonly type: "call-mute"; readonly call: CallInfo; readonly muted: boolean }
  | { readonly type: "call-digit"; readonly call: CallInfo; readonly digit: string }
  | { readonly type: "availability-gap"; readonly from: number; readonly to: number }
  | { readonly type: "permission-change"; readonly permission: MicrophonePermission }
  | { readonly type: "terminal-error"; readonly error: TerminalError; readonly call: CallInfo | null };

/** `primary`: of all tabs that share the registration, this is the one to act on the event. */
export type PhoneListener = (event: PhoneEvent, primary?: boolean) => void;

/** The headless phone. Each method returns a promise that settles, and rejects with a `TerminalError`. */
export interface Phone {
  readonly snapshot: PhoneSnapshot;
  /** Called after each change; the function given back ends that. */
  subscribe(listener: (snapshot: PhoneSnapshot) => void): () => void;
  /** Called for each event, in order; the function given back ends that. */
  on(listener: PhoneListener): () => void;

  /**
   * Registers the terminal; resolves when it is ready. Where it waits to try again, it tries at once. Of tabs that share
   * a registration which was refused, this one takes it over, and tries with its own token.
   */
  connect(): Promise<void>;
  /** Ends calls and the registration. */
  disconnect(): Promise<void>;
  /** `number` in E.164. Resolves with the call as soon as it is on its way, or rejects when it cannot start. */
  dial(number: string, options?: DialOptions): Promise<CallInfo>;
  answer(id?: string): Promise<void>;
  reject(id?: string): Promise<void>;
  hangup(id?: string): Promise<void>;
  /** Brings the call that runs elsewhere here. */
  pull(): Promise<CallInfo>;
  /** Sends the call to the mobile. */
  toPhone(id?: string): Promise<void>;
  mute(on?: boolean, id?: string): Promise<void>;
  hold(on?: boolean, id?: string): Promise<void>;
  /** `0-9*#A-D`; a comma is a pause of 500 ms. */
  sendDigits(digits: string, id?: string): Promise<void>;
  /** Takes an ended call off the screen. */
  dismiss(id?: string): void;
  /** An empty `deviceId` is the system's own device. The choice is remembered in this browser. */
  setDevice(kind: DeviceKind, deviceId: string): Promise<void>;
  /** Plays sound that the browser's autoplay rules held back. Call it from a user gesture. */
  unlockAudio(): Promise<void>;
  /** Stops the ringing of a call, which goes on; without an id of all that ring. */
  silence(id?: string): void;
  /** The sound of a pressed key, for the ear of the user alone; one of `0-9*#A-D`. */
  playKey(digit: string): void;
  /** A short sound on the speaker, or one ring on the ringer. */
  playTestSound(kind: "speaker" | "ringer"): Promise<void>;
  /**
   * Opens a microphone for a level meter; the function given back closes it. `listener`
   * gets the loudness about 15 times a second, 0 to 1, as people hear it (-60 dB is 0).
   * `onError` is told why there is none. Asks for permission where there is none yet.
   */
  watchLevel(deviceId: string, listener: (level: number) => void, onError?: (error: TerminalError) => void): () => void;
  /** Tries all that a call needs, short of calling. Asks for the microphone. */
  preflight(): Promise<Preflight>;
  /** What a page that replaces this one needs to take the calls over. */
  marks(): readonly CallHandover[];
  /** Brings back calls that the page before held, as far as the core still has them. To be called before `connect`. */
  resume(marks: readonly CallHandover[]): void;
  supportBundle(): Promise<Record<string, unknown>>;
  /** Frees everything. The phone is of no use afterwards. */
  close(): void;
}

/** What `createPhone` needs from its host. */
export interface PhoneOptions {
  /** The gateway: `https:` or `wss:`; `http:` and `ws:` only on localhost. Read for each stream. */
  readonly endpoint: string;
  readonly getToken: TokenSource;
  /** `single`: `Pipe`, one call. `multiple`: `MultiPipe`. */
  readonly calls?: "single" | "multiple";
  readonly busy?: "wait" | "reject";
  /** `shared`: all tabs of this origin, person and gateway have one registration. Default `single`. */
  readonly tabs?: "shared" | "single";
  /** Opaque id of the signed-in person; default: the token's `sub`, else a hash of the token. */
  readonly account?: string;
  /** How the gateway is reached; `auto`: by WebSocket, and by fetch where the network blocks that. Read for each stream. */
  readonly transport?: TransportChoice;
  readonly iceServers?: readonly RTCIceServer[];
  /** Longest wait for ICE candidates, in milliseconds; 1000. */
  readonly iceWait?: number;
  /** ISO 3166 country of the user, for example `NO`: its network's tones are played. Read for each sound. */
  readonly region?: string;
  /**
   * A sound file to ring with, in place of the region's ring; it has to allow this page's origin. Where it
   * cannot be had, the phone rings all the same, and a `terminal-error` says so. Read for each ring.
   */
  readonly ringUrl?: string;
  /** 0 to 1; 1. Read for each ring. */
  readonly ringVolume?: number;
}
