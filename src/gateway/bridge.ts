/** Bridges one page and one stream to the core. */
import { randomUUID } from "node:crypto";
import type { Metadata } from "../wire/end-stream.js";
import type { StatusCode, StreamStatus } from "../wire/stream.js";
import type { Carrier, Metrics } from "./metrics.js";
import type { GatewayLimits, GatewayLogger } from "./options.js";
import type { OpenPageConnection } from "./page-connection.js";
import type { UpstreamPool } from "./upstream-pool.js";
import { type UpstreamStream, openUpstreamStream } from "./upstream-stream.js";

/** What the gateway gives to each bridge. */
export interface BridgeContext {
  readonly pool: UpstreamPool;
  readonly limits: GatewayLimits;
  readonly metrics: Metrics;
  readonly logger: GatewayLogger;
}

/** The page that opened a bridge, and the method that it asked for. */
export interface BridgeRequest {
  /** `/package.Service/Method` at the core. */
  readonly path: string;
  /** Whether the core sends the first message on this method. */
  readonly coreSpeaksFirst: boolean;
  readonly origin: string;
  readonly address: string;
  /** How the page is connected. */
  readonly carrier: Carrier;
  /** Why the stream is refused: the bridge tells the page and ends. */
  readonly refusal?: StreamStatus | undefined;
}

/** Callbacks of a bridge. */
export interface BridgeHandlers {
  /** Called once, when the page has sent its headers or has gone. */
  onIdentified(): void;
  /** Called once and last, when both sides are closed. */
  onClosed(): void;
}

/** A bridge between a page and the core. */
export interface Bridge {
  /** Ends the bridge from the gateway's side. */
  end(status: StreamStatus): void;
}

/** Headers of the page that are forwarded to the core. */
const FORWARDED_HEADERS = ["authorization", "x-request-id", "traceparent", "tracestate", "accept-language"];

/** Creates a bridge that lasts until its page has gone. */
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

  /** Counts and logs the end, and releases the stream to the core. The caller tells the page. */
  function finish(code: StatusCode, message: string): boolean {
    if (ended) return false;
    ended = true;
    identify();
    queue.length = 0;
    core?.cancel();
    metrics.ended(code);
    // A core may quote the token in its message.
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
    for (const name of FORWARDED_HEADERS) if (headers[name]) passed[name] = headers[name];
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
