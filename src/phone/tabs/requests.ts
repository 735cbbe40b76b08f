/** Inputs that this tab has asked the leader to sequence, until the leader confirms them. */
import type { MachineInput } from "../../call/inputs.js";
import type { Clock } from "../../clock.js";
import { TerminalError } from "../../errors.js";

/** A request that no leader has confirmed after this long fails, in milliseconds. */
const REQUEST_TIMEOUT_MS = 10_000;

/** The unconfirmed requests of one tab. */
export interface Requests {
  /**
   * Asks the leader to sequence an input. Resolves once the input has been applied in this tab.
   *
   * @throws TerminalError `not-connected` if no leader confirms it in time, or this tab leaves.
   */
  ask(input: MachineInput): Promise<void>;
  /** The leader has confirmed this request. */
  confirm(request: string): void;
  /** Calls `task` with each request that the last leader did not confirm. */
  forEach(task: (request: string, input: MachineInput) => void): void;
  /** Rejects all requests. */
  close(): void;
}

interface PendingRequest {
  readonly input: MachineInput;
  readonly resolve: () => void;
  readonly reject: (error: TerminalError) => void;
  readonly cancelTimeout: () => void;
}

/** Creates the requests of the tab `self`; `send` brings one to the leader. */
export function createRequests(
  self: string,
  clock: Clock,
  send: (request: string, input: MachineInput) => void,
): Requests {
  const pending = new Map<string, PendingRequest>();
  let count = 0;

  const take = (request: string): PendingRequest | undefined => {
    const found = pending.get(request);
    pending.delete(request);
    found?.cancelTimeout();
    return found;
  };

  const fail = (request: string): void => {
    take(request)?.reject(new TerminalError("not-connected"));
  };

  return {
    ask(input) {
      count += 1;
      const request = `${self} ${count}`;
      return new Promise((resolve, reject) => {
        const cancelTimeout = clock.after(REQUEST_TIMEOUT_MS, () => {
          fail(request);
        });
        pending.set(request, { input, resolve, reject, cancelTimeout });
        send(request, input);
      });
    },
    confirm(request) {
      take(request)?.resolve();
    },
    forEach(task) {
      for (const [request, { input }] of pending) task(request, input);
    },
    close() {
      for (const request of [...pending.keys()]) fail(request);
    },
  };
}
