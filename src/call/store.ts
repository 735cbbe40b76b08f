/**
 * Runs the machine: one first-in-first-out mailbox, so that an effect which answers
 * at once waits its turn instead of entering the machine a second time.
 */
import type { MachineInput, Effect } from "./inputs.js";
import type { Snapshot } from "./model.js";
import { transition } from "./transition.js";

/** Options of `createStore`. Its handlers are called in this order for each input. */
export interface StoreOptions<Tag> {
  readonly initial: Snapshot;
  /** Called first, with the tag that was posted with the input. */
  readonly onStep?: (tag: Tag) => void;
  /** Called if the input changed the snapshot. */
  readonly onChange: (next: Snapshot, previous: Snapshot) => void;
  /** Called for each effect, in order. */
  readonly onEffect: (effect: Effect) => void;
  /** Called last, when the effects have been run. */
  readonly onProcessed: (snapshot: Snapshot) => void;
}

/** The snapshot, and the only way to change it. `Tag`: data that travels with an input. */
export interface Store<Tag> {
  readonly snapshot: Snapshot;
  /** Posts an input that happened at `at` (epoch milliseconds). */
  post(input: MachineInput, at: number, tag: Tag): void;
  /** Replaces the snapshot by that of another store. */
  reset(snapshot: Snapshot, tag: Tag): void;
}

/** Creates a store. */
export function createStore<Tag>(options: StoreOptions<Tag>): Store<Tag> {
  let snapshot = options.initial;
  const mailbox: { readonly input: MachineInput; readonly at: number; readonly tag: Tag }[] = [];
  let running = false;

  const step = ({ input, at, tag }: (typeof mailbox)[number]): void => {
    const previous = snapshot;
    const [next, effects] = transition(previous, input, at);
    snapshot = next;
    options.onStep?.(tag);
    if (next !== previous) options.onChange(next, previous);
    for (const effect of effects) options.onEffect(effect);
    options.onProcessed(next);
  };

  return {
    get snapshot() {
      return snapshot;
    },
    post(input, at, tag) {
      mailbox.push({ input, at, tag });
      if (running) return;
      running = true;
      try {
        for (let next = mailbox.shift(); next !== undefined; next = mailbox.shift()) step(next);
      } finally {
        running = false;
      }
    },
    reset(next, tag) {
      const previous = snapshot;
      snapshot = next;
      options.onStep?.(tag);
      options.onChange(next, previous);
      options.onProcessed(next);
    },
  };
}
