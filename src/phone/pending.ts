/** Promises about calls: each settles when the machine's snapshot proves it one way or the other. */
import type { Call, Snapshot } from "../call/model.js";
import { TerminalError } from "../errors.js";

/** What a look at the snapshot gives: not yet, done with a value, or failed. */
export type Verdict<T> = { readonly done: T } | { readonly failed: TerminalError } | null;

/** Promises that wait for the snapshot. */
export interface Pending {
  until<T>(judge: (snapshot: Snapshot) => Verdict<T>): Promise<T>;
  /** To be called after each change. */
  check(snapshot: Snapshot): void;
  /** Fails all that still waits. */
  close(error: TerminalError): void;
}

interface Waiter {
  check(snapshot: Snapshot): boolean;
  fail(error: TerminalError): void;
}

/** Makes the waits of one phone. */
export function createPending(current: () => Snapshot): Pending {
  const waiters = new Set<Waiter>();
  return {
    until<T>(judge: (snapshot: Snapshot) => Verdict<T>) {
      return new Promise<T>((resolve, reject) => {
        const waiter: Waiter = {
          check(snapshot) {
            const verdict = judge(snapshot);
            if (verdict === null) return false;
            if ("done" in verdict) resolve(verdict.done);
            else reject(verdict.failed);
            return true;
          },
          fail: reject,
        };
        if (!waiter.check(current())) waiters.add(waiter);
      });
    },
    check(snapshot) {
      for (const waiter of [...waiters]) if (waiter.check(snapshot)) waiters.delete(waiter);
    },
    close(error) {
      for (const waiter of waiters) waiter.fail(error);
      waiters.clear();
    },
  };
}

/** Why a call that was to go somewhere has ended instead. `reported` is what was told of it before. */
export function errorOfEnd(call: Call | undefined, reported: TerminalError | undefined): TerminalError {
  if (reported !== undefined) return reported;
  const cause = call?.state === "ended" ? call.cause : null;
  if (cause === "media-failed" || cause === "bad-sdp") return new TerminalError(cause);
  return new TerminalError(
    cause === "signaling-lost" || cause === "dropped-by-core" ? "signaling-lost" : "no-such-call",
  );
}
