/**
 * The registration: one stream to the core, opened again whenever it breaks, with a
 * token that is fresh. Of calls it knows only which stream each was made on: when a new
 * token brings a new stream, a running call stays on the old one, so that nothing about
 * its media has to change.
 */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import type { OpenStream, StreamStatus } from "../wire/stream.js";
import { backoffDelay, callBackoff, streamBackoff, tokenBackoff, type Backoff } from "./backoff.js";
import { encodeMessage } from "./codec.js";
import { closeRegistrationStream, openRegistrationStream, type RegistrationStream } from "./registration-stream.js";
import type { CoreMessage } from "./core-message.js";
import { errorOfStatus, isFinal } from "./stream-error.js";
import { createTokenKeeper, EXPIRY_MARGIN_MS, type Token, type TokenSource } from "./tokens.js";

/** What a pipe tells. */
export interface RegistrationHandlers {
  onConnecting(): void;
  /** The stream to the core stands. */
  onOpen(): void;
  onMessage(message: CoreMessage): void;
  /** It is gone, and opened again `retryIn` milliseconds from now. */
  onLost(error: TerminalError, retryIn: number): void;
  /** It is gone until `open` is called again. */
  onRefused(state: "signed-out" | "failed", error: TerminalError): void;
  /** The stream that these calls were made on is gone, while the registration itself stands. */
  onStranded(ids: readonly string[]): void;
  /** Ids of the calls that are up, as far as the core knows. */
  liveCalls(): readonly string[];
}

/** What a pipe needs. */
export interface RegistrationOptions {
  /** Read for each stream. */
  readonly endpoint: string;
  readonly method: "Pipe" | "MultiPipe";
  readonly openStream: OpenStream;
  readonly getToken: TokenSource;
  readonly clock: Clock;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Takes what the gateway calls the last two streams that stood, the latest first. */
  readonly sessions?: string[] | undefined;
  readonly handlers: RegistrationHandlers;
}

/** A registration that keeps itself up. */
export interface Registration {
  /** Starts, or starts again after a refusal; where it waits to try again, it tries now. Idempotent. */
  open(): void;
  /** Sends on the stream that stands; a message for a stream that has gone is dropped. */
  send(message: CoreMessage): void;
  /** Something happened to the network or the machine: try now, or ask for proof of life. */
  wake(): void;
  /** Calls have come or gone: a stream that was kept for calls which have ended is closed. */
  settle(): void;
  /** Ends the registration. */
  close(): void;
}

/** A stream that has stood this long was a success: the next failure starts from the shortest wait. */
const STOOD_MS = 5_000;
/** Browsers keep a timer's wait in 32 bits, and run one that is longer at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** A token is used at least this long, whatever its source says of its end. */
const LEAST_LIFE_MS = 1_000;

/** Makes a pipe. Nothing is opened yet. */
export function createRegistration(options: RegistrationOptions): Registration {
  const { clock, handlers } = options;
  const tokens = createTokenKeeper(options.getToken, clock);
  /** The registration's stream. */
  let main: RegistrationStream | null = null;
  /** With a fresh token, until it stands and becomes the main one. */
  let next: RegistrationStream | null = null;
  /** Of an old token, kept for the calls that were made on it. */
  let old: RegistrationStream | null = null;
  let wanted = false;
  let failures = 0;
  let rejected = false;
  /** How often a new token, or its stream, could not be had. */
  let renewals = 0;
  /** Raised with each start: a token that comes for an older one is not used. */
  let generation = 0;
  let cancelRetry: (() => void) | null = null;
  let cancelExpiry: (() => void) | null = null;

  const stopTimers = (): void => {
    cancelRetry?.();
    cancelExpiry?.();
    cancelRetry = null;
    cancelExpiry = null;
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

  const handleMainEnd = (line: RegistrationStream, status: StreamStatus): void => {
    main = null;
    old = closeRegistrationStream(old);
    stopTimers();
    if (line.openedAt !== null && clock.now() - line.openedAt >= STOOD_MS) {
      failures = 0;
      rejected = false;
    }
    const error = errorOfStatus(status);
    if (next !== null) {
      // Its successor is on the way already.
      main = next;
      next = null;
      handlers.onLost(error, 0);
      return;
    }
    if (status.code === "unauthenticated") {
      tokens.forget();
      if (rejected) {
        refuse("signed-out", error);
        return;
      }
      rejected = true;
      handlers.onLost(error, 0);
      start("rejected");
    } else if (isFinal(status)) {
      refuse("failed", error);
    } else {
      retryAfter(error, handlers.liveCalls().length > 0 ? callBackoff : streamBackoff);
    }
  };

  const handleEnd = (line: RegistrationStream, status: StreamStatus): void => {
    if (line === main) {
      handleMainEnd(line, status);
    } else if (line === next) {
      next = null;
      if (status.code === "unauthenticated") tokens.forget();
      renewLater();
    } else if (line === old) {
      old = null;
      handlers.onStranded([...(line.calls ?? [])]);
    }
  };

  const handleHeaders = (line: RegistrationStream, token: Token, headers: Readonly<Record<string, string>>): void => {
    line.openedAt = clock.now();
    options.sessions?.splice(0, 2, headers["session"] ?? "", ...options.sessions.slice(0, 1));
    renewals = 0;
    watchExpiry(token);
    if (line === next) takeOver(line);
    else handlers.onOpen();
  };

  /** The stream of the new token stands: it is the main one, and the old one keeps only its calls. */
  const takeOver = (line: RegistrationStream): void => {
    const previous = main;
    main = line;
    next = null;
    old = closeRegistrationStream(old);
    const live = handlers.liveCalls();
    if (previous === null) return;
    if (live.length === 0) {
      closeRegistrationStream(previous);
    } else {
      previous.calls = new Set(live);
      old = previous;
    }
  };

  const handleMessage = (line: RegistrationStream, message: CoreMessage): void => {
    if (line === next) {
      // The status that a new registration begins with; what matters comes again on the main one.
      return;
    }
    const ours = old?.calls?.has(message.callId) === true;
    if (line === main && ours) return;
    if (line === old && !ours && (message.type === "idle" || message.type === "in-call")) return;
    handlers.onMessage(message);
  };

  const method = `wgtwo.webterminal.v0.WebTerminalService/${options.method}`;
  const lineWith = (token: Token): RegistrationStream =>
    openRegistrationStream(options.openStream, { endpoint: options.endpoint, method }, token, {
      onOpen: handleHeaders,
      onMessage: handleMessage,
      onEnd: handleEnd,
    });

  const start = (reason?: "rejected"): void => {
    generation += 1;
    const own = generation;
    handlers.onConnecting();
    const asked = reason === undefined ? tokens.get() : tokens.renew(reason);
    asked.then(
      (token) => {
        if (own === generation && wanted) main = lineWith(token);
      },
      (cause: unknown) => {
        if (own !== generation || !wanted) return;
        const error = TerminalError.from(cause, "token-source-failed");
        if (error.code === "signed-out") refuse("signed-out", error);
        else retryAfter(error, tokenBackoff);
      },
    );
  };

  /** Returns whether there was an attempt to wait for. */
  const retryNow = (): boolean => {
    if (cancelRetry === null) return false;
    cancelRetry();
    cancelRetry = null;
    start();
    return true;
  };

  /** Replaces the token before it dies. */
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

  const renewLater = (): void => {
    cancelExpiry = clock.after(backoffDelay(tokenBackoff, renewals, options.random()), renewToken);
    renewals += 1;
  };

  const renewToken = (): void => {
    cancelExpiry = null;
    const own = generation;
    tokens.renew("expiring").then(
      (token) => {
        if (own === generation && wanted && main !== null) next = lineWith(token);
      },
      () => {
        if (own !== generation || !wanted) return;
        renewLater();
      },
    );
  };

  return {
    open() {
      if (wanted) {
        retryNow();
        return;
      }
      wanted = true;
      failures = 0;
      rejected = false;
      // Whoever opens anew may be somebody else by now.
      tokens.forget();
      start();
    },
    send(message) {
      const line = old?.calls?.has(message.callId) === true ? old : main;
      line?.stream?.send(encodeMessage(message));
    },
    wake() {
      if (!wanted || retryNow()) return;
      main?.stream?.probe();
      old?.stream?.probe();
    },
    settle() {
      if (old === null) return;
      const live = new Set(handlers.liveCalls());
      if (![...(old.calls ?? [])].some((id) => live.has(id))) old = closeRegistrationStream(old);
    },
    close() {
      wanted = false;
      generation += 1;
      stopTimers();
      main = closeRegistrationStream(main);
      next = closeRegistrationStream(next);
      old = closeRegistrationStream(old);
    },
  };
}
