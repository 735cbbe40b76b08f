import type { StorageArea } from "../../src/storage.js";

/** Creates a storage area in memory. */
export function memoryStorage(entries: Readonly<Record<string, string>> = {}): StorageArea {
  const kept = new Map(Object.entries(entries));
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => {
      kept.set(key, text);
    },
    removeItem: (key) => {
      kept.delete(key);
    },
  };
}
