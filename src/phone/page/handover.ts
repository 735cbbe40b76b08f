/**
 * Hands the calls of a page over to the next page in the same tab (`docs/protocol.md`, policy 4).
 * Nothing secret is stored: no token, and only numbers that the user is talking to.
 */
import type { CallHandover } from "../../call/inputs.js";
import type { Clock } from "../../clock.js";

/** Age after which a handover is useless, as the core has given the call up by then, in milliseconds. */
const MAX_AGE_MS = 60_000;

/** The part of `sessionStorage` that is used. */
export type HandoverStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The handovers of one registration. Storage that throws (in a sandboxed frame) counts as empty. */
export interface HandoverStore {
  /** Returns the calls and removes them: they can be taken only once, so that a duplicated tab takes no call. */
  take(): readonly CallHandover[];
  clear(): void;
}

/** Returns the storage key of a registration, named by endpoint and account. */
export function keyOf(registration: string): string {
  return `web-terminal:calls:${registration}`;
}

/** Reads handovers under a key. They are written by `leaving.ts`, which is loaded once there is a call. */
export function createHandoverStore(key: string, clock: Clock, storage: () => HandoverStorage): HandoverStore {
  const clear = (): void => {
    try {
      storage().removeItem(key);
    } catch {
      // Then there is nothing in it.
    }
  };

  return {
    take() {
      try {
        const { at, calls } = JSON.parse(storage().getItem(key) ?? "") as { at: number; calls: CallHandover[] };
        return clock.now() - at <= MAX_AGE_MS && Array.isArray(calls) ? calls : [];
      } catch {
        return [];
      } finally {
        clear();
      }
    },
    clear,
  };
}
