/**
 * One turn of the machine: a draft of the next snapshot and the effects so far.
 * It lives only inside `transition`, which stays pure to the outside.
 */
import type { TerminalError, TerminalErrorCode } from "../errors.js";
import type { CoreMessage, CoreMessageBody } from "../registration/core-message.js";
import type { Effect, TimerName } from "./inputs.js";
import type { Call, CallBase, CallCause, LiveCall, Snapshot } from "./model.js";

/** How many ended ids are remembered: late messages come within seconds. */
const ENDED_IDS = 32;

/** The draft that the rules of the machine write on. */
export interface Draft {
  readonly at: number;
  /** What was before this turn. */
  readonly start: Snapshot;
  readonly snapshot: Snapshot;
  readonly effects: readonly Effect[];
  patch(change: Partial<Snapshot>): void;
  put(call: Call): void;
  remove(id: string): void;
  /** The live call of that id. */
  live(id: string): LiveCall | undefined;
  /** Every live call, oldest first. */
  liveCalls(): LiveCall[];
  effect(effect: Effect): void;
  send(id: string, body: CoreMessageBody): void;
  timer(id: string, name: TimerName, ms: number): void;
  stopTimer(id: string, name: TimerName): void;
  report(id: string | null, code: TerminalErrorCode, error?: TerminalError | null): void;
  /** Counts a message that has no effect. */
  drop(message: CoreMessage): void;
  /** Remembers that this call is over, so that what still comes about it is known as late. */
  forget(id: string): void;
  /** Ends a call. `bye`: whether the core has to be told; where no stream stands it is owed. */
  end(call: LiveCall, cause: CallCause, bye: boolean): void;
}

/** The fields that every state has, without those of the state it is in. */
export function baseOf(call: Call): CallBase {
  const { id, direction, number, label, metadata, startedAt, answeredAt, muted, held, newestLeg } = call;
  return { id, direction, number, label, metadata, startedAt, answeredAt, muted, held, newestLeg };
}

/** Starts a turn. */
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
    report(id, code, error = null) {
      effects.push({ type: "report", id, code, error });
    },
    drop(message) {
      const dropped = { ...snapshot.dropped, [message.type]: (snapshot.dropped[message.type] ?? 0) + 1 };
      snapshot = { ...snapshot, dropped };
    },
    forget(id) {
      const endedIds = [...snapshot.endedIds.filter((ended) => ended !== id), id].slice(-ENDED_IDS);
      snapshot = { ...snapshot, endedIds };
    },
    end(call, cause, bye) {
      if (bye) {
        const owedByes = snapshot.owedByes.filter((id) => id !== call.id);
        if (snapshot.connection.state === "ready") draft.send(call.id, { type: "bye" });
        else owedByes.push(call.id);
        draft.patch({ owedByes: owedByes.slice(-ENDED_IDS) });
      }
      draft.forget(call.id);
      draft.put({ ...baseOf(call), state: "ended", cause, endedAt: at });
      effects.push({ type: "release", id: call.id });
    },
  };
  return draft;
}
