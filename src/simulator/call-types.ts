/** Types of the call model: terminals, legs, sides, calls. */
import type { Clock } from "../clock.js";
import type { WebTerminalMessage } from "../gen/wgtwo/webterminal/v0/webterminal_pb.js";
import type { Directory } from "./directory.js";
import type { SimulatorLogger } from "./log.js";
import type { AudioCodec, Endpoint, MediaEnd, MediaPort, Player } from "./media-port.js";

/** The dependencies of the call model. */
export interface CallModelOptions {
  readonly media: MediaPort;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly log: SimulatorLogger;
  /** How long a call outlives its terminal's stream, in milliseconds. Default: 30 000. */
  readonly keepCallMs?: number;
}

/** A registered terminal, as the call model sees it. */
export interface TerminalPort {
  readonly id: string;
  /** The user's number, in E.164. */
  readonly number: string;
  readonly method: "Pipe" | "MultiPipe";
  send(message: WebTerminalMessage): void;
}

/** A registered terminal with its state in the model. */
export interface Terminal extends TerminalPort {
  /** Milliseconds since the Unix epoch. */
  readonly since: number;
  /** Calls on other devices of which InCall has notified it, and not yet Idle. */
  readonly notified: Set<string>;
}

/** One device of a party in a call. */
export interface Leg {
  readonly kind: "terminal" | "scripted" | "mobile";
  /** The registration's method, for a terminal's leg. */
  readonly method: "Pipe" | "MultiPipe" | null;
  /** The terminal that has the leg; null if its stream has ended, or there never was one. */
  terminal: Terminal | null;
  readonly end: MediaEnd;
  /** `end` if it is a peer connection, otherwise null. */
  readonly endpoint: Endpoint | null;
  /** `end` if it is a synthetic voice, otherwise null. */
  readonly player: Player | null;
  /** Whether an Offer of the core is unanswered. */
  offering: boolean;
  /** The last task of the queue in which its descriptions are made and applied. */
  queue: Promise<void>;
  closed: boolean;
}

/** One of the two parties. */
export interface Side {
  readonly number: string;
  /** The leg whose audio is connected. */
  leg: Leg | null;
  /** A newer leg that takes over as soon as it is connected. */
  next: Leg | null;
  /** Legs that are being alerted. */
  ringing: Leg[];
  /** The terminal's offer while it is unanswered. */
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
  /** Milliseconds since the Unix epoch, as are the two below; they are 0 until they happen. */
  readonly startedMs: number;
  answeredMs: number;
  endedMs: number;
  /** Whether the audio of the parties is disconnected, to simulate a broken core. */
  mediaStopped: boolean;
  /** Whether the call was placed on a user's mobile. */
  readonly fromMobile: boolean;
  /** Answers for a scripted callee; null if there is none to answer. */
  pickUp: (() => void) | null;
  /** Runs once the terminals have answered a renegotiation. */
  moved: (() => void) | null;
  /** Functions that cancel the pending timers of the call. */
  readonly timers: Set<() => void>;
}
