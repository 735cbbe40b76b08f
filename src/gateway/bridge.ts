/** One pipe: a page and the core's stream, joined. */
import { randomUUID } from "node:crypto";
import type { Metadata } from "../wire/end-stream.js";
import type { StatusCode, StreamStatus } from "../wire/stream.js";
import type { Carrier, Metrics } from "./metrics.js";
import type { GatewayLimits, GatewayLogger } from "./options.js";
import type { OpenPageConnection } from "./page-connection.js";
import type { UpstreamPool } from "./upstream-pool.js";
import { type UpstreamStream, openUpstreamStream } from "./upstream-stream.js";

/** What a pipe needs of its gateway. */
export interface BridgeContext {
  readonly pool: UpstreamPool;
  readonly limits: GatewayLimits;
  readonly metrics: Metrics;
  readonly logger: GatewayLogger;
}

/** Who opened a pipe, and for what. */
export interface BridgeRequest {
  /** `/package.Service/Method` at the core. */
  readonly path: string;
  /** Whether the core speaks first on it. */
  readonly coreSpeaksFirst: boolean;
  readonly origin: string;
  readonly address: string;
  /** What the page came on. */
  readonly carrier: Carrier;
  /** Why the pipe must not be: it then tells the page and ends. */
  readonly refusal?: StreamStatus | undefined;
}

/** What the gateway is told. */
export interface BridgeHandlers {
  /** The page has sent its headers, or is gone. Once. */
  onIdentified(): void;
  /** Both sides are closed. Once, last. */
  onClosed(): void;
}

/** One pipe. */
export interface Bridge {
  /** Ends it from the gateway's side. */
  end(status: StreamStatus): void;
}

/** Headers of the page that the core sees. */
const forwarded = ["authorization", "x-request-id", "traceparent", "tracestate", "accept-language"];

/** Carries for one page until it is gone. */
export function createBridge(
  openPage: OpenPageConnection,
  request: BridgeRequest,
  context: BridgeContext,
  handlers: BridgeHandlers,
): Bridge {
  const { limits, logger, metrics, pool } = context;
  const id = randomUUID();
  const started = Date.now();
  const queue: Buffer[] = [];
  let queuedBytes = 0;
  let core: UpstreamStream | undefined;
  let token = "";
  let identified = false;
  let taken = false;
  let finished = false;
  let ended = false;
  let up = 0;
  let down = 0;

  function identify(): void {
    if (identified) return;
    identified = true;
    handlers.onIdentified();
  }

  /** Counts and logs the end, and lets go of the core. What the page is told is the caller's. */
  function finish(code: StatusCode, message: string): boolean {
    if (ended) return false;
    ended = true;
    identify();
    queue.length = 0;
    core?.cancel();
    metrics.ended(code);
    // A core's message may quote the token back.
    const text = token ? message.replaceAll(token, "…") : message;
    logger.info({ bridge: id, code, message: text, ms: Date.now() - started, up, down }, "pipe ended");
    return true;
  }

  function end(status: StreamStatus, metadata?: Metadata): void {
    if (finish(status.code, status.message)) page.end(status, metadata);
  }

  function fail(code: StatusCode, message: string): void {
    end({ code, message });
  }

  function open(headers: Readonly<Record<string, string>>): void {
    const authorization = headers["authorization"];
    if (!authorization) {
      fail("unauthenticated", "missing authorization header");
      return;
    }
    const passed: Record<string, string> = { "x-request-id": id };
    for (const name of forwarded) if (headers[name]) passed[name] = headers[name];
    if (Object.values(passed).some((value) => !/^[\x20-\x7e]*$/.test(value))) {
      fail("invalid_argument", "headers must be printable ASCII");
      return;
    }
    token = authorization.replace(/^\S+\s+/, "");
    core = openUpstreamStream(
      pool,
      { path: request.path, coreSpeaksFirst: request.coreSpeaksFirst, headers: passed },
      limits,
      {
        onTaken() {
          taken = true;
          page.stands({ "x-request-id": passed["x-request-id"] ?? id });
          logger.debug({ bridge: id, ms: Date.now() - started }, "core accepted the stream");
          page.resume();
          for (const bytes of queue.splice(0)) forward(bytes);
          if (finished) core?.finish();
        },
        onFrame(frame) {
          down += 1;
          metrics.down(frame.length);
          if (!page.send(frame)) core?.pause();
        },
        onDrain() {
          page.resume();
        },
        onEnd({ status, metadata }) {
          end(status, metadata);
        },
      },
    );
  }

  function forward(bytes: Buffer): void {
    up += 1;
    metrics.up(bytes.length);
    if (core && !core.send(bytes)) page.pause();
  }

  const page = openPage({
    onHeaders(headers) {
      if (ended) return;
      identify();
      open(headers);
    },
    onMessage(frame) {
      if (ended) return;
      if (taken) {
        forward(frame);
        return;
      }
      queue.push(frame);
      queuedBytes += frame.length;
      if (queue.length >= limits.queuedMessages || queuedBytes >= limits.queuedBytes) page.pause();
    },
    onFinish() {
      finished = true;
      if (taken && !ended) core?.finish();
    },
    onFault: end,
    onDrain() {
      core?.resume();
    },
    onSilence({ code, message }) {
      finish(code, message);
    },
    onClosed(code, message) {
      finish(code, message);
      handlers.onClosed();
    },
  });

  metrics.opened(request.carrier);
  const { path, origin, address, carrier } = request;
  logger.info({ bridge: id, path, origin, address, carrier }, "pipe opened");
  if (request.refusal) end(request.refusal);

  return { end };
}
