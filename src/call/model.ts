/**
 * What the terminal knows, as plain frozen data: the snapshot, its calls, and the
 * words they share with the outside (`CallInfo`).
 */
import type { TerminalError } from "../errors.js";

/** Where the registration stands. */
export type Connection = "offline" | "connecting" | "ready" | "reconnecting" | "signed-out" | "failed";

/** What the core says of the user's number outside of this terminal. */
export type Subscriber = "unknown" | "idle" | "elsewhere";

/** Who started the call; `pulled` is one that ran on another device first. */
export type CallDirection = "outgoing" | "incoming" | "pulled";

/** A call's states; {@link ./transition.ts} draws how they follow each other. */
export type CallState =
  | "dialing"
  | "alerting"
  | "incoming"
  | "answering"
  | "connecting"
  | "active"
  | "recovering"
  | "moving"
  | "ended";

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
export type { TerminalError };
