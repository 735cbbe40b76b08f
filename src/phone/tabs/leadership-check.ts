/**
 * A tab that has not run for a while cannot know whether it still holds the registration: another one may have
 * taken over meanwhile. What wants to happen in it waits until the browser has said who has the lock.
 */
import { FROZEN_MS } from "./leader-watch.js";

/** The names of all locks that are held, by whichever tab; null where this one has not the lock of the holder. */
export type Held = readonly string[] | null;

/** The doubt of one tab. */
export interface Doubt {
  /** Asks the browser whether this tab holds. */
  ask(): Promise<Held>;
  /**
   * To be called ahead of whatever the tab does: null where it knows, else what the browser says.
   *
   * @param matters whether it believes that it holds.
   */
  look(now: number, matters: boolean): Promise<Held> | null;
}

/** Makes it. */
export function createDoubt(heldLocks: () => Promise<Held>): Doubt {
  let awakeAt = Infinity;
  let asking: Promise<Held> | null = null;

  const ask = (): Promise<Held> =>
    (asking ??= heldLocks()
      // A browser that does not say is believed to have changed nothing.
      .catch(() => [])
      .finally(() => (asking = null)));

  return {
    ask,
    look(now, matters) {
      const slept = now - awakeAt;
      awakeAt = now;
      return matters && slept >= FROZEN_MS ? ask() : asking;
    },
  };
}
