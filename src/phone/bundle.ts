/** What a user hands to support: states, errors and timings, with nothing personal in it. */
import type { Snapshot } from "../call/model.js";
import { stateOf } from "../call/selectors.js";
import type { Clock } from "../clock.js";
import type { TerminalError } from "../errors.js";
import type { Gathered } from "../media/gather.js";
import type { PhoneEvent } from "../phone-types.js";

/** How many events are remembered. */
const REMEMBERED = 200;

/** Collects what happens, and renders it. */
export interface Bundle {
  note(event: PhoneEvent): void;
  lost(error: TerminalError, retryIn: number): void;
  readonly gathered: (gathered: Gathered) => void;
  render(snapshot: Snapshot, held: { readonly sessions: number; readonly timers: number }): Record<string, unknown>;
}

/** All but the last two digits, as dots. */
export function redactNumber(number: string): string {
  return number.length < 5 ? "…" : `…${number.slice(-2)}`;
}

/** Makes a bundle. */
export function createBundle(clock: Clock): Bundle {
  const log: Record<string, unknown>[] = [];
  const gatherings: Record<string, unknown>[] = [];

  const keep = (list: Record<string, unknown>[], entry: Record<string, unknown>): void => {
    list.push({ at: clock.now(), ...entry });
    if (list.length > REMEMBERED) list.shift();
  };

  return {
    note(event) {
      // One a second would drive out all else; their summary is in the bundle.
      if (event.type === "call-stats") return;
      const entry: Record<string, unknown> = { type: event.type };
      if ("call" in event && event.call !== null) {
        entry["call"] = event.call.id;
        entry["state"] = event.call.state;
      }
      if ("cause" in event) entry["cause"] = event.cause;
      if ("connection" in event) entry["connection"] = event.connection;
      if ("subscriber" in event) entry["subscriber"] = event.subscriber;
      if ("error" in event) entry["code"] = event.error.code;
      if (event.type === "call-quality") Object.assign(entry, { code: event.code, cleared: event.cleared });
      if (event.type === "device-change")
        Object.assign(entry, { lost: event.lost?.kind, restored: event.restored?.kind });
      keep(log, entry);
    },
    lost(error, retryIn) {
      keep(log, { type: "stream-lost", code: error.code, retryIn });
    },
    gathered({ stop, took, candidates }) {
      keep(gatherings, { stop, took, candidates });
    },
    render(snapshot, held) {
      return {
        at: clock.now(),
        userAgent: typeof navigator === "undefined" ? "" : navigator.userAgent,
        connection: snapshot.link.state,
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
        gatherings: [...gatherings],
        log: [...log],
      };
    },
  };
}
