/** A clock that stands still until a test moves it. */
import assert from "node:assert/strict";
import type { Clock } from "../../src/clock.js";

/** Lets everything run that waits for no time: promises, and promises behind them. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Browsers fire a timer at once whose wait does not fit 32 bits: nobody may ask for one. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export interface FakeClock extends Clock {
  /** Runs what is due in the next `ms`, in order, without waiting for promises. */
  pass(ms: number): void;
  /** The same, and lets promises run before and after each timer. */
  run(ms: number): Promise<void>;
  /** How many timers wait. */
  readonly waiting: number;
}

export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  const timers = new Set<{ readonly at: number; readonly task: () => void }>();
  let now = start;

  /** Takes the next timer that is due, and moves the time there. */
  const next = (until: number): (() => void) | null => {
    let first: { readonly at: number; readonly task: () => void } | null = null;
    for (const timer of timers) if (timer.at <= until && (first === null || timer.at < first.at)) first = timer;
    if (first === null) {
      now = until;
      return null;
    }
    timers.delete(first);
    now = Math.max(now, first.at);
    return first.task;
  };

  return {
    now: () => now,
    after(ms, task) {
      assert.ok(ms >= 0 && ms <= LONGEST_WAIT_MS, `no browser waits ${ms} ms`);
      const timer = { at: now + ms, task };
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    pass(ms) {
      const until = now + ms;
      for (let task = next(until); task !== null; task = next(until)) task();
    },
    async run(ms) {
      const until = now + ms;
      await settled();
      for (let task = next(until); task !== null; task = next(until)) {
        task();
        await settled();
      }
    },
    get waiting() {
      return timers.size;
    },
  };
}
