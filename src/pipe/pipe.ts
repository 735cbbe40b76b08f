/**
 * The registration: one stream to the core, opened again whenever it breaks, with a
 * token that is fresh. Calls are none of its business.
 */
import type { Clock } from "../clock.js";
import { TerminalError, type TerminalErrorCode } from "../errors.js";
import type { OpenStream, StatusCode, Stream, StreamStatus } from "../wire/stream.js";
import { backoffDelay, callBackoff, streamBackoff, tokenBackoff, type Backoff } from "./backoff.js";
import { decodeMessage, encodeMessage } from "./codec.js";
import type { PipeMessage } from "./message.js";
import { createTokenKeeper, EXPIRY_MARGIN_MS, type Token, type TokenSource } from "./tokens.js";

/** What a pipe tells. */
export interface PipeHandlers {
  onConnecting(): void;
  /** The stream to the core stands. */
  onOpen(): void;
  onMessage(message: PipeMessage): void;
  /** It is gone, and opened again `retryIn` milliseconds from now. */
  onLost(error: TerminalError, retryIn: number): void;
  /** It is gone until `open` is called again. */
  onRefused(state: "signed-out" | "failed", error: TerminalError): void;
  /** Whether a call is up, which a swap of streams for a new token would disturb. */
  isBusy(): boolean;
}

/** What a pipe needs. */
export interface PipeOptions {
  readonly endpoint: string;
  readonly method: "Pipe" | "MultiPipe";
  readonly openStream: OpenStream;
  readonly getToken: TokenSource;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly handlers: PipeHandlers;
}

/** A registration that keeps itself up. */
export interface Pipe {
  /** Starts, or starts again after a refusal. Idempotent. */
  open(): void;
  /** Sends on the stream that stands; a message for a stream that has gone is dropped. */
  send(message: PipeMessage): void;
  /** Something happened to the network or the machine: try now, or ask for proof of life. */
  wake(): void;
  /** No call is up any more: what waited for that is done. */
  idle(): void;
  /** Ends the registration. */
  close(): void;
}

/** A stream that has stood this long was a success: the next failure starts from the shortest wait. */
const STOOD_MS = 5_000;
/** Browsers keep a timer's wait in 32 bits, and run one that is longer at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** A token is used at least this long, whatever its source says of its end. */
const LEAST_LIFE_MS = 1_000;

const errorCodes: Partial<Record<StatusCode, TerminalErrorCode>> = {
  unauthenticated: "signed-out",
  permission_denied: "permission-denied",
  unimplemented: "unimplemented",
  invalid_argument: "invalid-argument",
  resource_exhausted: "rate-limited",
};

/** Ends that trying again does not mend. */
const final: ReadonlySet<StatusCode> = new Set(["permission_denied", "unimplemented", "invalid_argument"]);

/** What a stream's end means to a user; the service's own words are kept as the cause. */
export function errorOfStatus(status: StreamStatus): TerminalError {
  const code = errorCodes[status.code] ?? "unavailable";
  return new TerminalError(code, { cause: new Error(`${status.code}: ${status.message}`) });
}

/** Makes a pipe. Nothing is opened yet. */
export function createPipe(options: PipeOptions): Pipe {
  const { clock, handlers } = options;
  const tokens = createTokenKeeper(options.getToken, clock);
  let stream: Stream | null = null;
  /** Raised with each opening: what an older one still reports is not about us any more. */
  let generation = 0;
  let wanted = false;
  let failures = 0;
  let openedAt = 0;
  let rejected = false;
  let cancelRetry: (() => void) | null = null;
  let cancelExpiry: (() => void) | null = null;
  /** The stream of the old token, until that of the new one stands. */
  let retiring: Stream | null = null;
  /** A new token that waits for calls to end. */
  let waiting: Token | null = null;

  const stopTimers = (): void => {
    cancelRetry?.();
    cancelExpiry?.();
    cancelRetry = null;
    cancelExpiry = null;
    waiting = null;
  };

  const retire = (): void => {
    retiring?.close();
    retiring = null;
  };

  const retryAfter = (error: TerminalError, backoff: Backoff): void => {
    const delay = backoffDelay(backoff, failures, options.random());
    failures += 1;
    handlers.onLost(error, delay);
    if (wanted) {
      cancelRetry = clock.after(delay, () => {
        cancelRetry = null;
        start();
      });
    }
  };

  const refuse = (state: "signed-out" | "failed", error: TerminalError): void => {
    wanted = false;
    stopTimers();
    handlers.onRefused(state, error);
  };

  const handleEnd = (status: StreamStatus): void => {
    stream = null;
    retire();
    stopTimers();
    if (!wanted) return;
    if (openedAt !== 0 && clock.now() - openedAt >= STOOD_MS) {
      failures = 0;
      rejected = false;
    }
    openedAt = 0;
    const error = errorOfStatus(status);
    if (status.code === "unauthenticated") {
      tokens.forget();
      if (rejected) {
        refuse("signed-out", error);
        return;
      }
      rejected = true;
      handlers.onLost(error, 0);
      start("rejected");
    } else if (final.has(status.code)) {
      refuse("failed", error);
    } else {
      retryAfter(error, handlers.isBusy() ? callBackoff : streamBackoff);
    }
  };

  const handleBytes = (bytes: Uint8Array): void => {
    let message: PipeMessage;
    try {
      message = decodeMessage(bytes);
    } catch {
      message = { type: "unknown", callId: "" };
    }
    handlers.onMessage(message);
  };

  const openStream = (token: Token): Stream => {
    const own = generation;
    return options.openStream(
      {
        endpoint: options.endpoint,
        method: `wgtwo.webterminal.v0.WebTerminalService/${options.method}`,
        headers: { authorization: `Bearer ${token.value}` },
      },
      {
        onHeaders() {
          if (own !== generation) return;
          openedAt = clock.now();
          retire();
          watchExpiry(token);
          handlers.onOpen();
        },
        onMessage(bytes) {
          if (own === generation) handleBytes(bytes);
        },
        onEnd(status) {
          if (own === generation) handleEnd(status);
        },
      },
    );
  };

  const start = (reason?: "rejected"): void => {
    generation += 1;
    const own = generation;
    handlers.onConnecting();
    const asked = reason === undefined ? tokens.get() : tokens.renew(reason);
    asked.then(
      (token) => {
        if (own !== generation || !wanted) return;
        stream = openStream(token);
      },
      (cause: unknown) => {
        if (own !== generation || !wanted) return;
        const error = TerminalError.from(cause, "token-source-failed");
        if (error.code === "signed-out") refuse("signed-out", error);
        else retryAfter(error, tokenBackoff);
      },
    );
  };

  /** Replaces the token before it dies: a second stream is opened, and then the first one closed. */
  const watchExpiry = (token: Token): void => {
    cancelExpiry?.();
    cancelExpiry = null;
    if (token.expiresAt === null) return;
    const left = token.expiresAt - clock.now();
    // A token that lives no longer than the margin is used for half its life, not swapped without end.
    const due = left > EXPIRY_MARGIN_MS ? left - EXPIRY_MARGIN_MS : left / 2;
    cancelExpiry =
      due > LONGEST_WAIT_MS
        ? clock.after(LONGEST_WAIT_MS, () => {
            watchExpiry(token);
          })
        : clock.after(Math.max(LEAST_LIFE_MS, due), renewToken);
  };

  const renewToken = (): void => {
    cancelExpiry = null;
    const own = generation;
    tokens.renew("expiring").then(
      (token) => {
        if (own !== generation || !wanted) return;
        swapStream(token);
      },
      () => {
        if (own !== generation || !wanted) return;
        cancelExpiry = clock.after(backoffDelay(tokenBackoff, 0, options.random()), renewToken);
      },
    );
  };

  const swapStream = (token: Token): void => {
    if (handlers.isBusy()) {
      // A call belongs to the stream that it was made on: the swap waits for its end. A stream
      // that breaks before that is opened again with the new token anyway.
      waiting = token;
      return;
    }
    waiting = null;
    retiring = stream;
    generation += 1;
    stream = openStream(token);
  };

  return {
    open() {
      if (wanted) return;
      wanted = true;
      failures = 0;
      rejected = false;
      // Whoever opens anew may be somebody else by now.
      tokens.forget();
      start();
    },
    send(message) {
      stream?.send(encodeMessage(message));
    },
    wake() {
      if (!wanted) return;
      if (cancelRetry !== null) {
        cancelRetry();
        cancelRetry = null;
        start();
      } else {
        stream?.probe();
      }
    },
    idle() {
      if (waiting !== null) swapStream(waiting);
    },
    close() {
      wanted = false;
      generation += 1;
      stopTimers();
      retire();
      stream?.close();
      stream = null;
    },
  };
}
