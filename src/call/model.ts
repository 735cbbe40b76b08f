/**
 * The model: the machine's snapshot with its two small unions and its calls, and
 * `CallInfo`, the part of a call that a page sees.
 */
import type { TerminalError } from "../errors.js";

/**
 * The state of the registration.
 *
 * - `offline`: not registered, and not asked to be.
 * - `connecting`: registering for the first time.
 * - `ready`: registered; calls can be made and received.
 * - `reconnecting`: the registration broke, and is being restored.
 * - `signed-out`: the token was rejected; `connect` with another one registers again.
 * - `failed`: the service refuses for a reason that retrying does not change.
 */
export type Connection = "offline" | "connecting" | "ready" | "reconnecting" | "signed-out" | "failed";

/**
 * The state of the user's number on other devices: `unknown` until the core has said so, `idle` if it
 * is in no call, `elsewhere` if it is in a call that `pull` can bring here.
 */
export type Subscriber = "unknown" | "idle" | "elsewhere";

/** How the call came to this terminal: `outgoing` from here, `incoming` to here, `pulled` from another device. */
export type CallDirection = "outgoing" | "incoming" | "pulled";

/**
 * A call's state, as a page sees it.
 *
 * - `dialing`: on its way; the callee is not alerted yet.
 * - `alerting`: the callee is alerted.
 * - `incoming`: it rings here.
 * - `answering`: it was answered here; the microphone is being opened.
 * - `connecting`: it was answered, or is being pulled; audio does not flow yet.
 * - `active`: people can hear each other.
 * - `recovering`: the stream or the audio is lost and is being restored, or the page was reloaded.
 * - `moving`: the core was asked to move it to the mobile.
 * - `ended`: it is over; `cause` says why.
 */
export type CallState =
  "dialing" | "alerting" | "incoming" | "answering" | "connecting" | "active" | "recovering" | "moving" | "ended";

/** Why a call ended. */
export type CallCause =
  /** The user hung up. */
  | "hangup"
  /** The other party hung up. */
  | "remote-hangup"
  /** The user rejected an incoming call. */
  | "rejected"
  /** The callee rejected the call, or is busy. */
  | "remote-rejected"
  /** An incoming call ended before it was answered. */
  | "missed"
  /** The user hung up before the callee answered. */
  | "canceled"
  /** The callee did not answer in time. */
  | "no-answer"
  /** Another device of the user answered. */
  | "answered-elsewhere"
  /** The call went on on the mobile. */
  | "moved-to-phone"
  /** The microphone could not be opened. */
  | "no-microphone"
  /** Audio could not be connected, or not restored. */
  | "media-failed"
  /** The other side's session description could not be used. */
  | "bad-sdp"
  /** The connection to the service was lost, or another tab with the call was closed. */
  | "signaling-lost"
  /** The core no longer had the call after the connection had been lost. */
  | "dropped-by-core"
  /** The core answered with an error. */
  | "error";

/** The person or company at the other end, as the host page knows it. */
export interface Contact {
  /** The name to show in place of the number. */
  readonly name: string;
  /** A second line, for example the company. */
  readonly detail?: string;
  /** URL of a portrait. */
  readonly picture?: string;
  /** URL of the contact's page in the host's system. */
  readonly url?: string;
}

/** One call, as the page sees it. Frozen; a changed call is a new object. */
export interface CallInfo {
  /** The call's UUID, the same as on the wire. */
  readonly id: string;
  /** How the call came to this terminal. */
  readonly direction: CallDirection;
  readonly state: CallState;
  /** The other party's number, E.164; empty if the caller withheld it. */
  readonly number: string;
  /** The other party; null while unknown. Without a contact source it is the `label` given to `dial`. */
  readonly contact: Contact | null;
  /** The host's own data: `metadata` of `dial`, or the `-context` of a marked node; null if there is none. */
  readonly metadata: unknown;
  /** Keypad digits that are sent once the call is up, as `sendDigits` takes them; empty where there are none. */
  readonly digits: string;
  /** When the call was dialed, offered or pulled, in epoch milliseconds. */
  readonly startedAt: number;
  /** When the call was answered, in epoch milliseconds; null before. */
  readonly answeredAt: number | null;
  /** When the call ended, in epoch milliseconds; null before. */
  readonly endedAt: number | null;
  /** Why the call ended; null before. */
  readonly cause: CallCause | null;
  /** Whether the user muted the microphone in this call. */
  readonly muted: boolean;
  /** Whether the call is on hold here: nothing is sent and nothing is played. The other side is not told. */
  readonly held: boolean;
  /** Whether the call's audio is in this tab. */
  readonly owner: boolean;
}

/** Options of `dial`. */
export interface DialOptions {
  /** The host's own data; it comes back as `metadata` of the call. */
  readonly metadata?: unknown;
  /** A name to show until a contact is found. */
  readonly label?: string;
  /** Keypad digits to send once the call is up, as `sendDigits` takes them; after those that the number's own text asks for. */
  readonly digits?: string;
}

/** The fields of a call in every state. The wishes `muted` and `held` outlive tracks and descriptions. */
export interface CallBase {
  readonly id: string;
  readonly direction: CallDirection;
  readonly number: string;
  readonly label: string | null;
  readonly metadata: unknown;
  /** Keypad digits that follow once the call is up. */
  readonly digits: string;
  /** Whether those digits are still to be sent: they are sent once, whatever becomes of the call. */
  readonly digitsDue: boolean;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly muted: boolean;
  readonly held: boolean;
  /** Number of the newest leg. A leg is one peer connection; a call may change it. */
  readonly newestLeg: number;
  /**
   * The last error that was reported of this call: why it ended, why it still rings after it was to be answered,
   * or why it was not moved. Null if there was none since it was dialed, answered or asked to move.
   */
  readonly failure: TerminalError | null;
}

/** An offer of another caller that crossed ours on `Pipe` (`docs/protocol.md`, policy 1). */
export interface CrossingOffer {
  readonly id: string;
  readonly number: string;
  readonly sdp: string;
  readonly at: number;
}

/**
 * Our call on its way out, or (direction `pulled`) on its way in from another device.
 * The offer leaves when both the description and the microphone are there.
 */
export interface DialingCall extends CallBase {
  readonly state: "dialing";
  readonly leg: number;
  /** Our description, once its candidates are gathered. */
  readonly sdp: string | null;
  readonly microphone: boolean;
  readonly sent: boolean;
  /** How often the core has asked to try again. */
  readonly tries: number;
  readonly crossing: CrossingOffer | null;
}

/** The callee is being alerted. */
export interface AlertingCall extends CallBase {
  readonly state: "alerting";
  readonly leg: number;
}

/** The call rings here. The answer is prepared meanwhile. */
export interface IncomingCall extends CallBase {
  readonly state: "incoming";
  /** Null while the stream of the offer is lost and the core has not offered the call again. */
  readonly leg: number | null;
  /** The core's offer, kept because another tab than the one that prepared the answer may answer. */
  readonly remote: string;
  /** Our answer; false if its leg failed, and answering needs another: Firefox waits only 5 s for withheld candidates. */
  readonly prepared: string | null | false;
}

/** The user has accepted; the answer leaves when it is prepared and the microphone is open. */
export interface AnsweringCall extends CallBase {
  readonly state: "answering";
  readonly leg: number | null;
  readonly remote: string;
  readonly prepared: string | null;
  readonly microphone: boolean;
}

/** Descriptions are exchanged; audio does not flow yet. */
export interface ConnectingCall extends CallBase {
  readonly state: "connecting";
  readonly leg: number;
}

/** People are talking. */
export interface ActiveCall extends CallBase {
  readonly state: "active";
  readonly leg: number;
}

/** The core was asked to take the call to the mobile; audio stays until it has. */
export interface MovingCall extends CallBase {
  readonly state: "moving";
  readonly leg: number;
}

/** The loss that a call recovers from: of the stream, of the audio's path, or of the page that had it. */
export type RecoveryReason = "signaling" | "media" | "reload";

/** Our offer to recover a call: an ICE restart if `leg` is the call's own, else a fresh leg. */
export type RecoveryOffer =
  | { readonly leg: number; readonly step: "gathering" }
  /** Sent and unanswered; kept to be sent again. `waits`: how often an attempt's time has passed meanwhile. */
  | { readonly leg: number; readonly step: "sent"; readonly sdp: string; readonly waits: number }
  | { readonly leg: number; readonly step: "answered" };

/** The call is being recovered; audio that is left goes on meanwhile. */
export interface RecoveringCall extends CallBase {
  readonly state: "recovering";
  readonly reason: RecoveryReason;
  /** The leg that people still hear; null after a reload. */
  readonly leg: number | null;
  /** Null while the call waits for its stream. */
  readonly offer: RecoveryOffer | null;
  readonly attempt: number;
}

/** The call is over and holds no resources. */
export interface EndedCall extends CallBase {
  readonly state: "ended";
  readonly cause: CallCause;
  readonly endedAt: number;
}

/** A call that has not ended. */
export type LiveCall =
  DialingCall | AlertingCall | IncomingCall | AnsweringCall | ConnectingCall | ActiveCall | MovingCall | RecoveringCall;

/** A call, each state with exactly its own data. */
export type Call = LiveCall | EndedCall;

/** The stream to the core. */
export type ConnectionState =
  | { readonly state: "offline" }
  /** `since`: when calls began to be missed, in epoch milliseconds; null before the first time ready. */
  | { readonly state: "connecting" | "reconnecting"; readonly since: number | null; readonly reason: string }
  | { readonly state: "ready" }
  | { readonly state: "signed-out" | "failed"; readonly since: number | null; readonly reason: string };

/** The user's number on other devices. */
export type SubscriberState =
  | { readonly state: "unknown" }
  | { readonly state: "idle" }
  | { readonly state: "elsewhere"; readonly callId: string; readonly number: string };

/** The state of the machine. Replaced, never changed. */
export interface Snapshot {
  /** `single`: `Pipe`, one live call at a time. `multiple`: `MultiPipe`. */
  readonly callMode: "single" | "multiple";
  /** With `multiple`, whether a second caller waits or is rejected. */
  readonly busy: "wait" | "reject";
  readonly connection: ConnectionState;
  readonly subscriber: SubscriberState;
  readonly calls: ReadonlyMap<string, Call>;
  /** Ids of calls that ended while there was no stream: their `Bye` is still to be sent. */
  readonly owedByes: readonly string[];
  /**
   * On `Pipe`, the outgoing call that was last canceled before the core had said anything about it, and when in
   * epoch milliseconds: an offer of the core may have crossed its `Bye`.
   */
  readonly canceled: { readonly id: string; readonly at: number } | null;
  /** Ids of the last calls that ended, to recognise late messages about them. */
  readonly endedIds: readonly string[];
  /** Messages that had no effect, counted by type. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** Returns the snapshot of a terminal that has not registered yet. */
export function initialSnapshot(options: Partial<Pick<Snapshot, "callMode" | "busy">> = {}): Snapshot {
  return {
    callMode: options.callMode ?? "single",
    busy: options.busy ?? "wait",
    connection: { state: "offline" },
    subscriber: { state: "unknown" },
    calls: new Map(),
    owedByes: [],
    canceled: null,
    endedIds: [],
    dropped: {},
  };
}
