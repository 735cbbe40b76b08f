/** Remembers what happens, for the support bundle; {@link ./support-bundle.ts} makes that of it. */
import type { CallInfo } from "../../call/model.js";
import type { Clock } from "../../clock.js";
import type { TerminalErrorCode } from "../../errors.js";
import type { GatheringResult } from "../../media/ice-gathering.js";
import type { PhoneEvent } from "../types.js";

/** How many happenings are remembered. */
const REMEMBERED = 200;

/** The stream broke. */
export interface StreamLost {
  readonly type: "stream-lost";
  readonly code: TerminalErrorCode;
  /** Milliseconds. */
  readonly retryIn: number;
}

/** An error was told. */
export interface ErrorTold {
  readonly type: "error";
  readonly code: TerminalErrorCode;
  readonly call: CallInfo | null;
}

/** How a gathering went; its description is long, and has no place in a bundle. */
export type Gathering = Omit<GatheringResult, "sdp">;

/** What is remembered of an event. */
export type Happening = Exclude<PhoneEvent, { type: "terminal-error" }> | StreamLost | ErrorTold;

/** Something, and when: epoch milliseconds. */
export interface Remembered<T> {
  readonly at: number;
  readonly what: T;
}

/** What is remembered. */
export interface EventLog {
  readonly log: readonly Remembered<Happening>[];
  readonly gatherings: readonly Remembered<Gathering>[];
  readonly note: (what: PhoneEvent | StreamLost) => void;
  readonly gathered: (gathered: GatheringResult) => void;
}

/** Makes a bundle. */
export function createEventLog(clock: Clock): EventLog {
  const log: Remembered<Happening>[] = [];
  const gatherings: Remembered<Gathering>[] = [];
  const keep = <T>(list: Remembered<T>[], what: T): void => {
    list.push({ at: clock.now(), what });
    if (list.length > REMEMBERED) list.shift();
  };
  return {
    log,
    gatherings,
    note(what) {
      // One a second would drive out all else; their summary is in the bundle.
      if (what.type === "call-stats") return;
      // An error keeps what threw it, down to the peer connection: its code is all that is wanted.
      if (what.type === "terminal-error") keep(log, { type: "error", code: what.error.code, call: what.call });
      else keep(log, what);
    },
    gathered({ stop, took, candidates }) {
      keep(gatherings, { stop, took, candidates });
    },
  };
}
