/**
 * Runs the machine: one first-in-first-out mailbox, so that an effect which answers
 * at once waits its turn instead of entering the machine a second time.
 */
import type { MachineInput, Effect } from "./inputs.js";
import type { Snapshot } from "./model.js";
import { transition } from "./transition.js";

/** Called after each event: what was, what is, and then what to do. */
export interface StoreOptions<Tag> {
  readonly initial: Snapshot;
  /** Once for each event, before `onChange`: what was posted with it. */
  readonly onStep?: (tag: Tag) => void;
  /** Once for each event that changed something. */
  readonly onChange: (next: Snapshot, previous: Snapshot) => void;
  /** In order, after `onChange`. */
  readonly onEffect: (effect: Effect) => void;
  /** Once for each event, after its effects: whoever waits for an outcome finds all of it. */
  readonly onSettled: (snapshot: Snapshot) => void;
}

/** The snapshot and the way to change it. */
export interface Store<Tag> {
  readonly snapshot: Snapshot;
  /** `at`: when it happened, in epoch milliseconds. */
  post(event: MachineInput, at: number, tag: Tag): void;
  /** Takes over what another store knows. */
  reset(snapshot: Snapshot, tag: Tag): void;
}

/** Makes a store. */
export function createStore<Tag>(options: StoreOptions<Tag>): Store<Tag> {
  let snapshot = options.initial;
  const mailbox: { readonly event: MachineInput; readonly at: number; readonly tag: Tag }[] = [];
  let running = false;

  const step = ({ event, at, tag }: (typeof mailbox)[number]): void => {
    const previous = snapshot;
    const [next, effects] = transition(previous, event, at);
    snapshot = next;
    options.onStep?.(tag);
    if (next !== previous) options.onChange(next, previous);
    for (const effect of effects) options.onEffect(effect);
    options.onSettled(next);
  };

  return {
    get snapshot() {
      return snapshot;
    },
    post(event, at, tag) {
      mailbox.push({ event, at, tag });
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
      options.onSettled(next);
    },
  };
}
