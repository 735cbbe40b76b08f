/** When a connection to the core is asked whether it lives: as seldom as a gRPC server allows by default. */
import type { Clock } from "../clock.js";

/** Clocks drift and timers fire early: an interval is kept with this much to spare. */
const INTERVAL_MARGIN = 1.01;

/** What decides on PINGs, and what follows from them. Times are milliseconds. */
export interface CorePingsOptions {
  readonly clock: Clock;
  /** The shortest time between two PINGs; 0: none is sent. */
  readonly intervalMs: () => number;
  /** Silence after something was written that makes the core's life doubtful. */
  readonly doubtMs: number;
  /** How long the core has to answer. */
  readonly timeoutMs: number;
  /** Whether there are streams: without any, gRPC servers allow one PING in two hours. */
  readonly isUsed: () => boolean;
  /** Sends a PING and calls back when it is answered. */
  readonly ping: (onAnswer: () => void) => void;
  /** A PING was not answered. */
  readonly onDead: () => void;
}

/** Plans the PINGs of one connection. */
export interface CorePings {
  /** Something came from the core. */
  readonly heard: () => void;
  /** Something was written to the core. */
  readonly wrote: () => void;
  /** The interval in force when the last PING was sent; before the first, the one in force now. */
  readonly lastIntervalMs: () => number;
  readonly stop: () => void;
}

/**
 * Sends a PING where the core has said nothing for an interval, or for `doubtMs` after something was written. Two are
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

  /** Plans a PING this long from now, or as soon as one is allowed; an earlier plan holds. */
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
      // The interval has grown since this was planned.
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
