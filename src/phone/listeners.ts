/** A set of listeners. One that throws affects neither the others nor the phone: its error is reported to the page. */
export interface Listeners<Args extends unknown[]> {
  /** Adds a listener. Returns a function that removes it. */
  readonly add: (listener: (...args: Args) => void) => () => void;
  /** Calls every listener. */
  emit(...args: Args): void;
  clear(): void;
}

/** Creates an empty set of listeners. */
export function createListeners<Args extends unknown[]>(): Listeners<Args> {
  const all = new Set<(...args: Args) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => all.delete(listener);
    },
    emit(...args) {
      for (const listener of [...all]) {
        try {
          listener(...args);
        } catch (error) {
          reportError(error);
        }
      }
    },
    clear() {
      all.clear();
    },
  };
}
