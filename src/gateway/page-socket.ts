/** The page's WebSocket as envelopes: liveness, back-pressure and the one way to end it. */
import type { WebSocket } from "ws";
import { FLAG_PING } from "../wire/constants.js";
import { type Metadata, encodeEndStream } from "../wire/end-stream.js";
import { type Envelope, decodeEnvelope, encodeEnvelope, encodeJson } from "../wire/envelope.js";
import type { StreamStatus } from "../wire/stream.js";
import type { GatewayLimits } from "./options.js";

/** What comes from the page; nothing after `onClosed`. */
export interface PageSocketHandlers {
  /** An envelope other than ping, and the very bytes it came in. */
  onEnvelope(envelope: Envelope, bytes: Buffer): void;
  /** Not one envelope. */
  onMalformed(): void;
  /** The page reads again after `send` gave back false. */
  onDrain(): void;
  /** It has not answered a ping for a whole interval. The socket's end comes next. */
  onSilence(): void;
  /** The socket is gone, with the close code that was agreed on. Once. */
  onClosed(code: number): void;
}

/** One page. */
export interface PageSocket {
  /** Sends one envelope. False: the page is slow, wait for `onDrain`. */
  send(bytes: Uint8Array): boolean;
  sendJson(flags: number, value: unknown): void;
  pause(): void;
  resume(): void;
  /** Says how the stream ended, then closes: the only end that page script can read. */
  end(status: StreamStatus, metadata?: Metadata): void;
  /** Closes without a word on the stream. */
  close(code: number, reason: string): void;
  terminate(): void;
}

const pong = encodeEnvelope(FLAG_PING);

/** Takes over an accepted WebSocket. */
export function createPageSocket(ws: WebSocket, limits: GatewayLimits, handlers: PageSocketHandlers): PageSocket {
  let alive = true;
  let slow = false;
  let closing: NodeJS.Timeout | undefined;

  const liveness = setInterval(() => {
    if (alive) {
      alive = false;
      ws.ping();
      return;
    }
    handlers.onSilence();
    ws.terminate();
  }, limits.pagePingMs);

  function close(code: number, reason: string): void {
    // A paused socket would never read the page's half of the closing handshake.
    ws.resume();
    ws.close(code, reason);
    closing ??= setTimeout(() => {
      ws.terminate();
    }, limits.closeMs);
  }

  function send(bytes: Uint8Array): boolean {
    ws.send(bytes, sent);
    if (ws.bufferedAmount > limits.pageBufferBytes) slow = true;
    return !slow;
  }

  function sent(): void {
    if (!slow || ws.bufferedAmount > limits.pageBufferBytes / 2) return;
    slow = false;
    handlers.onDrain();
  }

  ws.on("pong", () => {
    alive = true;
  });
  ws.on("message", (data, isBinary) => {
    alive = true;
    if (closing) return;
    const envelope = isBinary && data instanceof Buffer ? decodeEnvelope(data) : null;
    if (!envelope) handlers.onMalformed();
    else if (envelope.flags === FLAG_PING) ws.send(pong);
    else handlers.onEnvelope(envelope, data as Buffer);
  });
  // A message over the limit, or a broken frame: ws closes with the fitting code, and 'close' tells it.
  ws.on("error", () => undefined);
  ws.on("close", (code) => {
    clearInterval(liveness);
    clearTimeout(closing);
    handlers.onClosed(code);
  });

  return {
    send,
    sendJson(flags, value) {
      ws.send(encodeJson(flags, value));
    },
    pause() {
      ws.pause();
    },
    resume() {
      ws.resume();
    },
    end(status, metadata) {
      ws.send(encodeEndStream(status, metadata));
      close(1000, "");
    },
    close,
    terminate() {
      ws.terminate();
    },
  };
}
