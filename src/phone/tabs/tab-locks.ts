/** What one of several tabs needs beside its {@link TabPort}: to take over, to give way, and to notice the end of others. */
import type { Clock } from "../../clock.js";
import { holderLock, lifeLock, turnLock, type TabPort } from "./tab-channel.js";

/** A tab that takes its turn may be frozen in it: the next one waits no longer than this, in milliseconds. */
const TURN_MS = 10_000;

/** The locks of one tab among several. */
export interface TabLocks {
  /**
   * Waits to become the holder, or takes that over from a holder who does not answer any more. What `onHeld` gives
   * back is called when another tab has taken over from this one.
   */
  hold(onHeld: () => () => void, steal: boolean): void;
  /** Lets another tab hold. */
  yield(): void;
  /** Runs a task while no other tab runs one. */
  inTurn(task: () => Promise<void>, clock: Clock): Promise<void>;
  /** Tells when another tab is gone. */
  watch(tab: string, onGone: () => void): void;
  /** Whether the user sees this tab. */
  isVisible(): boolean;
  onVisible(listener: () => void): void;
  /** This tab is about to be frozen: the browser saves power, and will not wake it for a call. */
  onFreeze(listener: () => void): void;
}

/** Makes them; they are let go when the tab leaves. */
export function createTabLocks(port: TabPort): TabLocks {
  const { name, left: signal } = port;
  let release: (() => void) | null = null;

  return {
    hold(onHeld, steal) {
      let onLost = (): void => undefined;
      navigator.locks
        // A lock request takes either a signal or `steal`.
        .request(holderLock(name), steal ? { steal: true } : { signal }, () => {
          if (signal.aborted) return;
          onLost = onHeld();
          return new Promise<void>((resolve) => {
            release = resolve;
            signal.addEventListener("abort", () => {
              resolve();
            });
          });
        })
        .catch(() => {
          if (!signal.aborted) onLost();
        });
    },
    yield() {
      port.yield();
      release?.();
      release = null;
    },
    async inTurn(task, clock) {
      const waiting = new AbortController();
      const stop = (): void => {
        waiting.abort();
      };
      const cancel = clock.after(TURN_MS, stop);
      signal.addEventListener("abort", stop);
      let running: Promise<void> | null = null;
      try {
        await navigator.locks.request(turnLock(name), { signal: waiting.signal }, () => {
          cancel();
          return (running = task());
        });
      } catch {
        // It has waited long enough, or the browser gives no lock.
        await (running ?? task());
      } finally {
        cancel();
        signal.removeEventListener("abort", stop);
      }
    },
    watch(tab, onGone) {
      navigator.locks
        // Shared: a tab that is frozen while it gets this keeps no other from knowing.
        .request(lifeLock(name, tab), { signal, mode: "shared" }, () => {
          if (!signal.aborted) onGone();
        })
        .catch(() => undefined);
    },
    isVisible: () => document.visibilityState === "visible",
    onVisible(listener) {
      document.addEventListener("visibilitychange", listener, { signal });
    },
    onFreeze(listener) {
      document.addEventListener("freeze", listener, { signal });
    },
  };
}
