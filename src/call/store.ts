/**
 * Runs the machine: one first-in-first-out mailbox, so that an effect which answers
 * at once waits its turn instead of entering the machine a second time.
 */
import type { CallEvent, Effect } from "./events.js";
import type { Snapshot } from "./model.js";
import { transition } from "./transition.js";

/** Called after each event: what was, what is, and then what to do. */
export interface StoreOptions {
  readonly initial: Snapshot;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Once for each event that changed something. */
  readonly onChange: (next: Snapshot, previous: Snapshot) => void;
  /** In order, after `onChange`. */
  readonly onEffect: (effect: Effect) => void;
  /** Once for each event, after its effects: whoever waits for an outcome finds all of it. */
  readonly onSettled: (snapshot: Snapshot) => void;
}

/** The snapshot and the way to change it. */
export interface Store {
  readonly snapshot: Snapshot;
  post(event: CallEvent): void;
}

/** Makes a store. */
export function createStore(options: StoreOptions): Store {
  let snapshot = options.initial;
  const mailbox: CallEvent[] = [];
  let running = false;

  const step = (event: CallEvent): void => {
    const previous = snapshot;
    const [next, effects] = transition(previous, event, options.now());
    snapshot = next;
    if (next !== previous) options.onChange(next, previous);
    for (const effect of effects) options.onEffect(effect);
    options.onSettled(next);
  };

  return {
    get snapshot() {
      return snapshot;
    },
    post(event) {
      mailbox.push(event);
      if (running) return;
      running = true;
      try {
        for (let next = mailbox.shift(); next !== undefined; next = mailbox.shift()) step(next);
      } finally {
        running = false;
      }
    },
  };
}
