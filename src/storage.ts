/** Web storage that never throws: a sandboxed frame may refuse it, and a full one takes nothing more. */

export interface SafeStorage {
  /** Returns the text that is kept under a key, or null. */
  get(key: string): string | null;
  /** Keeps a text under a key; null removes it. A text that the storage refuses is kept as long as the page. */
  set(key: string, text: string | null): void;
}

/** Wraps `localStorage` or `sessionStorage`, to which the mere access may throw. */
export function createSafeStorage(storage: () => Pick<Storage, "getItem" | "setItem" | "removeItem">): SafeStorage {
  /** The texts that the storage did not take. */
  const refused = new Map<string, string | null>();
  return {
    get(key) {
      const text = refused.get(key);
      if (text !== undefined) return text;
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    set(key, text) {
      try {
        if (text === null) storage().removeItem(key);
        else storage().setItem(key, text);
        refused.delete(key);
      } catch {
        refused.set(key, text);
      }
    },
  };
}
