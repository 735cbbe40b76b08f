/** Promises about calls: each settles when the machine's snapshot proves the outcome one way or the other. */
import type { Call, CallCause, Snapshot } from "../call/model.js";
import { TerminalError } from "../errors.js";

/** The outcome of a request by a snapshot: a value if it succeeded, an error if it failed, null while undecided. */
export type Outcome<T> = { readonly value: T } | { readonly error: TerminalError } | null;

/** Requests that wait for the snapshot. */
export interface PendingRequests {
  /** Resolves or rejects once `outcomeIn` gives an outcome: for the snapshot of now, or for a later one. */
  waitFor<T>(outcomeIn: (snapshot: Snapshot) => Outcome<T>): Promise<T>;
  /** Looks for outcomes; to be called after each change. */
  check(snapshot: Snapshot): void;
  /** Rejects every request that still waits. */
  close(error: TerminalError): void;
}

interface Request {
  /** Returns whether the snapshot decided it. */
  check(snapshot: Snapshot): boolean;
  reject(error: TerminalError): void;
}

/** Creates the list of one phone's requests. `current` returns the snapshot of now. */
export function createPendingRequests(current: () => Snapshot): PendingRequests {
  const requests = new Set<Request>();
  return {
    waitFor<T>(outcomeIn: (snapshot: Snapshot) => Outcome<T>) {
      return new Promise<T>((resolve, reject) => {
        const request: Request = {
          check(snapshot) {
            const outcome = outcomeIn(snapshot);
            if (outcome === null) return false;
            if ("value" in outcome) resolve(outcome.value);
            else reject(outcome.error);
            return true;
          },
          reject,
        };
        if (!request.check(current())) requests.add(request);
      });
    },
    check(snapshot) {
      for (const request of [...requests]) if (request.check(snapshot)) requests.delete(request);
    },
    close(error) {
      for (const request of requests) request.reject(error);
      requests.clear();
    },
  };
}

/** Returns why a call ended that was to go on. `call`: undefined if there is none of that id. */
export function errorOfEnd(call: Call | undefined): TerminalError {
  return call?.failure ?? errorOfCause(call?.state === "ended" ? call.cause : null);
}

/** Returns the error for the cause of a call's end; `no-such-call` if the cause is not a failure. */
export function errorOfCause(cause: CallCause | null): TerminalError {
  switch (cause) {
    case "media-failed":
    case "bad-sdp":
      return new TerminalError(cause);
    case "signaling-lost":
    case "dropped-by-core":
      return new TerminalError("signaling-lost");
    default:
      return new TerminalError("no-such-call");
  }
}
