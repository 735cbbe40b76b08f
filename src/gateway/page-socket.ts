/** Connects a page by a WebSocket: envelopes, liveness, back-pressure and closing. */
import type { WebSocket } from "ws";
import {
  FLAG_DATA,
  FLAG_END,
  FLAG_HEADERS,
  FLAG_PING,
  MAX_HEADERS_BYTES,
  MAX_MESSAGE_BYTES,
} from "../wire/constants.js";
import { encodeEndStream } from "../wire/end-stream.js";
import { type Envelope, decodeEnvelope, decodeHeaders, encodeEnvelope, encodeJson } from "../wire/envelope.js";
import { fromCloseCode } from "../wire/status.js";
import type { StreamStatus } from "../wire/stream.js";
import type { GatewayLimits } from "./options.js";
import type { PageConnection, PageConnectionHandlers } from "./page-connection.js";
import { type Addressee, type FetchSession, nameOf } from "./fetch-sessions.js";

const pong = encodeEnvelope(FLAG_PING);
const late: StreamStatus = { code: "permission_denied", message: "timed out waiting for headers" };
const silent: StreamStatus = { code: "unavailable", message: "the page does not answer pings" };

/** Takes over an accepted WebSocket until it is closed, and accepts last words of its page a moment longer. */
export function createPageSocket(
  ws: WebSocket,
  session: FetchSession,
  limits: GatewayLimits,
  handlers: PageConnectionHandlers,
): PageConnection & Addressee {
  let alive = true;
  let slow = false;
  let identified = false;
  let finished = false;
  let held = false;
  let gone = false;
  let closing: NodeJS.Timeout | undefined;
  let lingering: NodeJS.Timeout | undefined;

  const liveness = setInterval(() => {
    if (alive) {
      alive = false;
      ws.ping();
      return;
    }
    handlers.onSilence(silent);
    ws.terminate();
  }, limits.pagePingMs);

  const firstMessage = setTimeout(() => {
    handlers.onSilence(late);
    close(1008, late.message);
  }, limits.firstMessageMs);

  function close(code: number, reason: string): void {
    clearTimeout(firstMessage);
    // A paused socket would never read the page's half of the closing handshake.
    ws.resume();
    ws.close(code, reason);
    closing ??= setTimeout(() => {
      ws.terminate();
    }, limits.closeMs);
  }

  function fault(message: string): void {
    handlers.onFault({ code: "internal", message });
  }

  function sent(): void {
    if (!slow || ws.bufferedAmount > limits.pageBufferBytes / 2) return;
    slow = false;
    handlers.onDrain();
  }

  function receive({ flags, payload }: Envelope, bytes: Buffer): void {
    if (!identified) {
      identified = true;
      clearTimeout(firstMessage);
      const headers = flags === FLAG_HEADERS && payload.length <= MAX_HEADERS_BYTES ? decodeHeaders(payload) : null;
      if (headers) handlers.onHeaders(headers);
      else fault("the first envelope must be headers, a JSON object of at most 16 KiB");
    } else if (flags === FLAG_DATA && !finished) {
      handlers.onMessage(bytes);
    } else if (flags === FLAG_END && payload.length === 0 && !finished) {
      finished = true;
      handlers.onFinish();
    } else {
      fault(`unexpected envelope ${flags}`);
    }
  }

  ws.on("pong", () => {
    alive = true;
  });
  ws.on("message", (data, isBinary) => {
    alive = true;
    if (closing) return;
    const envelope = isBinary && data instanceof Buffer ? decodeEnvelope(data) : null;
    if (!envelope) fault("malformed envelope");
    else if (envelope.flags === FLAG_PING) ws.send(pong);
    else receive(envelope, data as Buffer);
  });
  // A message over the limit, or an invalid frame: ws closes with the right code, and emits 'close'.
  ws.on("error", () => undefined);
  ws.on("close", (code) => {
    clearInterval(liveness);
    clearTimeout(firstMessage);
    clearTimeout(closing);
    gone = true;
    // The browser leaves the page; Firefox closes the socket before the page's events.
    if (held && code === 1001 && !closing) lingering = setTimeout(closed, limits.retainMs, code);
    else closed(code);
  });

  function closed(code: number): void {
    clearTimeout(lingering);
    // A page that leaves has canceled; any other end says what broke.
    const left = code === 1000 || code === 1001 || code === 1005;
    handlers.onClosed(left ? "canceled" : fromCloseCode(code), `the page's socket closed (${code})`);
  }

  return {
    take({ body }) {
      if (body.case === "hold") held = true;
      if (body.case === "last" && !finished && body.value.length <= MAX_MESSAGE_BYTES) {
        const frame = encodeEnvelope(FLAG_DATA, body.value);
        handlers.onMessage(Buffer.from(frame.buffer));
      }
      return Promise.resolve();
    },
    stands(headers) {
      ws.send(encodeJson(FLAG_HEADERS, { ...headers, session: nameOf(session) }));
    },
    send(frame) {
      // The client has gone: there is nothing to wait for.
      if (gone) return true;
      ws.send(frame, sent);
      if (ws.bufferedAmount > limits.pageBufferBytes) slow = true;
      return !slow;
    },
    pause() {
      ws.pause();
    },
    resume() {
      ws.resume();
    },
    end(status, metadata) {
      if (lingering) {
        queueMicrotask(() => {
          closed(1001);
        });
        return;
      }
      ws.send(encodeEndStream(status, metadata));
      close(1000, "");
    },
  };
}
