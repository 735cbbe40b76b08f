/** What goes into the machine and what comes out of it. */
import type { TerminalError, TerminalErrorCode } from "../errors.js";
import type { CoreMessage } from "../registration/core-message.js";
import type { CallDirection, Snapshot } from "./model.js";

/** What a reloaded page knows of the call that its predecessor held (policy 4). */
export interface CallHandover {
  readonly id: string;
  readonly number: string;
  readonly direction: CallDirection;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly muted: boolean;
  readonly held: boolean;
  readonly label: string | null;
  readonly metadata: unknown;
}

/** Names of the machine's timers; each belongs to one call. */
export type TimerName =
  /** The callee has not answered for too long. */
  | "no-answer"
  /** The core asked to try again. */
  | "retry"
  /** The core should have offered a ringing call again by now. */
  | "offered-again"
  /** Audio should flow, or flow again, by now. */
  | "media"
  /** The fresh leg is connected, but nothing has been heard on it yet. */
  | "promote"
  /** The core should have said whether the mobile has the call. */
  | "move"
  /** A call whose tab is gone has not been taken up by another. */
  | "abandoned"
  /** No stream has come back for long: is there anything left to wait for? */
  | "give-up";

/** What a person or the host page wants. An intent that does not fit the state is ignored. */
export type Intent =
  | {
      readonly type: "dial";
      readonly id: string;
      readonly number: string;
      readonly label: string | null;
      readonly metadata: unknown;
    }
  | { readonly type: "answer"; readonly id: string }
  | { readonly type: "reject"; readonly id: string }
  | { readonly type: "hangup"; readonly id: string }
  | { readonly type: "pull" }
  | { readonly type: "to-phone"; readonly id: string }
  | { readonly type: "mute"; readonly id: string; readonly on: boolean }
  | { readonly type: "hold"; readonly id: string; readonly on: boolean }
  | { readonly type: "dismiss"; readonly id: string }
  | { readonly type: "resume"; readonly call: CallHandover };

/** What the stream to the core does. */
export type RegistrationInput =
  | { readonly type: "registration-connecting" }
  /** The gateway's headers came: the stream to the core stands. */
  | { readonly type: "registration-open" }
  /** It is gone and will be opened again. */
  | { readonly type: "registration-lost"; readonly reason: string }
  /** It is gone for good: `signed-out`, or `failed`. */
  | { readonly type: "registration-refused"; readonly state: "signed-out" | "failed"; readonly reason: string }
  /** The user asked for no registration any more. */
  | { readonly type: "registration-closed" }
  /** A stream of an old token has broken that was kept for these calls; the registration stands. */
  | { readonly type: "calls-stranded"; readonly ids: readonly string[] }
  | { readonly type: "message"; readonly message: CoreMessage };

/** What media reports. An event of a leg that a call has given up is ignored. */
export type MediaInput =
  /** A description of ours, with its candidates in it. */
  | {
      readonly type: "media-local";
      readonly id: string;
      readonly leg: number;
      readonly kind: "offer" | "answer";
      readonly sdp: string;
    }
  | { readonly type: "media-microphone"; readonly id: string }
  | { readonly type: "media-connected"; readonly id: string; readonly leg: number }
  /** The first audio has arrived on a leg. */
  | { readonly type: "media-flowing"; readonly id: string; readonly leg: number }
  /** ICE lost the far end, perhaps for a moment. */
  | { readonly type: "media-disconnected"; readonly id: string; readonly leg: number }
  /** ICE or DTLS gave up, or the network under the call has changed. */
  | { readonly type: "media-connection-failed"; readonly id: string; readonly leg: number }
  /** Another network carries this machine's traffic now: every path is in doubt. */
  | { readonly type: "network-changed" }
  | {
      readonly type: "media-operation-failed";
      readonly id: string;
      readonly leg: number;
      readonly during: "offer" | "answer" | "apply" | "microphone";
      readonly error: TerminalError;
    };

/** Everything that can happen. */
export type MachineInput =
  | Intent
  | RegistrationInput
  | MediaInput
  | { readonly type: "timer"; readonly id: string; readonly name: TimerName }
  /** Another tab is going to answer: it has to prepare an answer of its own. */
  | { readonly type: "claim"; readonly id: string }
  /** The tab that had the call's media is gone. */
  | { readonly type: "abandoned"; readonly id: string }
  /** What a second caller gets from now on. */
  | { readonly type: "configure"; readonly busy: Snapshot["busy"] };

/** What is to be done; carried out after the snapshot has been replaced. */
export type Effect =
  | { readonly type: "send"; readonly message: CoreMessage }
  /** Asks for proof that the stream is alive: the core has been silent where it should not. */
  | { readonly type: "probe" }
  /** Makes an offer: on a new leg, or (`restart`) an ICE restart on a standing one. */
  | { readonly type: "offer"; readonly id: string; readonly leg: number; readonly restart: boolean }
  /** Answers an offer. `ringing`: the core's candidates are kept back until {@link Effect} `accept`. */
  | {
      readonly type: "answer";
      readonly id: string;
      readonly leg: number;
      readonly sdp: string;
      readonly ringing: boolean;
    }
  | { readonly type: "accept"; readonly id: string; readonly leg: number }
  /** Applies the core's answer. */
  | { readonly type: "apply"; readonly id: string; readonly leg: number; readonly sdp: string }
  | { readonly type: "microphone"; readonly id: string }
  /** From now on this leg is the call's; every other leg of the call closes. */
  | { readonly type: "promote"; readonly id: string; readonly leg: number }
  | { readonly type: "close-leg"; readonly id: string; readonly leg: number }
  /** Wishes for the call's audio, in full. */
  | { readonly type: "audio"; readonly id: string; readonly muted: boolean; readonly held: boolean }
  | { readonly type: "timer"; readonly id: string; readonly name: TimerName; readonly ms: number }
  | { readonly type: "stop-timer"; readonly id: string; readonly name: TimerName }
  /** Frees all that the call holds: microphone, legs, timers. */
  | { readonly type: "release"; readonly id: string }
  | { readonly type: "renegotiated"; readonly id: string }
  | { readonly type: "gap"; readonly from: number; readonly to: number }
  | {
      readonly type: "report";
      readonly id: string | null;
      readonly code: TerminalErrorCode;
      readonly error: TerminalError | null;
    };

/** Effects that are words to the page; the others are deeds. */
export type Notification = Extract<Effect, { type: "renegotiated" | "gap" | "report" }>;

/** Whether an effect is a word to the page. */
export function isNotification(effect: Effect): effect is Notification {
  return effect.type === "renegotiated" || effect.type === "gap" || effect.type === "report";
}

/** The machine: what was, and what happened when, give what is and what to do. */
export type Transition = (
  snapshot: Snapshot,
  event: MachineInput,
  at: number,
) => readonly [Snapshot, readonly Effect[]];
