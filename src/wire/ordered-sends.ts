/**
 * Sends messages as separate requests: in order, one at a time, numbered, and retried under the same number until the
 * gateway has confirmed them.
 */
import type { Clock } from "../clock.js";
import { DEAD_AFTER_MS, MAX_QUEUED_BYTES, MAX_QUEUED_MESSAGES, SEND_AGAIN_MS, SEND_TRIES } from "./constants.js";
import type { StreamStatus } from "./stream.js";

/** A message, or the half close. */
export type Sendable = Uint8Array | "finish";

/** Result of one attempt: the message arrived, may not have arrived, or never will. */
export type Attempt = "done" | "again" | StreamStatus;

/** Dependencies of the queue. */
export interface OrderedSendsOptions {
  readonly clock: Clock;
  /** Sends one request. Never rejects. The result is ignored once `signal` is aborted. */
  attempt(sequence: number, what: Sendable, signal: AbortSignal): Promise<Attempt>;
  /** Called once if sending failed for good. */
  onFailure(status: StreamStatus): void;
  /** Called when the queue is empty. */
  onIdle(): void;
}

/** A queue of messages to send. */
export interface OrderedSends {
  push(what: Sendable): void;
  /** Starts sending: the session is known now. */
  start(): void;
  idle(): boolean;
  /** Discards all queued messages. */
  stop(): void;
}

const tooMuch: StreamStatus = { code: "resource_exhausted", message: "send queue is full" };
const lost: StreamStatus = { code: "unavailable", message: "cannot send to the gateway" };

/** Creates an empty queue. */
export function createOrderedSends(options: OrderedSendsOptions): OrderedSends {
  const { clock } = options;
  const queue: Sendable[] = [];
  let queuedBytes = 0;
  let sequence = 0;
  let started = false;
  let sending = false;
  let stopped = false;
  let stopWaiting: () => void = () => undefined;
  let abort: () => void = () => undefined;

  function stop(): void {
    stopped = true;
    queue.length = 0;
    stopWaiting();
    abort();
  }

  function fail(status: StreamStatus): void {
    if (stopped) return;
    stop();
    options.onFailure(status);
  }

  function wait(ms: number, task: () => void): void {
    stopWaiting();
    stopWaiting = clock.after(ms, task);
  }

  function pump(): void {
    if (!started || sending || stopped) return;
    const next = queue[0];
    if (next === undefined) {
      options.onIdle();
      return;
    }
    sending = true;
    attempt(next, 1);
  }

  function attempt(what: Sendable, tries: number): void {
    const controller = new AbortController();
    let settled = false;
    const settle = (result: Attempt): void => {
      if (settled || stopped) return;
      settled = true;
      stopWaiting();
      controller.abort();
      if (result === "done") {
        queue.shift();
        queuedBytes -= sizeOf(what);
        sequence += 1;
        sending = false;
        pump();
      } else if (result !== "again") {
        fail(result);
      } else if (tries >= SEND_TRIES) {
        fail(lost);
      } else {
        wait(SEND_AGAIN_MS * 2 ** (tries - 1), () => {
          attempt(what, tries + 1);
        });
      }
    };
    abort = () => {
      controller.abort();
    };
    wait(DEAD_AFTER_MS, () => {
      settle("again");
    });
    void options.attempt(sequence, what, controller.signal).then(settle);
  }

  return {
    push(what) {
      if (stopped) return;
      queuedBytes += sizeOf(what);
      if (queue.length >= MAX_QUEUED_MESSAGES || queuedBytes > MAX_QUEUED_BYTES) {
        fail(tooMuch);
        return;
      }
      queue.push(what);
      pump();
    },
    start() {
      started = true;
      pump();
    },
    idle: () => queue.length === 0,
    stop,
  };
}

function sizeOf(what: Sendable): number {
  return what === "finish" ? 0 : what.length;
}
