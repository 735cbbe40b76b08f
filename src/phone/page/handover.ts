/**
 * What a page that goes away leaves to the one that comes after it in the same tab: which
 * calls it held (policy 4). Nothing secret: no token, and numbers the user has just talked to.
 */
import type { CallHandover } from "../../call/inputs.js";
import type { Clock } from "../../clock.js";

/** A mark older than this is of no use: the core has given the call up by then, in milliseconds. */
const MARK_LIFE_MS = 60_000;

/** The part of `sessionStorage` that is used. */
export type HandoverStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

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

/** Whether a value has what a call is brought back by: every script of this origin can write to its storage. */
function isMark(value: Partial<CallHandover> | null): value is CallHandover {
  return (
    typeof value?.id === "string" &&
    typeof value.number === "string" &&
    Number.isFinite(value.startedAt) &&
    (value.answeredAt === null || Number.isFinite(value.answeredAt))
  );
}

/** The marks that stand under a key. What writes them is loaded once there may be some: `leaving.ts`. */
export function createHandoverStore(key: string, clock: Clock, storage: () => HandoverStorage): HandoverStore {
  const clear = (): void => {
    try {
      storage().removeItem(key);
    } catch {
      // There is nothing in it then.
    }
  };

  return {
    take() {
      try {
        const { at, calls } = JSON.parse(storage().getItem(key) ?? "") as { at: number; calls: CallHandover[] };
        return clock.now() - at <= MARK_LIFE_MS ? calls.filter(isMark) : [];
      } catch {
        return [];
      } finally {
        clear();
      }
    },
    clear,
  };
}
