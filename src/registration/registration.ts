/**
 * The registration: one stream to the core, opened again whenever it breaks, with a
 * fresh token. Of calls it knows only which stream each was made on: when a new token
 * brings a new stream, a running call stays on the old one, so that its media does not
 * have to change.
 */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import type { OpenStream, StreamStatus } from "../wire/stream.js";
import { backoffDelay, callBackoff, streamBackoff, tokenBackoff, type Backoff } from "./backoff.js";
import { openRegistrationStream, type RegistrationStream, type StreamSession } from "./registration-stream.js";
import type { CoreMessage } from "./core-message.js";
import { errorOfStatus, isFinal } from "./stream-error.js";
import { createTokenKeeper, EXPIRY_MARGIN_MS, type Token, type TokenSource } from "./tokens.js";

/** Handlers of a registration. */
export interface RegistrationHandlers {
  onConnecting(): void;
  /** Called when the registration's stream opens. */
  onOpen(): void;
  onMessage(message: CoreMessage): void;
  /** Called when the stream broke; it is opened again `retryIn` milliseconds from now. */
  onLost(error: TerminalError, retryIn: number): void;
  /** Called when the registration ended; it stays so until `open` is called again. */
  onRefused(state: "signed-out" | "failed", error: TerminalError): void;
  /** Called when the stream of these calls broke, while the registration itself goes on on another. */
  onStranded(ids: readonly string[]): void;
  /** Called when any stream opens on a gateway that names its streams. */
  onStreamOpened(session: StreamSession): void;
  /** Returns ids of the calls that the core has. */
  liveCalls(): readonly string[];
}

/** Options of `createRegistration`. */
export interface RegistrationOptions {
  /** URL of the gateway. Read for each stream. */
  readonly endpoint: string;
  readonly method: "Pipe" | "MultiPipe";
  readonly openStream: OpenStream;
  readonly getToken: TokenSource;
  readonly clock: Clock;
  /** Returns a number from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly handlers: RegistrationHandlers;
}

/** A registration that keeps itself up. */
export interface Registration {
  /** Starts, or starts again after a refusal; retries now if it waits to. Idempotent. */
  open(): void;
  /** Sends a message on the stream of its call. Dropped if that stream is gone. */
  send(message: CoreMessage): void;
  /** Retries now, or asks open streams for proof that they are alive: the network or the machine may have changed. */
  wake(): void;
  /** Closes a stream that was kept for calls, once those have ended. To be called when calls begin or end. */
  closeDrained(): void;
  /** Ends the registration. */
  close(): void;
}

/** A stream that was open this long was a success: the next failure starts from the shortest wait. */
const SUCCESS_MS = 5_000;
/** Browsers keep a timer's delay in 32 bits, and run one that is longer at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;
/** A token is used at least this long, whatever its source says of its expiry. */
const MIN_TOKEN_LIFE_MS = 1_000;

/** Creates a registration. Nothing is opened yet. */
export function createRegistration(options: RegistrationOptions): Registration {
  const { clock, handlers } = options;
  const tokens = createTokenKeeper(options.getToken, clock);
  /** The registration's stream. */
  let current: RegistrationStream | null = null;
  /** A stream with a renewed token, until it opens and becomes the current one. */
  let renewed: RegistrationStream | null = null;
  /** The stream of an older token, kept for the calls that were made on it. */
  let draining: RegistrationStream | null = null;
  let wanted = false;
  let failures = 0;
  let rejected = false;
  /** How often renewing the token, or opening its stream, has failed. */
  let failedRenewals = 0;
  /** Raised with each start: a token that comes for an older start is not used. */
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

  const closeDraining = (): void => {
    draining?.close();
    draining = null;
  };

  /** Whether a call stayed on the stream of an older token. */
  const isDraining = (callId: string): boolean => draining?.calls.has(callId) === true;

  const handleCurrentEnd = (stream: RegistrationStream, status: StreamStatus): void => {
    current = null;
    closeDraining();
    stopTimers();
    if (stream.openedAt !== null && clock.now() - stream.openedAt >= SUCCESS_MS) {
      failures = 0;
      rejected = false;
    }
    const error = errorOfStatus(status);
    if (renewed !== null) {
      // Its successor is being opened already.
      current = renewed;
      renewed = null;
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

  const handleEnd = (stream: RegistrationStream, status: StreamStatus): void => {
    if (stream === current) {
      handleCurrentEnd(stream, status);
    } else if (stream === renewed) {
      renewed = null;
      if (status.code === "unauthenticated") tokens.forget();
      renewLater();
    } else if (stream === draining) {
      draining = null;
      handlers.onStranded([...stream.calls]);
    }
  };

  const handleOpen = (stream: RegistrationStream, token: Token, session: StreamSession | null): void => {
    if (session !== null) handlers.onStreamOpened(session);
    failedRenewals = 0;
    watchExpiry(token);
    if (stream === renewed) takeOver(stream);
    else handlers.onOpen();
  };

  /** Makes the stream of the renewed token the current one; the previous one keeps only its calls. */
  const takeOver = (stream: RegistrationStream): void => {
    const previous = current;
    current = stream;
    renewed = null;
    closeDraining();
    const live = handlers.liveCalls();
    if (previous === null) return;
    if (live.length === 0) {
      previous.close();
    } else {
      previous.calls = new Set(live);
      draining = previous;
    }
  };

  const handleMessage = (stream: RegistrationStream, message: CoreMessage): void => {
    // The status that a new registration begins with; anything that matters comes again once it is the current one.
    if (stream === renewed) return;
    const isOfDraining = isDraining(message.callId);
    if (stream === current && isOfDraining) return;
    if (stream === draining && !isOfDraining && (message.type === "idle" || message.type === "in-call")) return;
    handlers.onMessage(message);
  };

  const method = `wgtwo.webterminal.v0.WebTerminalService/${options.method}`;
  const openWith = (token: Token): RegistrationStream =>
    openRegistrationStream({
      openStream: options.openStream,
      request: { endpoint: options.endpoint, method },
      token,
      clock,
      handlers: {
        onOpen(stream, session) {
          handleOpen(stream, token, session);
        },
        onMessage: handleMessage,
        onEnd: handleEnd,
      },
    });

  const start = (reason?: "rejected"): void => {
    generation += 1;
    const own = generation;
    handlers.onConnecting();
    const asked = reason === undefined ? tokens.get() : tokens.renew(reason);
    asked.then(
      (token) => {
        if (own === generation && wanted) current = openWith(token);
      },
      (cause: unknown) => {
        if (own !== generation || !wanted) return;
        const error = TerminalError.from(cause, "token-source-failed");
        if (error.code === "signed-out") refuse("signed-out", error);
        else retryAfter(error, tokenBackoff);
      },
    );
  };

  /** Retries now if a retry is due later. Returns whether one was. */
  const retryNow = (): boolean => {
    if (cancelRetry === null) return false;
    cancelRetry();
    cancelRetry = null;
    start();
    return true;
  };

  /** Renews the token before it expires. */
  const watchExpiry = (token: Token): void => {
    cancelExpiry?.();
    cancelExpiry = null;
    if (token.expiresAt === null) return;
    const left = token.expiresAt - clock.now();
    // A token that lives no longer than the margin is renewed at half its life, not over and over.
    const due = left > EXPIRY_MARGIN_MS ? left - EXPIRY_MARGIN_MS : left / 2;
    cancelExpiry =
      due > MAX_DELAY_MS
        ? clock.after(MAX_DELAY_MS, () => {
            watchExpiry(token);
          })
        : clock.after(Math.max(MIN_TOKEN_LIFE_MS, due), renewToken);
  };

  const renewLater = (): void => {
    cancelExpiry = clock.after(backoffDelay(tokenBackoff, failedRenewals, options.random()), renewToken);
    failedRenewals += 1;
  };

  const renewToken = (): void => {
    cancelExpiry = null;
    const own = generation;
    tokens.renew("expiring").then(
      (token) => {
        if (own === generation && wanted && current !== null) renewed = openWith(token);
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
      // Another user may have signed in since.
      tokens.forget();
      start();
    },
    send(message) {
      (isDraining(message.callId) ? draining : current)?.send(message);
    },
    wake() {
      if (!wanted || retryNow()) return;
      current?.probe();
      draining?.probe();
    },
    closeDrained() {
      if (draining === null) return;
      const live = new Set(handlers.liveCalls());
      if (![...draining.calls].some((id) => live.has(id))) closeDraining();
    },
    close() {
      wanted = false;
      generation += 1;
      stopTimers();
      current?.close();
      renewed?.close();
      current = null;
      renewed = null;
      closeDraining();
    },
  };
}
