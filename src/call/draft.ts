/**
 * The draft of one transition: the next snapshot and the effects so far.
 * It lives only inside `transition`, which stays pure to the outside.
 */
import { TerminalError, type TerminalErrorCode } from "../errors.js";
import type { CoreMessage, CoreMessageBody } from "../registration/core-message.js";
import type { Effect, TimerName } from "./inputs.js";
import type { Call, CallBase, CallCause, LiveCall, Snapshot } from "./model.js";

/** How many ids of ended calls, and how many owed Byes, are kept: late messages come within seconds. */
const MAX_IDS = 32;

/** The mutable next snapshot that the rules of the machine work on. */
export interface Draft {
  /** When the input happened, in epoch milliseconds. */
  readonly at: number;
  /** The snapshot before this transition. */
  readonly start: Snapshot;
  /** The snapshot as changed so far. */
  readonly snapshot: Snapshot;
  /** The effects so far, in the order in which they are to run. */
  readonly effects: readonly Effect[];
  /** Replaces fields of the snapshot. */
  patch(change: Partial<Snapshot>): void;
  /** Adds a call, or replaces the one with its id. */
  put(call: Call): void;
  remove(id: string): void;
  /** Returns the call with this id, unless it has ended. */
  live(id: string): LiveCall | undefined;
  /** Returns every call that has not ended, oldest first. */
  liveCalls(): LiveCall[];
  effect(effect: Effect): void;
  /** Sends a message about a call to the core. */
  send(id: string, body: CoreMessageBody): void;
  /** Starts a timer of a call, or starts it again; `ms` milliseconds. */
  timer(id: string, name: TimerName, ms: number): void;
  stopTimer(id: string, name: TimerName): void;
  /** Reports an error that is about no call here. */
  report(code: TerminalErrorCode): void;
  /**
   * Reports an error of a call, and keeps it as the call's `failure`. Returns the call with it.
   *
   * @param error the error itself, if there is more to it than its code.
   */
  fail<C extends LiveCall>(call: C, code: TerminalErrorCode, error?: TerminalError): C;
  /** Counts a message that has no effect. */
  drop(message: CoreMessage): void;
  /** Remembers that this call is over, so that later messages about it are known as late. */
  forget(id: string): void;
  /** Ends a call that the core does not have, or ended first. */
  end(call: LiveCall, cause: CallCause): void;
  /** Ends a call and tells the core by a `Bye`, which is owed while there is no stream. */
  hangUp(call: LiveCall, cause: CallCause): void;
}

/** Returns the fields that a call has in every state. */
export function baseOf(call: Call): CallBase {
  const { id, direction, number, label, metadata, digits, digitsDue } = call;
  const { startedAt, answeredAt, muted, held, newestLeg, failure } = call;
  return {
    ...{ id, direction, number, label, metadata, digits, digitsDue },
    ...{ startedAt, answeredAt, muted, held, newestLeg, failure },
  };
}

/** Creates the draft of a transition from `start`. */
export function createDraft(start: Snapshot, at: number): Draft {
  let snapshot = start;
  const effects: Effect[] = [];

  const draft: Draft = {
    at,
    start,
    get snapshot() {
      return snapshot;
    },
    effects,
    patch(change) {
      snapshot = { ...snapshot, ...change };
    },
    put(call) {
      snapshot = { ...snapshot, calls: new Map(snapshot.calls).set(call.id, call) };
    },
    remove(id) {
      const calls = new Map(snapshot.calls);
      calls.delete(id);
      snapshot = { ...snapshot, calls };
    },
    live(id) {
      const call = snapshot.calls.get(id);
      return call === undefined || call.state === "ended" ? undefined : call;
    },
    liveCalls() {
      return [...snapshot.calls.values()].filter((call): call is LiveCall => call.state !== "ended");
    },
    effect(effect) {
      effects.push(effect);
    },
    send(id, body) {
      effects.push({ type: "send", message: { ...body, callId: id } });
    },
    timer(id, name, ms) {
      effects.push({ type: "timer", id, name, ms });
    },
    stopTimer(id, name) {
      effects.push({ type: "stop-timer", id, name });
    },
    report(code) {
      effects.push({ type: "report", id: null, code, error: null });
    },
    fail(call, code, error) {
      const failed = { ...call, failure: error ?? new TerminalError(code) };
      draft.put(failed);
      effects.push({ type: "report", id: call.id, code, error: failed.failure });
      return failed;
    },
    drop(message) {
      const dropped = { ...snapshot.dropped, [message.type]: (snapshot.dropped[message.type] ?? 0) + 1 };
      snapshot = { ...snapshot, dropped };
    },
    forget(id) {
      const endedIds = [...snapshot.endedIds.filter((ended) => ended !== id), id].slice(-MAX_IDS);
      snapshot = { ...snapshot, endedIds };
    },
    hangUp(call, cause) {
      const owedByes = snapshot.owedByes.filter((id) => id !== call.id);
      if (snapshot.connection.state === "ready") draft.send(call.id, { type: "bye" });
      else owedByes.push(call.id);
      draft.patch({ owedByes: owedByes.slice(-MAX_IDS) });
      draft.end(call, cause);
    },
    end(call, cause) {
      draft.forget(call.id);
      draft.put({ ...baseOf(call), state: "ended", cause, endedAt: at });
      effects.push({ type: "release", id: call.id });
    },
  };
  return draft;
}
