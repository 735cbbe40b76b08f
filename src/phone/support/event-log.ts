/** Keeps the latest events for the support bundle; {@link ./support-bundle.ts} renders them. */
import type { CallInfo } from "../../call/model.js";
import type { Clock } from "../../clock.js";
import type { TerminalErrorCode } from "../../errors.js";
import type { GatheringResult } from "../../media/ice-gathering.js";
import type { PhoneEvent } from "../types.js";

/** How many entries each list keeps. */
const MAX_ENTRIES = 200;

/** The stream to the core broke. */
export interface StreamLost {
  readonly type: "stream-lost";
  readonly code: TerminalErrorCode;
  /** When it is opened again, in milliseconds from then. */
  readonly retryIn: number;
}

/** A `terminal-error` event, reduced to its code: the error itself references all that threw it. */
export interface LoggedError {
  readonly type: "error";
  readonly code: TerminalErrorCode;
  readonly call: CallInfo | null;
}

/** An event as it is logged. */
export type LoggedEvent = Exclude<PhoneEvent, { type: "terminal-error" }> | StreamLost | LoggedError;

/** How one ICE gathering went, without its description. */
export type LoggedGathering = Omit<GatheringResult, "sdp">;

/** An entry of a log, with its time in epoch milliseconds. */
export interface LogEntry<T> {
  readonly at: number;
  readonly value: T;
}

/** The latest events and ICE gatherings of a phone. */
export interface EventLog {
  /** Oldest first. */
  readonly events: readonly LogEntry<LoggedEvent>[];
  /** Oldest first. */
  readonly gatherings: readonly LogEntry<LoggedGathering>[];
  readonly addEvent: (event: PhoneEvent | StreamLost) => void;
  readonly addGathering: (result: GatheringResult) => void;
}

/** Creates an empty log. */
export function createEventLog(clock: Clock): EventLog {
  const events: LogEntry<LoggedEvent>[] = [];
  const gatherings: LogEntry<LoggedGathering>[] = [];
  const add = <T>(list: LogEntry<T>[], value: T): void => {
    list.push({ at: clock.now(), value });
    if (list.length > MAX_ENTRIES) list.shift();
  };
  return {
    events,
    gatherings,
    addEvent(event) {
      // One a second would displace everything else; the bundle has a summary of them.
      if (event.type === "call-stats") return;
      if (event.type === "terminal-error") add(events, { type: "error", code: event.error.code, call: event.call });
      else add(events, event);
    },
    addGathering({ stop, took, candidates }) {
      add(gatherings, { stop, took, candidates });
    },
  };
}
