/**
 * What a tab needs from the browser to share a registration: a BroadcastChannel that all tabs of one origin hear, one
 * Web Lock that the leader holds, and a lock for each tab that the browser releases when the tab ends, however it ends.
 * Nothing but the origin is needed (no worker file), so that a script from another origin can use it.
 */
import type { Clock } from "../../clock.js";
import { gatewayUrl } from "../gateway-url.js";
import type { TabMessage } from "./messages.js";

/**
 * The version of the messages and of the rules in this folder. It is part of the name of the channel and of the locks,
 * so that tabs with an older version of the script elect a leader among themselves, with a registration of their own.
 */
const TAB_PROTOCOL = 2;

/** A leader that has been silent for this long, and a tab that has not run for this long, is taken for frozen; in milliseconds. */
export const FROZEN_MS = 1_000;

/** A tab may be frozen during its turn: the next one waits no longer than this, in milliseconds. */
const TURN_MS = 10_000;

/** The names of all locks that any tab holds; null if this tab does not hold the leader lock. */
export type LeaderCheck = readonly string[] | null;

/** Reactions to a request for the leader lock. */
export interface LeaderLockHandlers {
  readonly onAcquired: () => void;
  /** Another tab has stolen the lock from this one. */
  readonly onStolen: () => void;
}

/** This tab among the tabs of one registration. */
export interface TabChannel {
  /** What the tabs have in common; all their locks begin with it. */
  readonly name: string;
  /** A random id of this tab. */
  readonly id: string;
  /** Aborted when this tab leaves. */
  readonly left: AbortSignal;
  /** Sends a message to all other tabs. */
  post(message: TabMessage): void;
  onMessage(listener: (message: TabMessage) => void): void;
  /** Acquires the leader lock if it is free; resolves with whether it was. */
  tryAcquireLeaderLock(onStolen: () => void): Promise<boolean>;
  /** Waits in line for the leader lock (`queue`), or takes it from a leader that does not answer (`steal`). */
  requestLeaderLock(mode: "queue" | "steal", handlers: LeaderLockHandlers): void;
  releaseLeaderLock(): void;
  /** Runs a task while no other tab runs one, or after {@link TURN_MS} in any case. Rejects as the task does. */
  inTurn(task: () => Promise<void>, clock: Clock): Promise<void>;
  /** Asks the browser whether this tab holds the leader lock. */
  checkLeadership(): Promise<LeaderCheck>;
  /**
   * Returns null if a tab knows whether it leads, else a check to wait for: the browser may have frozen the tab for a
   * while, and another one may lead by now. To be called before each thing the tab does.
   *
   * @param isLeader whether the tab believes that it leads.
   */
  checkAfterPause(now: number, isLeader: boolean): Promise<LeaderCheck> | null;
  /** Calls `listener` once when another tab has closed, crashed or left. */
  onTabClosed(tab: string, listener: () => void): void;
  /** Whether the user sees this tab. */
  isVisible(): boolean;
  onVisibilityChange(listener: () => void): void;
  /** Calls `listener` when the browser is about to freeze this tab, and will not wake it for a call. */
  onFreeze(listener: () => void): void;
  /** Releases all locks and closes the channel. */
  close(): void;
}

/** Returns the name of the lock that the leader holds. */
export const leaderLock = (name: string): string => `${name} leader`;

/** Returns the name of the lock that a tab holds for as long as it lives. */
export const tabLock = (name: string, tab: string): string => `${name} tab ${tab}`;

/** Returns the name of the lock of the tab that connects: one at a time. */
const turnLock = (name: string): string => `${name} turn`;

/** Returns what the tabs that share one registration have in common. */
export function channelName(endpoint: string, callMode: "single" | "multiple", account: string): string {
  return `web-terminal tabs/${TAB_PROTOCOL} ${gatewayUrl(endpoint)} ${callMode} ${account}`;
}

/** Returns whether this browser can share a registration on this page. Insecure pages have no locks. */
export function canShareTabs(): boolean {
  return (
    typeof BroadcastChannel !== "undefined" &&
    typeof navigator !== "undefined" &&
    (navigator as { locks?: LockManager }).locks !== undefined
  );
}

/** Opens the channel `name` for the tab `id`. Resolves once other tabs can tell whether this one lives. */
export async function openTabChannel(name: string, id: string): Promise<TabChannel> {
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  const { signal: left } = leaving;
  let releaseLeaderLock = (): void => undefined;

  const untilLeft = (): Promise<void> =>
    new Promise((resolve) => {
      left.addEventListener("abort", () => {
        resolve();
      });
    });

  const untilReleased = (): Promise<void> =>
    Promise.race([
      untilLeft(),
      new Promise<void>((resolve) => {
        releaseLeaderLock = resolve;
      }),
    ]);

  // Other tabs hear of this one only after it has its lock: one that got it first would take this tab for closed.
  await new Promise<void>((resolve, reject) => {
    navigator.locks
      .request(tabLock(name, id), () => {
        resolve();
        return untilLeft();
      })
      .catch(reject);
  });

  let ranAt = Infinity;
  let checking: Promise<LeaderCheck> | null = null;

  const queryLeadership = async (): Promise<LeaderCheck> => {
    const locks = await navigator.locks.query();
    // A tab that waits for the end of another shares the lock of that one, once it is free.
    const held = locks.held?.filter(({ mode }) => mode === "exclusive") ?? [];
    const client = (lock: string): string | undefined => held.find((each) => each.name === lock)?.clientId;
    const isLeader = client(leaderLock(name)) === client(tabLock(name, id));
    return isLeader ? held.map((lock) => lock.name ?? "") : null;
  };

  const checkLeadership = (): Promise<LeaderCheck> =>
    (checking ??= queryLeadership()
      // If the browser does not tell, nothing is assumed to have changed.
      .catch(() => [])
      .finally(() => (checking = null)));

  return {
    name,
    id,
    left,
    post(message) {
      if (!left.aborted) channel.postMessage(message);
    },
    onMessage(listener) {
      channel.addEventListener("message", ({ data }) => {
        if (!left.aborted) listener(data as TabMessage);
      });
    },
    tryAcquireLeaderLock(onStolen) {
      return new Promise((resolve) => {
        navigator.locks
          .request(leaderLock(name), { ifAvailable: true }, (lock) => {
            resolve(lock !== null);
            return lock === null ? undefined : untilReleased();
          })
          .catch(() => {
            if (!left.aborted) onStolen();
          });
      });
    },
    requestLeaderLock(mode, { onAcquired, onStolen }) {
      navigator.locks
        // A lock request takes either a signal or `steal`.
        .request(leaderLock(name), mode === "steal" ? { steal: true } : { signal: left }, () => {
          if (left.aborted) return;
          onAcquired();
          return untilReleased();
        })
        .catch(() => {
          if (!left.aborted) onStolen();
        });
    },
    releaseLeaderLock() {
      releaseLeaderLock();
    },
    async inTurn(task, clock) {
      const waiting = new AbortController();
      const stop = (): void => {
        waiting.abort();
      };
      const cancel = clock.after(TURN_MS, stop);
      left.addEventListener("abort", stop);
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
        left.removeEventListener("abort", stop);
      }
    },
    checkLeadership,
    checkAfterPause(now, isLeader) {
      const paused = now - ranAt;
      ranAt = now;
      return isLeader && paused >= FROZEN_MS ? checkLeadership() : checking;
    },
    onTabClosed(tab, listener) {
      navigator.locks
        // Shared: a tab that is frozen while it gets this lock does not keep others from noticing.
        .request(tabLock(name, tab), { signal: left, mode: "shared" }, () => {
          if (!left.aborted) listener();
        })
        .catch(() => undefined);
    },
    isVisible: () => document.visibilityState === "visible",
    onVisibilityChange(listener) {
      document.addEventListener("visibilitychange", listener, { signal: left });
    },
    onFreeze(listener) {
      document.addEventListener("freeze", listener, { signal: left });
    },
    close() {
      leaving.abort();
      channel.close();
    },
  };
}
