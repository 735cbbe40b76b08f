/** What this tab wants of the holder, until that has put it in its place. */
import type { MachineInput } from "../../call/inputs.js";
import type { Clock } from "../../clock.js";
import { TerminalError } from "../../errors.js";

/** A request that no holder has taken by then fails, in milliseconds. */
const REQUEST_MS = 10_000;

/** Requests that wait. */
export interface TabRequests {
  /** Resolves when it has happened, in this tab; rejects where no tab holds the registration. */
  ask(event: MachineInput): Promise<void>;
  /** It has happened. */
  settle(request: string): void;
  /** What a holder before did not get to do. */
  forEach(task: (request: string, event: MachineInput) => void): void;
  /** This tab leaves: none will happen. */
  close(): void;
}

interface Waiting {
  readonly event: MachineInput;
  readonly resolve: () => void;
  readonly reject: (error: TerminalError) => void;
  readonly cancel: () => void;
}

/** Makes requests of the tab `self`; `send` tells the holder of one. */
export function createTabRequests(
  self: string,
  clock: Clock,
  send: (request: string, event: MachineInput) => void,
): TabRequests {
  const all = new Map<string, Waiting>();
  let count = 0;

  const end = (request: string): Waiting | undefined => {
    const waiting = all.get(request);
    all.delete(request);
    waiting?.cancel();
    return waiting;
  };

  const fail = (request: string): void => {
    end(request)?.reject(new TerminalError("not-connected"));
  };

  return {
    ask(event) {
      count += 1;
      const request = `${self} ${count}`;
      return new Promise((resolve, reject) => {
        const cancel = clock.after(REQUEST_MS, () => {
          fail(request);
        });
        all.set(request, { event, resolve, reject, cancel });
        send(request, event);
      });
    },
    settle(request) {
      end(request)?.resolve();
    },
    forEach(task) {
      for (const [request, { event }] of all) task(request, event);
    },
    close() {
      for (const request of [...all.keys()]) fail(request);
    },
  };
}
