/**
 * Hands the calls of a page over to the next page in the same tab (`docs/protocol.md`, policy 4).
 * Nothing secret is stored: no token, and only numbers that the user is talking to.
 */
import type { CallHandover } from "../../call/inputs.js";
import type { Clock } from "../../clock.js";
import type { SafeStorage } from "../../storage.js";

/** Age after which a handover is useless, as the core has given the call up by then, in milliseconds. */
const MAX_AGE_MS = 60_000;

/** The handovers of one registration. */
export interface HandoverStore {
  /** Returns the calls and removes them: they can be taken only once, so that a duplicated tab takes no call. */
  take(): readonly CallHandover[];
  clear(): void;
}

/** Returns the storage key of a registration, named by endpoint and account. */
export function keyOf(registration: string): string {
  return `web-terminal:calls:${registration}`;
}

/** Whether a value has what a call is brought back by: every script of this origin can write to its storage. */
function isHandover(value: Partial<CallHandover> | null): value is CallHandover {
  return (
    typeof value?.id === "string" &&
    typeof value.number === "string" &&
    Number.isFinite(value.startedAt) &&
    (value.answeredAt === null || Number.isFinite(value.answeredAt)) &&
    (value.digits === undefined || typeof value.digits === "string")
  );
}

/** Reads handovers under a key. They are written by `leaving.ts`, which is loaded once there is a call. */
export function createHandoverStore(key: string, clock: Clock, storage: SafeStorage): HandoverStore {
  return {
    take() {
      const stored = storage.getJson(key) as { at: number; calls: CallHandover[] } | null;
      storage.remove(key);
      return stored !== null && clock.now() - stored.at <= MAX_AGE_MS && Array.isArray(stored.calls)
        ? stored.calls.filter(isHandover)
        : [];
    },
    clear() {
      storage.remove(key);
    },
  };
}
