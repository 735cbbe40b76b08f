/**
 * What a page that goes away leaves to the one that comes after it in the same tab: which
 * calls it held (policy 4). Nothing secret: no token, and numbers the user has just talked to.
 */
import type { CallMark } from "../call/events.js";
import type { Clock } from "../clock.js";

/** A mark older than this is of no use: the core has given the call up by then, in milliseconds. */
const MARK_LIFE_MS = 60_000;

/** The part of `sessionStorage` that is used. */
export type MarkStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Marks of one registration. Storage that refuses (a sandboxed frame) is as good as empty. */
export interface Marks {
  /** Takes the marks out: they are good once, so that a duplicated tab does not take a call. */
  take(): readonly CallMark[];
  write(calls: readonly CallMark[]): void;
  clear(): void;
}

/** A host's metadata may be anything; a call is not lost because of it. */
function serializable(call: CallMark): CallMark {
  try {
    JSON.stringify(call.metadata);
    return call;
  } catch {
    return { ...call, metadata: null };
  }
}

/** Where `registration` (endpoint and account) keeps its marks. */
export function createMarks(registration: string, clock: Clock, storage: () => MarkStorage): Marks {
  const key = `web-terminal:calls:${registration}`;

  const guarded = <T>(task: (store: MarkStorage) => T, otherwise: T): T => {
    try {
      return task(storage());
    } catch {
      return otherwise;
    }
  };

  const clear = (): void => {
    guarded((store) => {
      store.removeItem(key);
    }, undefined);
  };

  return {
    take() {
      const text = guarded((store) => store.getItem(key), null);
      if (text === null) return [];
      clear();
      try {
        const { at, calls } = JSON.parse(text) as { at: number; calls: CallMark[] };
        return clock.now() - at <= MARK_LIFE_MS && Array.isArray(calls) ? calls : [];
      } catch {
        return [];
      }
    },
    write(calls) {
      if (calls.length === 0) {
        clear();
        return;
      }
      guarded((store) => {
        store.setItem(key, JSON.stringify({ at: clock.now(), calls: calls.map(serializable) }));
      }, undefined);
    },
    clear,
  };
}
