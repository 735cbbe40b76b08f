/** Whether this tab holds the registration: how it comes to that, and how it loses it. */
import type { Clock } from "../../clock.js";
import { createHolderWatch } from "./leader-watch.js";
import type { TabLocks } from "./tab-locks.js";
import type { TabPort } from "./tab-channel.js";

/** What a tenure needs. */
export interface TenureOptions {
  readonly clock: Clock;
  readonly port: TabPort;
  readonly locks: TabLocks;
  /** Whether this tab has the registration already, because it was alone. */
  readonly holds: boolean;
  readonly hasOthers: () => boolean;
  /** This tab has the registration from now on. `locks`: the names of all that are held. */
  readonly onBegin: (locks: readonly string[]) => void;
  readonly onEnd: () => void;
  /** Asks for what this tab has missed. */
  readonly hello: () => void;
  readonly ping: () => void;
}

/** The tenure of one tab. */
export interface Tenure {
  readonly holds: boolean;
  start(): void;
  stop(): void;
  /** The holder has said something. */
  heard(): void;
  /** Null where this tab knows whether it holds; else resolves when it does. */
  readonly doubt: () => Promise<void> | null;
  /** Now, or when that is known. */
  readonly whenSure: (task: () => void) => void;
  /** Takes over from the tab that holds. Resolves when this one does, or another one has come between. */
  readonly takeOver: () => Promise<void>;
  /** Another tab has taken over. */
  readonly giveUp: () => void;
  /** The same, said by the browser of the lock that this tab began with. */
  readonly loseFirst: () => void;
}

/** Makes it. */
export function createTenure(options: TenureOptions): Tenure {
  const { clock, port, locks } = options;
  let { holds } = options;
  let count = 0;
  /** Who waits for {@link Tenure.takeOver}. */
  const waiting: (() => void)[] = [];
  const endWaits = (): void => {
    for (const resolve of waiting.splice(0)) resolve();
  };

  const doubt = (): Promise<void> | null => {
    const knows = port.look(clock.now(), holds);
    if (knows === null) return null;
    return knows.then((held) => {
      if (held === null && holds) giveUp();
    });
  };

  /** As any other tab; what was missed is asked for. */
  const queueUp = (): void => {
    locks.hold(handleHeld, false);
    options.hello();
    endWaits();
  };

  const giveUp = (): void => {
    holds = false;
    options.onEnd();
    queueUp();
  };

  /** What to do when the lock of this time is taken over, unless another tab has said so before. */
  const losing = (): (() => void) => {
    const mine = count;
    return () => {
      if (holds && count === mine) giveUp();
    };
  };

  const handleHeld = (): (() => void) => {
    let lose = (): void => undefined;
    // It may have been given the lock while it was frozen: another tab can have taken over since.
    void port.ask().then((held) => {
      if (port.left.aborted) return;
      if (held === null) {
        queueUp();
        return;
      }
      holds = true;
      count += 1;
      lose = losing();
      options.onBegin(held);
      endWaits();
    });
    return () => {
      lose();
    };
  };

  const watch = createHolderWatch({
    clock,
    isWatching: () => doubt() === null && !holds && locks.isVisible(),
    ping: options.ping,
    onFrozen: () => locks.hold(handleHeld, true),
  });

  return {
    get holds() {
      return holds;
    },
    start() {
      // Whoever is about to be frozen lets another tab hold, before anything is missed.
      locks.onFreeze(() => {
        if (!holds || !options.hasOthers()) return;
        locks.yield();
        giveUp();
      });
      if (!holds) queueUp();
      watch.start();
    },
    stop() {
      watch.stop();
      holds = false;
      endWaits();
    },
    heard() {
      watch.heard();
    },
    takeOver() {
      if (holds) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        locks.hold(handleHeld, true);
      });
    },
    doubt,
    whenSure(task) {
      const knows = doubt();
      if (knows === null) task();
      else void knows.then(task);
    },
    giveUp,
    loseFirst: losing(),
  };
}
