/** One native gRPC stream to the core, carried as whole length-prefixed messages. */
import type { ClientHttp2Stream, IncomingHttpHeaders } from "node:http2";
import { constants } from "node:http2";
import type { StatusCode } from "../wire/stream.js";
import { createFrameCutter } from "./grpc-frames.js";
import { type CoreEnd, fromResetCode, readResponse, readTrailers } from "./grpc-status.js";
import type { GatewayLimits } from "./options.js";
import type { Acquired, UpstreamPool } from "./upstream-pool.js";
import type { UpstreamSession } from "./upstream-session.js";

/** The request for a stream. */
export interface UpstreamRequest {
  /** `/package.Service/Method`. */
  readonly path: string;
  /** Whether the core sends the first message on this method, so that a silent core has not accepted the stream. */
  readonly coreSpeaksFirst: boolean;
  /** Headers of the page that are forwarded to the core. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Callbacks of a stream. None is called within a call of the stream's methods. */
export interface UpstreamStreamHandlers {
  /** The core has accepted the stream. Called once, before any frame. */
  onTaken(): void;
  /** One message with its prefix. */
  onFrame(frame: Buffer): void;
  /** The core reads again after `send` returned false. */
  onDrain(): void;
  /** Once, unless `cancel` came first. */
  onEnd(end: CoreEnd): void;
}

/** One stream to the core. */
export interface UpstreamStream {
  /** Writes one message with its prefix; allowed once the stream is accepted. Returns false if the core is slow: wait for `onDrain`. */
  send(frame: Buffer): boolean;
  /** Half close. */
  finish(): void;
  pause(): void;
  resume(): void;
  /** Ends the stream because the page has gone or the gateway ends it. No callback follows. */
  cancel(): void;
}

/**
 * Opens a stream. It is accepted when the core has answered with headers, or, if the core may be silent, when the
 * request's headers were written on a connection whose settings have arrived, within the number of streams that
 * these allow, and the core has not ended the stream for a moment. A PING cannot prove it: gRPC servers disconnect clients
 * that send many. If the core refuses the stream unprocessed (REFUSED_STREAM, or a GOAWAY that crossed it), it is opened a second time.
 */
export function openUpstreamStream(
  pool: UpstreamPool,
  request: UpstreamRequest,
  limits: GatewayLimits,
  handlers: UpstreamStreamHandlers,
): UpstreamStream {
  let stream: ClientHttp2Stream | undefined;
  let session: UpstreamSession | undefined;
  let taken = false;
  let paused = false;
  let ended = false;
  let again = true;
  let trailers: CoreEnd | null = null;
  let withdraw = (): void => undefined;
  let silence: NodeJS.Timeout | undefined;

  const deadline = setTimeout(() => {
    // A connection that does not answer is not used for the next stream.
    session?.retire();
    fail("unavailable", "timed out waiting for the core to accept the stream");
  }, limits.acceptMs);

  const cutter = createFrameCutter((frame) => {
    if (!ended) handlers.onFrame(frame);
  });

  function release(): void {
    ended = true;
    clearTimeout(deadline);
    clearTimeout(silence);
    withdraw();
    if (stream && !stream.closed) stream.close(constants.NGHTTP2_CANCEL);
  }

  function end(coreEnd: CoreEnd): void {
    if (ended) return;
    release();
    handlers.onEnd(coreEnd);
  }

  function fail(code: StatusCode, message: string): void {
    end({ status: { code, message } });
  }

  function take(): void {
    if (taken || ended) return;
    taken = true;
    clearTimeout(deadline);
    clearTimeout(silence);
    handlers.onTaken();
  }

  function acquire(): void {
    withdraw = pool.acquire(place);
  }

  function place(acquired: Acquired): void {
    if ("failure" in acquired) {
      // The pool may call back at once, within the caller's call.
      setImmediate(end, { status: acquired.failure });
      return;
    }
    session = acquired.session;
    try {
      stream = session.open({
        ...request.headers,
        ":method": "POST",
        ":path": request.path,
        "content-type": "application/grpc+proto",
        te: "trailers",
        "grpc-accept-encoding": "identity",
        "user-agent": "web-terminal-gateway",
      });
    } catch {
      setImmediate(fail, "invalid_argument", "a header cannot be sent to the core");
      return;
    }
    listen(stream);
    if (!request.coreSpeaksFirst) takeInSilence(session, stream);
  }

  function takeInSilence(on: UpstreamSession, asked: ClientHttp2Stream): void {
    clearTimeout(silence);
    silence = setTimeout(() => {
      if (asked !== stream || asked.closed) return;
      if (on.written()) take();
      else takeInSilence(on, asked);
    }, limits.takenAfterMs);
  }

  function listen(current: ClientHttp2Stream): void {
    let reset: number = constants.NGHTTP2_NO_ERROR;
    current.on("response", (headers) => {
      trailers = readTrailers(headers);
      const failure = trailers ? null : readResponse(headers);
      if (failure) end({ status: failure });
      else if (!trailers) take();
    });
    current.on("trailers", (headers: IncomingHttpHeaders) => {
      trailers ??= readTrailers(headers);
    });
    current.on("data", (chunk: Buffer) => {
      if (ended) return;
      const failure = cutter.push(chunk);
      if (failure) end({ status: failure });
    });
    current.on("drain", () => {
      if (!ended) handlers.onDrain();
    });
    // The end of the data can come a moment before the trailers that it belongs to.
    current.on("end", () => {
      setImmediate(() => {
        if (trailers && !ended) conclude(reset);
      });
    });
    current.on("error", () => undefined);
    current.on("close", () => {
      reset = current.rstCode ?? constants.NGHTTP2_NO_ERROR;
      setImmediate(() => {
        if (!ended) conclude(reset);
      });
    });
  }

  /** Decides the end only now, when both the stream and its connection have reported. */
  function conclude(reset: number): void {
    const lost = session?.lost();
    if (trailers) {
      if (trailers.status.code === "ok" && cutter.partial())
        fail("internal", "the core ended the stream within a message");
      else end(trailers);
    } else if (!taken && again && reset === constants.NGHTTP2_REFUSED_STREAM) {
      again = false;
      stream = undefined;
      acquire();
    } else if (lost) {
      fail("unavailable", lost);
    } else if (reset !== constants.NGHTTP2_NO_ERROR) {
      end({ status: fromResetCode(reset) });
    } else {
      // The core, or a proxy before it, stopped in the middle: another attempt may succeed.
      fail("unavailable", "the core ended the stream without a status");
    }
  }

  acquire();

  return {
    send(frame) {
      if (!stream || stream.destroyed || stream.writableEnded) return true;
      session?.wrote();
      return stream.write(frame);
    },
    finish() {
      session?.wrote();
      stream?.end();
    },
    pause() {
      paused = true;
      stream?.pause();
    },
    resume() {
      if (paused) stream?.resume();
      paused = false;
    },
    cancel() {
      if (!ended) release();
    },
  };
}
