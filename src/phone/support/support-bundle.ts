/** Renders the support bundle: states, errors and timings without personal data. Loaded when it is asked for. */
import type { Snapshot } from "../../call/model.js";
import { stateOf } from "../../call/selectors.js";
import { TerminalError } from "../../errors.js";
import type { OpenResources } from "../effect-runner.js";
import type { EventLog, LoggedEvent } from "./event-log.js";

/** Returns a number with only its last two digits legible; a short one with none. */
export function redactNumber(number: string): string {
  return number.length < 5 ? "…" : `…${number.slice(-2)}`;
}

/** Returns an event without numbers, contacts and the page's own data. */
function redactEvent(event: LoggedEvent): Record<string, unknown> {
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

/** Returns the developer hint and the documentation of each error in the log, by code. */
function explainErrors(events: EventLog["events"]): Record<string, unknown> {
  const codes = events.flatMap(({ value }) =>
    value.type === "error" || value.type === "stream-lost" ? [value.code] : [],
  );
  return Object.fromEntries(
    [...new Set(codes)].map((code) => {
      const { message, developerHint, docsUrl } = new TerminalError(code);
      return [code, { message, developerHint, docsUrl }];
    }),
  );
}

/**
 * Renders the bundle.
 *
 * @param at epoch milliseconds.
 * @param resources what the phone has open for its calls right now.
 */
export function renderSupportBundle(
  { events, gatherings }: EventLog,
  snapshot: Snapshot,
  at: number,
  resources: OpenResources,
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
    resources,
    gatherings: gatherings.map(({ at: when, value: { stop, took, candidates } }) => ({
      at: when,
      stop,
      took,
      candidates,
    })),
    errors: explainErrors(events),
    log: events.map(({ at: when, value }) => ({ at: when, ...redactEvent(value) })),
  };
}
