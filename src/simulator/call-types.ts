import type { Clock } from "../clock.js";
import type { WebTerminalMessage } from "../gen/wgtwo/webterminal/v0/webterminal_pb.js";
import type { Directory } from "./directory.js";
import type { Logger } from "./log.js";
import type { AudioCodec, Endpoint, MediaEnd, MediaPort, Player } from "./media-port.js";

/** What the call model stands on. */
export interface CallModelOptions {
  readonly media: MediaPort;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly log: Logger;
  /** How long a call outlives its terminal's stream, in milliseconds; 30 000 unless told. */
  readonly keepCallMs?: number;
}

/** A registered terminal, as the call model sees it: somebody to send messages to. */
export interface TerminalPort {
  readonly id: string;
  /** The user's number, in E.164. */
  readonly number: string;
  readonly method: "Pipe" | "MultiPipe";
  send(message: WebTerminalMessage): void;
}

/** A registered terminal with what the model keeps of it. */
export interface Terminal extends TerminalPort {
  /** Milliseconds since the Unix epoch. */
  readonly since: number;
  /** Calls on other devices of which InCall has notified it, and not yet Idle. */
  readonly notified: Set<string>;
}

/** One attachment of a party to a call. */
export interface Leg {
  readonly kind: "terminal" | "scripted" | "mobile";
  /** The registration's method, for a terminal's leg. */
  readonly method: "Pipe" | "MultiPipe" | null;
  /** Who has it; null where nobody is registered for it (any more). */
  terminal: Terminal | null;
  readonly end: MediaEnd;
  /** The same as `end` where it is a peer connection. */
  readonly endpoint: Endpoint | null;
  /** The same as `end` where it is a synthetic voice. */
  readonly player: Player | null;
  /** Whether an Offer of the core's is unanswered. */
  offering: boolean;
  /** The last task of the queue in which its descriptions are made and applied. */
  queue: Promise<void>;
  closed: boolean;
}

/** One of the two parties. */
export interface Side {
  readonly number: string;
  /** The attachment whose audio counts. */
  leg: Leg | null;
  /** A newer one that takes over as soon as it is connected. */
  next: Leg | null;
  /** Attachments that are being alerted. */
  ringing: Leg[];
  /** The terminal's offer while it has no answer. */
  offer: { readonly sdp: string; readonly codecs: readonly AudioCodec[] } | null;
  /** Cancels the end of a retained call, one whose stream broke; null if the call is not retained. */
  cancelRetention: (() => void) | null;
}

/** A call between two parties. */
export interface Call {
  readonly id: string;
  readonly caller: Side;
  readonly callee: Side;
  state: "alerting" | "active" | "ended";
  /** Whether the caller has been told Ringing. */
  alerted: boolean;
  /** Milliseconds since the Unix epoch; 0 until it has happened. */
  readonly startedMs: number;
  answeredMs: number;
  endedMs: number;
  /** Whether the two parties are kept from hearing each other, as a broken core does. */
  mediaStopped: boolean;
  /** Begun on a user's mobile. */
  readonly fromMobile: boolean;
  /** Answers in the place of a scripted callee. */
  pickUp: (() => void) | null;
  /** What has to happen once the terminals have answered a renegotiation. */
  moved: (() => void) | null;
  /** Takes back what is still to happen in the call. */
  readonly timers: Set<() => void>;
}
