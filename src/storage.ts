/** The parts of the browser's `Storage` that are used. */
export type StorageArea = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Storage whose loss costs no more than what it would have kept. No method throws. */
export interface SafeStorage {
  /** Returns the text of a key; null if there is none or storage is unavailable. */
  get(key: string): string | null;
  /** Returns the JSON value of a key, unchecked: anyone may have written it. Null if there is none or it is no JSON. */
  getJson(key: string): unknown;
  /** Keeps a text under a key. Returns whether it was kept. */
  set(key: string, text: string): boolean;
  /** Keeps a value as JSON under a key. Returns whether it was kept; a value that is not JSON is not. */
  setJson(key: string, value: unknown): boolean;
  remove(key: string): void;
}

/**
 * Creates a safe view of a storage area, which may be missing (Node, some web views), be null, throw when it is
 * looked up (a sandboxed frame, blocked cookies) or throw when it is used (quota, private mode).
 *
 * @param area returns the area, for example `() => sessionStorage`; called at each use, and allowed to throw.
 */
export function createSafeStorage(area: () => StorageArea | null | undefined): SafeStorage {
  const get = (key: string): string | null => {
    try {
      return area()?.getItem(key) ?? null;
    } catch {
      return null;
    }
  };
  const set = (key: string, text: string): boolean => {
    try {
      const storage = area();
      storage?.setItem(key, text);
      return storage != null;
    } catch {
      return false;
    }
  };
  return {
    get,
    getJson(key) {
      try {
        return JSON.parse(get(key) ?? "null") as unknown;
      } catch {
        return null;
      }
    },
    set,
    setJson(key, value) {
      // JSON.stringify returns undefined for a function or undefined, whatever its type says.
      let text: unknown;
      try {
        text = JSON.stringify(value);
      } catch {
        return false;
      }
      return typeof text === "string" && set(key, text);
    },
    remove(key) {
      try {
        area()?.removeItem(key);
      } catch {
        // It cannot be read either.
      }
    },
  };
}

/** Creates a safe storage that keeps in memory, as long as the page lives, what the storage area does not take. */
export function createMemoryBackedStorage(area: () => StorageArea | null | undefined): SafeStorage {
  const storage = createSafeStorage(area);
  /** The newest texts that the area refused. They win over what it has kept from before. */
  const refused = new Map<string, string>();
  const memory: StorageArea = {
    getItem: (key) => refused.get(key) ?? storage.get(key),
    setItem(key, text) {
      if (storage.set(key, text)) refused.delete(key);
      else refused.set(key, text);
    },
    removeItem(key) {
      refused.delete(key);
      storage.remove(key);
    },
  };
  return createSafeStorage(() => memory);
}
