/** Whoever listens to a phone. One that throws must not keep others, or the phone, from going on. */
export interface Listeners<Heard extends unknown[]> {
  /** The function given back ends that. */
  readonly add: (listener: (...heard: Heard) => void) => () => void;
  tell(...heard: Heard): void;
  clear(): void;
}

/** Makes a set of them. */
export function createListeners<Heard extends unknown[]>(): Listeners<Heard> {
  const all = new Set<(...heard: Heard) => void>();
  return {
    add(listener) {
      all.add(listener);
      return () => all.delete(listener);
    },
    tell(...heard) {
      for (const listener of [...all]) {
        try {
          listener(...heard);
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
