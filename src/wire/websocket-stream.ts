/** The browser side of the socket protocol in `docs/wire.md`. */
import { type Clock, systemClock } from "../clock.js";
import {
  CONNECT_WITHIN_MS,
  DEAD_AFTER_MS,
  FLAG_DATA,
  FLAG_END,
  FLAG_HEADERS,
  FLAG_PING,
  MAX_MESSAGE_BYTES,
  MAX_QUEUED_BYTES,
  MAX_QUEUED_MESSAGES,
  PING_AFTER_MS,
} from "./constants.js";
import { decodeEndStream } from "./end-stream.js";
import { decodeEnvelope, decodeHeaders, encodeEnvelope, encodeJson } from "./envelope.js";
import { fromCloseCode } from "./status.js";
import type { OpenStream, StatusCode, StreamStatus } from "./stream.js";
import { socketUrl } from "./url.js";

/** Dependencies that tests and environments other than browsers replace. */
export interface WebSocketStreamOptions {
  /** The constructor. Default: the global `WebSocket`. */
  readonly WebSocket?: typeof globalThis.WebSocket;
  readonly clock?: Clock;
}

/**
 * Returns a function that opens each stream as a WebSocket. Handlers never run inside a call of `OpenStream`, `send` or
 * `close`: an end that such a call causes is reported in a separate microtask.
 */
export function createWebSocketStream(options: WebSocketStreamOptions = {}): OpenStream {
  const clock = options.clock ?? systemClock;

  return (request, handlers) => {
    const queue: Uint8Array<ArrayBuffer>[] = [];
    let queuedBytes = 0;
    let socket: WebSocket | undefined;
    let opened = false;
    let stands = false;
    let finished = false;
    let ended = false;
    let pinging = false;
    let stopTimer: () => void = () => undefined;

    function end(status: StreamStatus): void {
      if (ended) return;
      ended = true;
      stopTimer();
      queue.length = 0;
      if (socket) {
        socket.onopen = socket.onmessage = socket.onclose = null;
        socket.close();
      }
      queueMicrotask(() => {
        handlers.onEnd({ ...status, opened });
      });
    }

    function fail(code: StatusCode, message: string): void {
      end({ code, message });
    }

    function wait(ms: number, task: () => void): void {
      stopTimer();
      stopTimer = clock.after(ms, task);
    }

    function ping(): void {
      if (!opened || ended || pinging) return;
      pinging = true;
      transmit(encodeEnvelope(FLAG_PING));
      wait(DEAD_AFTER_MS, () => {
        fail("unavailable", "the gateway does not respond");
      });
    }

    /** Restarts the liveness timer: any message proves that the gateway responds. */
    function heard(): void {
      pinging = false;
      wait(PING_AFTER_MS, ping);
    }

    function transmit(bytes: Uint8Array<ArrayBuffer>): void {
      if (!socket || ended) return;
      const waiting = opened ? socket.bufferedAmount : (queuedBytes += bytes.length);
      if (waiting > MAX_QUEUED_BYTES || queue.length >= MAX_QUEUED_MESSAGES) {
        fail("resource_exhausted", "send queue is full");
      } else if (socket.readyState > 1) {
        // The socket is closing, or closed with its event still pending: messages sent now are lost.
        fail("unavailable", "the connection was lost");
      } else if (opened) {
        socket.send(bytes);
      } else {
        queue.push(bytes);
      }
    }

    function receive(data: unknown): void {
      const envelope = data instanceof ArrayBuffer && decodeEnvelope(new Uint8Array(data));
      if (!envelope) {
        fail("internal", "malformed envelope");
        return;
      }
      const { flags, payload } = envelope;
      const headers = flags === FLAG_HEADERS && !stands && decodeHeaders(payload);
      heard();
      if (flags === FLAG_DATA && stands) {
        handlers.onMessage(payload);
      } else if (headers) {
        stands = true;
        handlers.onHeaders(headers);
      } else if (flags === FLAG_END) {
        end(decodeEndStream(payload));
      } else if (flags !== FLAG_PING) {
        fail("internal", `unexpected envelope ${flags}`);
      }
    }

    const url = socketUrl(request.endpoint, request.method);
    if (url) {
      try {
        socket = new (options.WebSocket ?? globalThis.WebSocket)(url);
      } catch (reason) {
        fail("unavailable", `no WebSocket: ${String(reason)}`);
      }
    } else {
      fail("invalid_argument", "The endpoint must be an https: or wss: URL (http: and ws: on localhost only).");
    }

    if (socket) {
      socket.binaryType = "arraybuffer";
      wait(CONNECT_WITHIN_MS, () => {
        fail("unavailable", "timed out connecting to the gateway");
      });
      socket.onopen = () => {
        opened = true;
        heard();
        transmit(encodeJson(FLAG_HEADERS, request.headers));
        for (const bytes of queue.splice(0)) transmit(bytes);
      };
      socket.onmessage = ({ data }) => {
        receive(data);
      };
      // The close event that follows has all details. The handler stays after the end, because closing a connecting
      // socket fires an error as well.
      socket.onerror = () => undefined;
      socket.onclose = ({ code, reason }) => {
        fail(fromCloseCode(code), reason || (opened ? "the connection was lost" : "the gateway cannot be reached"));
      };
    }

    return {
      send(bytes) {
        if (finished) return;
        if (bytes.length > MAX_MESSAGE_BYTES) {
          fail("resource_exhausted", `message of ${bytes.length} bytes exceeds the limit of ${MAX_MESSAGE_BYTES}`);
        } else {
          transmit(encodeEnvelope(FLAG_DATA, bytes));
        }
      },
      finish() {
        if (finished) return;
        finished = true;
        transmit(encodeEnvelope(FLAG_END));
      },
      probe: ping,
      close() {
        fail("canceled", "closed by the client");
      },
    };
  };
}
