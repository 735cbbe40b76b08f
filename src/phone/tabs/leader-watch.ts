/**
 * Looks after the tab that holds the registration. A tab that closes lets go of its lock;
 * one that the browser has frozen keeps it, and answers nothing.
 */
import type { Clock } from "../../clock.js";

/** The holder is asked this often whether it lives, in milliseconds. */
const PING_MS = 350;
/** A holder that has not answered for this long is frozen, in milliseconds. */
export const FROZEN_MS = 1_000;

/** What the watch needs. */
export interface HolderWatchOptions {
  readonly clock: Clock;
  /** Asked each time. Only a tab that the user sees looks: the timers of others are slow themselves. */
  readonly isWatching: () => boolean;
  readonly ping: () => void;
  readonly onFrozen: () => void;
}

/** Watches until it is stopped. */
export interface HolderWatch {
  start(): void;
  stop(): void;
  /** The holder has said something. */
  heard(): void;
}

/** Makes a watch. */
export function createHolderWatch({ clock, isWatching, ping, onFrozen }: HolderWatchOptions): HolderWatch {
  let cancel: (() => void) | null = null;
  let unansweredSince: number | null = null;

  const look = (): void => {
    cancel = clock.after(PING_MS, look);
    if (!isWatching()) {
      unansweredSince = null;
      return;
    }
    const now = clock.now();
    if (unansweredSince !== null && now - unansweredSince >= FROZEN_MS) {
      unansweredSince = null;
      onFrozen();
      return;
    }
    unansweredSince ??= now;
    ping();
  };

  return {
    start: look,
    stop() {
      cancel?.();
      cancel = null;
    },
    heard() {
      unansweredSince = null;
    },
  };
}
