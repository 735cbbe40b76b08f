/**
 * What the terminal knows, as plain data: the snapshot with its two small unions
 * and its calls, and `CallInfo`, the part of it that a page sees.
 */

/** Where the registration stands. */
export type Connection = "offline" | "connecting" | "ready" | "reconnecting" | "signed-out" | "failed";

/** What the core says of the user's number outside of this terminal. */
export type Subscriber = "unknown" | "idle" | "elsewhere";

/** Who started the call; `pulled` is one that ran on another device first. */
export type CallDirection = "outgoing" | "incoming" | "pulled";

/** A call's states, as a page sees them. {@link ./transition.ts} draws how they follow each other. */
export type CallState =
  "dialing" | "alerting" | "incoming" | "answering" | "connecting" | "active" | "recovering" | "moving" | "ended";

/** Why a call ended. */
export type CallCause =
  | "hangup"
  | "remote-hangup"
  | "rejected"
  | "remote-rejected"
  | "missed"
  | "canceled"
  | "no-answer"
  | "answered-elsewhere"
  | "moved-to-phone"
  | "no-microphone"
  | "media-failed"
  | "bad-sdp"
  | "signaling-lost"
  | "dropped-by-core"
  | "error";

/** Who is at the other end, as the host page knows it. */
export interface Contact {
  readonly name: string;
  readonly detail?: string;
  readonly picture?: string;
  readonly url?: string;
}

/** One call, as the page sees it. Frozen; a changed call is a new object. */
export interface CallInfo {
  /** UUID, the same on the wire. */
  readonly id: string;
  readonly direction: CallDirection;
  readonly state: CallState;
  /** The other party, E.164; empty when the caller withheld it. */
  readonly number: string;
  readonly contact: Contact | null;
  /** What the host gave to `dial`, or a marked node in its `-context`. */
  readonly metadata: unknown;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  /** Null until ended. */
  readonly cause: CallCause | null;
  readonly muted: boolean;
  readonly held: boolean;
  /** Whether the call's media is in this tab. */
  readonly owner: boolean;
}

/** What `dial` takes beside the number. */
export interface DialOptions {
  readonly metadata?: unknown;
  /** A name to show until a contact is found. */
  readonly label?: string;
}

/** Identity and wishes of a call, in every state. Wishes outlive tracks and SDP. */
export interface CallBase {
  readonly id: string;
  readonly direction: CallDirection;
  readonly number: string;
  readonly label: string | null;
  readonly metadata: unknown;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly muted: boolean;
  readonly held: boolean;
  /** Number of the newest leg. A leg is one peer connection; a call may change it. */
  readonly newestLeg: number;
}

/** An offer of another caller that crossed ours on `Pipe` (policy 1). */
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

/** It rings here. The answer is prepared meanwhile. */
export interface IncomingCall extends CallBase {
  readonly state: "incoming";
  /** Null while the stream that brought the offer is gone and the core has not offered again. */
  readonly leg: number | null;
  /** The core's offer: another tab than the one that prepared an answer may be the one to give it. */
  readonly remote: string;
  /** False: its leg has given up. Firefox waits 5 s for the candidates that are withheld, and an answer needs another leg then. */
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

/** Descriptions are exchanged, audio does not flow yet. */
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

/** What broke: the stream, the audio's path, or the page that held the call. */
export type RecoveryReason = "signaling" | "media" | "reload";

/** Our offer that is to bring a call back: an ICE restart where `leg` is the call's own, else a fresh leg. */
export type RecoveryOffer =
  | { readonly leg: number; readonly step: "gathering" }
  /** Under way and unanswered; kept to be sent again. `waits`: how many attempts' times it has been so. */
  | { readonly leg: number; readonly step: "sent"; readonly sdp: string; readonly waits: number }
  | { readonly leg: number; readonly step: "answered" };

/** Something broke; the call is being brought back while what is left of it goes on. */
export interface RecoveringCall extends CallBase {
  readonly state: "recovering";
  readonly reason: RecoveryReason;
  /** The leg that people still hear; null after a reload. */
  readonly leg: number | null;
  /** Null while the call waits for its stream. */
  readonly offer: RecoveryOffer | null;
  readonly attempt: number;
}

/** Over. Holds nothing any more. */
export interface EndedCall extends CallBase {
  readonly state: "ended";
  readonly cause: CallCause;
  readonly endedAt: number;
}

/** A call that is up in some way. */
export type LiveCall =
  DialingCall | AlertingCall | IncomingCall | AnsweringCall | ConnectingCall | ActiveCall | MovingCall | RecoveringCall;

/** A call, each state with exactly its own data. */
export type Call = LiveCall | EndedCall;

/** The stream to the core. */
export type ConnectionState =
  | { readonly state: "offline" }
  /** `since`: when calls began to be missable, epoch milliseconds; null before the first time ready. */
  | { readonly state: "connecting" | "reconnecting"; readonly since: number | null; readonly reason: string }
  | { readonly state: "ready" }
  | { readonly state: "signed-out" | "failed"; readonly since: number | null; readonly reason: string };

/** The user's number on other devices. */
export type SubscriberState =
  | { readonly state: "unknown" }
  | { readonly state: "idle" }
  | { readonly state: "elsewhere"; readonly callId: string; readonly number: string };

/** All that the machine knows. Replaced, never changed. */
export interface Snapshot {
  /** `single`: `Pipe`, the map below has room for one live call. */
  readonly callMode: "single" | "multiple";
  /** What a second caller gets with `multiple`. */
  readonly busy: "wait" | "reject";
  readonly connection: ConnectionState;
  readonly subscriber: SubscriberState;
  readonly calls: ReadonlyMap<string, Call>;
  /** Calls that ended while no stream stood: their `Bye` is still to be sent. */
  readonly owedByes: readonly string[];
  /** Ids of the last calls that ended, so that late messages about them are known as such. */
  readonly endedIds: readonly string[];
  /** Messages that had no effect, counted by type. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** Nothing known yet. */
export function initialSnapshot(options: Partial<Pick<Snapshot, "callMode" | "busy">> = {}): Snapshot {
  return {
    callMode: options.callMode ?? "single",
    busy: options.busy ?? "wait",
    connection: { state: "offline" },
    subscriber: { state: "unknown" },
    calls: new Map(),
    owedByes: [],
    endedIds: [],
    dropped: {},
  };
}
