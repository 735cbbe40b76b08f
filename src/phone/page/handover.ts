/**
 * What a page that goes away leaves to the one that comes after it in the same tab: which
 * calls it held (policy 4). Nothing secret: no token, and numbers the user has just talked to.
 */
import type { CallHandover } from "../../call/inputs.js";
import type { Clock } from "../../clock.js";
import type { SafeStorage } from "../../storage.js";

/** A mark older than this is of no use: the core has given the call up by then, in milliseconds. */
const MARK_LIFE_MS = 60_000;

/** Marks of one registration. Storage that refuses (a sandboxed frame) is as good as empty. */
export interface HandoverStore {
  /** Takes the marks out: they are good once, so that a duplicated tab does not take a call. */
  take(): readonly CallHandover[];
  clear(): void;
}

/** Under which name the marks of a registration (endpoint and account) are kept. */
export function keyOf(registration: string): string {
  return `web-terminal:calls:${registration}`;
}

/** The marks that stand under a key. What writes them is loaded once there may be some: `leaving.ts`. */
export function createHandoverStore(key: string, clock: Clock, storage: SafeStorage): HandoverStore {
  return {
    take() {
      const stored = storage.getJson(key) as { at: number; calls: CallHandover[] } | null;
      storage.remove(key);
      return stored !== null && clock.now() - stored.at <= MARK_LIFE_MS && Array.isArray(stored.calls)
        ? stored.calls
        : [];
    },
    clear() {
      storage.remove(key);
    },
  };
}
