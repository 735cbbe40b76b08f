/** The inputs of the call machine, and the effects it asks for. */
import type { TerminalError, TerminalErrorCode } from "../errors.js";
import type { CoreMessage } from "../registration/core-message.js";
import type { CallDirection, Snapshot } from "./model.js";

/** A call that a page hands over to the next page in its tab (`docs/protocol.md`, policy 4). The fields are those of `CallInfo`. */
export interface CallHandover {
  readonly id: string;
  readonly number: string;
  readonly direction: CallDirection;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly muted: boolean;
  readonly held: boolean;
  /** The `label` given to `dial`; null if there is none. */
  readonly label: string | null;
  readonly metadata: unknown;
  /** Keypad digits that are still to be sent. */
  readonly digits?: string;
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
  /** No tab and no device has taken up a call whose tab is gone. */
  | "abandoned"
  /** No stream has opened for long: check whether there is anything left to wait for. */
  | "give-up";

/** A request of the user or the host page. One that does not fit the call's state is ignored. */
export type Intent =
  | {
      readonly type: "dial";
      readonly id: string;
      readonly number: string;
      readonly label: string | null;
      readonly metadata: unknown;
      /** Keypad digits to send once the call is up. */
      readonly digits?: string;
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

/** A change of the registration. */
export type RegistrationInput =
  | { readonly type: "registration-connecting" }
  /** The core accepted the stream. */
  | { readonly type: "registration-open" }
  /** The stream broke, and will be opened again. */
  | { readonly type: "registration-lost"; readonly reason: string }
  /** The core refused the stream. It stays closed until `connect` is called. */
  | { readonly type: "registration-refused"; readonly state: "signed-out" | "failed"; readonly reason: string }
  /** The registration was ended here, by `disconnect` or `close`. */
  | { readonly type: "registration-closed" }
  /** The stream of an older token, kept for these calls, broke; the registration itself goes on. */
  | { readonly type: "calls-stranded"; readonly ids: readonly string[] }
  | { readonly type: "message"; readonly message: CoreMessage };

/** A report of the media layer. One about a leg that the call has given up is ignored. */
export type MediaInput =
  /** Our description is ready, with its candidates. */
  | {
      readonly type: "media-local";
      readonly id: string;
      readonly leg: number;
      readonly kind: "offer" | "answer";
      readonly sdp: string;
    }
  /** The microphone is open. */
  | { readonly type: "media-microphone"; readonly id: string }
  /** ICE and DTLS are connected. */
  | { readonly type: "media-connected"; readonly id: string; readonly leg: number }
  /** The first audio has arrived on a leg. */
  | { readonly type: "media-flowing"; readonly id: string; readonly leg: number }
  /** ICE lost the far end, possibly only for a moment. */
  | { readonly type: "media-disconnected"; readonly id: string; readonly leg: number }
  /** ICE or DTLS failed. */
  | { readonly type: "media-connection-failed"; readonly id: string; readonly leg: number }
  /** This machine uses another network now: every path may be broken. */
  | { readonly type: "network-changed" }
  /** An operation on a call's media failed. */
  | {
      readonly type: "media-operation-failed";
      readonly id: string;
      readonly leg: number;
      readonly during: "offer" | "answer" | "apply" | "microphone";
      readonly error: TerminalError;
    };

/** Any input of the machine. */
export type MachineInput =
  | Intent
  | RegistrationInput
  | MediaInput
  /** A timer of a call has run out. */
  | { readonly type: "timer"; readonly id: string; readonly name: TimerName }
  /** Another tab is going to answer, and has to prepare its own answer. */
  | { readonly type: "claim"; readonly id: string }
  /** The tab that had the call's media is gone. */
  | { readonly type: "abandoned"; readonly id: string }
  /** Sets whether a second caller waits or is rejected from now on. */
  | { readonly type: "configure"; readonly busy: Snapshot["busy"] };

/** An effect that the machine asks for. Run after the snapshot has been replaced. */
export type Effect =
  | { readonly type: "send"; readonly message: CoreMessage }
  /** Ask for proof that the stream is alive: the core should have said something by now. */
  | { readonly type: "probe" }
  /** Create an offer: on a new leg, or with `restart` an ICE restart on an existing one. */
  | { readonly type: "offer"; readonly id: string; readonly leg: number; readonly restart: boolean }
  /** Answer an offer. `ringing`: the core's candidates are withheld until `accept`. */
  | {
      readonly type: "answer";
      readonly id: string;
      readonly leg: number;
      readonly sdp: string;
      readonly ringing: boolean;
    }
  | { readonly type: "accept"; readonly id: string; readonly leg: number }
  /** Apply the core's answer. */
  | { readonly type: "apply"; readonly id: string; readonly leg: number; readonly sdp: string }
  | { readonly type: "microphone"; readonly id: string }
  /** Make this leg the call's, and close every other leg of the call. */
  | { readonly type: "promote"; readonly id: string; readonly leg: number }
  | { readonly type: "close-leg"; readonly id: string; readonly leg: number }
  /** Set the call's audio. */
  | { readonly type: "audio"; readonly id: string; readonly muted: boolean; readonly held: boolean }
  /** Sends keypad digits on the call's leg. */
  | { readonly type: "digits"; readonly id: string; readonly digits: string }
  | { readonly type: "timer"; readonly id: string; readonly name: TimerName; readonly ms: number }
  | { readonly type: "stop-timer"; readonly id: string; readonly name: TimerName }
  /** Free everything that the call holds: microphone, legs and timers. */
  | { readonly type: "release"; readonly id: string }
  | { readonly type: "renegotiated"; readonly id: string }
  | { readonly type: "gap"; readonly from: number; readonly to: number }
  | {
      readonly type: "report";
      readonly id: string | null;
      readonly code: TerminalErrorCode;
      readonly error: TerminalError | null;
    };

/** Effects that tell the page something; they run in every tab. The others are commands, which run in one. */
export type Notification = Extract<Effect, { type: "renegotiated" | "gap" | "report" }>;

/** Returns whether an effect tells the page something. */
export function isNotification(effect: Effect): effect is Notification {
  return effect.type === "renegotiated" || effect.type === "gap" || effect.type === "report";
}

/** The machine: returns the next snapshot and the effects for an input that happened at `at` (epoch milliseconds). */
export type Transition = (
  snapshot: Snapshot,
  input: MachineInput,
  at: number,
) => readonly [Snapshot, readonly Effect[]];
