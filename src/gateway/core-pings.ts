/** Decides when to PING the core: as seldom as a gRPC server allows by default. */
import type { Clock } from "../clock.js";

/** Factor by which an interval is stretched, because clocks drift and timers fire early. */
const INTERVAL_MARGIN = 1.01;

/** Options and callbacks of the PINGs of one connection. Times are milliseconds. */
export interface CorePingsOptions {
  readonly clock: Clock;
  /** Returns the shortest time between two PINGs; 0 sends none. */
  readonly intervalMs: () => number;
  /** How long the core may be silent after a write before a PING is sent. */
  readonly doubtMs: number;
  /** How long the core has to answer. */
  readonly timeoutMs: number;
  /** Returns whether there are streams: without any, gRPC servers allow one PING in two hours. */
  readonly isUsed: () => boolean;
  /** Sends a PING and calls back when it is answered. */
  readonly ping: (onAnswer: () => void) => void;
  /** Called when a PING was not answered in time. */
  readonly onDead: () => void;
}

/** Schedules the PINGs of one connection. */
export interface CorePings {
  /** Notes that the core has sent something. */
  readonly heard: () => void;
  /** Notes that something was written to the core. */
  readonly wrote: () => void;
  /** The interval in force when the last PING was sent; before the first, the one in force now. */
  readonly lastIntervalMs: () => number;
  readonly stop: () => void;
}

/**
 * Creates a schedule that sends a PING if the core has been silent for an interval, or for `doubtMs` after a write. Two are
 * never closer than the interval, counted from the answer to the first, which the core cannot have sent before it got it.
 */
export function createCorePings(options: CorePingsOptions): CorePings {
  const { clock, intervalMs, doubtMs, timeoutMs } = options;
  let answeredAt = -Infinity;
  let lastInterval: number | null = null;
  let waiting = false;
  let stopped = false;
  let planned: { readonly at: number; readonly cancel: () => void } | null = null;
  let cancelTimeout = (): void => undefined;

  function cancel(): void {
    planned?.cancel();
    planned = null;
  }

  /** Schedules a PING after this time, or as soon as one is allowed; an earlier schedule stays. */
  function plan(ms: number): void {
    if (stopped || waiting || intervalMs() === 0) return;
    const now = clock.now();
    const at = Math.max(now + ms, answeredAt + intervalMs() * INTERVAL_MARGIN);
    if (planned && planned.at <= at) return;
    cancel();
    planned = { at, cancel: clock.after(at - now, ping) };
  }

  function ping(): void {
    planned = null;
    if (stopped || !options.isUsed()) return;
    if (clock.now() < answeredAt + intervalMs()) {
      // The interval has grown since this PING was scheduled.
      plan(0);
      return;
    }
    waiting = true;
    lastInterval = intervalMs();
    cancelTimeout = clock.after(timeoutMs, options.onDead);
    options.ping(() => {
      waiting = false;
      answeredAt = clock.now();
      cancelTimeout();
      heard();
    });
  }

  function heard(): void {
    cancel();
    plan(intervalMs());
  }

  return {
    heard,
    wrote() {
      plan(doubtMs);
    },
    lastIntervalMs: () => lastInterval ?? intervalMs(),
    stop() {
      stopped = true;
      cancel();
      cancelTimeout();
    },
  };
}
