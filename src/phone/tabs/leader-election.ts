/**
 * Leader election: how this tab becomes the one with the registration, and how it loses that. The leader is the tab that
 * holds the leader lock. A leader that closes releases the lock to the next tab in line; one that the browser freezes
 * keeps the lock and answers nothing, so a visible follower steals it.
 */
import type { Clock } from "../../clock.js";
import { FROZEN_MS, type TabChannel } from "./tab-channel.js";

/** How often a follower asks whether the leader is alive, in milliseconds. */
const PING_INTERVAL_MS = 350;

/** Dependencies of an election. */
export interface LeaderElectionOptions {
  readonly clock: Clock;
  readonly channel: TabChannel;
  /** Whether this tab leads already, because it was alone. */
  readonly isLeader: boolean;
  readonly hasOthers: () => boolean;
  /** This tab leads from now on. `heldLocks`: the names of all locks that any tab holds. */
  readonly onBecameLeader: (heldLocks: readonly string[]) => void;
  readonly onLostLeadership: () => void;
  /** Asks the leader for the state that this tab has missed. */
  readonly requestState: () => void;
  readonly ping: () => void;
}

/** The election as seen by one tab. */
export interface LeaderElection {
  readonly isLeader: boolean;
  start(): void;
  stop(): void;
  /** The leader has sent something. */
  leaderHeard(): void;
  /** Returns null if this tab knows whether it leads, else a promise that resolves when it does. */
  readonly certainty: () => Promise<void> | null;
  /** Runs a task as soon as this tab knows whether it leads: at once, in most cases. */
  readonly whenCertain: (task: () => void) => void;
  /** Takes the lead from the tab that has it. Resolves when this tab leads, or another one got ahead of it. */
  readonly takeOver: () => Promise<void>;
  /** Another tab leads: this one was a stale leader. */
  readonly stepDown: () => void;
  /** The browser reports that the lock with which this tab began was stolen. */
  readonly handleFirstLockStolen: () => void;
}

/** Creates the election; nothing is requested before `start()`. */
export function createLeaderElection(options: LeaderElectionOptions): LeaderElection {
  const { clock, channel } = options;
  let { isLeader } = options;
  /** How often this tab became the leader after the election began. */
  let leaderships = 0;
  /** Resolves the promises of {@link LeaderElection.takeOver}. */
  const waiting: (() => void)[] = [];
  const endWaits = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };

  const certainty = (): Promise<void> | null =>
    channel.checkAfterPause(clock.now(), isLeader)?.then((check) => {
      if (check === null && isLeader) stepDown();
    }) ?? null;

  const requestLock = (mode: "queue" | "steal"): void => {
    let leadership: number | null = null;
    channel.requestLeaderLock(mode, {
      onAcquired() {
        // The browser may have granted the lock while this tab was frozen: another one can have stolen it since.
        void channel.checkLeadership().then((heldLocks) => {
          if (channel.left.aborted) return;
          if (heldLocks === null) {
            followAgain();
            return;
          }
          isLeader = true;
          leaderships += 1;
          leadership = leaderships;
          options.onBecameLeader(heldLocks);
          endWaits();
        });
      },
      onStolen() {
        handleStolen(leadership);
      },
    });
  };

  /** Waits in line like any follower, and asks for what was missed. */
  const followAgain = (): void => {
    requestLock("queue");
    options.requestState();
    endWaits();
  };

  const stepDown = (): void => {
    isLeader = false;
    options.onLostLeadership();
    followAgain();
  };

  /** Does nothing if this tab has stepped down before because it heard of the new leader. */
  const handleStolen = (leadership: number | null): void => {
    if (isLeader && leadership === leaderships) stepDown();
  };

  const watch = createLeaderWatch({
    clock,
    isWatching: () => certainty() === null && !isLeader && channel.isVisible(),
    ping: options.ping,
    onFrozen: () => {
      requestLock("steal");
    },
  });

  return {
    get isLeader() {
      return isLeader;
    },
    start() {
      // A tab that is about to be frozen hands over before anything is missed.
      channel.onFreeze(() => {
        if (!isLeader || !options.hasOthers()) return;
        channel.releaseLeaderLock();
        stepDown();
      });
      if (!isLeader) followAgain();
      watch.start();
    },
    stop() {
      watch.stop();
      isLeader = false;
      endWaits();
    },
    leaderHeard() {
      watch.leaderHeard();
    },
    certainty,
    whenCertain(task) {
      const certain = certainty();
      if (certain === null) task();
      else void certain.then(task);
    },
    takeOver() {
      if (isLeader) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        requestLock("steal");
      });
    },
    stepDown,
    handleFirstLockStolen() {
      handleStolen(0);
    },
  };
}

/** Dependencies of a watch. */
export interface LeaderWatchOptions {
  readonly clock: Clock;
  /** Asked before each ping. Only a visible follower watches: browsers slow down the timers of the others. */
  readonly isWatching: () => boolean;
  readonly ping: () => void;
  readonly onFrozen: () => void;
}

/** Finds out whether the leader is frozen. */
export interface LeaderWatch {
  start(): void;
  stop(): void;
  /** The leader has sent something. */
  leaderHeard(): void;
}

/** Creates a watch that pings the leader, and calls `onFrozen` once it has not answered for {@link FROZEN_MS}. */
export function createLeaderWatch({ clock, isWatching, ping, onFrozen }: LeaderWatchOptions): LeaderWatch {
  let cancel: (() => void) | null = null;
  let unansweredSince: number | null = null;

  const check = (): void => {
    cancel = clock.after(PING_INTERVAL_MS, check);
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
    start: check,
    stop() {
      cancel?.();
      cancel = null;
    },
    leaderHeard() {
      unansweredSince = null;
    },
  };
}
