/** What a user hands to support: states, errors and timings, with nothing personal in it. Fetched when asked for. */
import type { Snapshot } from "../../call/model.js";
import { stateOf } from "../../call/selectors.js";
import type { EventLog, Happening } from "./event-log.js";

/** All but the last two digits, as dots. */
export function redactNumber(number: string): string {
  return number.length < 5 ? "…" : `…${number.slice(-2)}`;
}

/** An event by its names alone: no number, no contact, nothing of the page's. */
function plainEvent(event: Happening): Record<string, unknown> {
  const entry: Record<string, unknown> = { type: event.type };
  if ("call" in event && event.call !== null) {
    entry["call"] = event.call.id;
    entry["state"] = event.call.state;
  }
  if ("cause" in event) entry["cause"] = event.cause;
  if ("connection" in event) entry["connection"] = event.connection;
  if ("subscriber" in event) entry["subscriber"] = event.subscriber;
  if (event.type === "error") entry["code"] = event.code;
  if (event.type === "call-quality") Object.assign(entry, { code: event.code, cleared: event.cleared });
  if (event.type === "device-change") Object.assign(entry, { lost: event.lost?.kind, restored: event.restored?.kind });
  if (event.type === "stream-lost") Object.assign(entry, event);
  return entry;
}

/** Renders the bundle. `held`: what the phone holds right now. */
export function renderSupportBundle(
  { log, gatherings }: EventLog,
  snapshot: Snapshot,
  at: number,
  held: { readonly sessions: number; readonly timers: number },
): Record<string, unknown> {
  return {
    at,
    userAgent: typeof navigator === "undefined" ? "" : navigator.userAgent,
    connection: snapshot.connection.state,
    subscriber: snapshot.subscriber.state,
    calls: [...snapshot.calls.values()].map((call) => ({
      id: call.id,
      direction: call.direction,
      state: stateOf(call),
      number: redactNumber(call.number),
      cause: call.state === "ended" ? call.cause : null,
    })),
    dropped: snapshot.dropped,
    held,
    gatherings: gatherings.map(({ at: when, what: { stop, took, candidates } }) => ({
      at: when,
      stop,
      took,
      candidates,
    })),
    log: log.map(({ at: when, what }) => ({ at: when, ...plainEvent(what) })),
  };
}
