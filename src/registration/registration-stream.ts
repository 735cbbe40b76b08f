/** One stream to the core with the token that it was opened with, and what it is still used for. */
import type { Clock } from "../clock.js";
import type { OpenStream, Stream, StreamRequest, StreamStatus } from "../wire/stream.js";
import { decodeMessage, encodeMessage } from "./codec.js";
import type { CoreMessage } from "./core-message.js";
import type { Token } from "./tokens.js";

/** The gateway's name for a stream, and the secret that lets a later request speak on it (docs/wire.md, "Last words"). */
export interface StreamSession {
  readonly id: string;
  readonly secret: string;
}

/** A stream of a registration. */
export interface RegistrationStream {
  /** When the core accepted it, in epoch milliseconds; null before. */
  readonly openedAt: number | null;
  /** Ids of the calls it is kept for, once another stream is the current one. */
  calls: ReadonlySet<string>;
  send(message: CoreMessage): void;
  /** Asks for proof that the stream is alive. */
  probe(): void;
  /** Closes it. No handler is called afterwards. */
  close(): void;
}

/** Handlers of a stream. `onEnd` is called once, and nothing after it. */
export interface RegistrationStreamHandlers {
  /** Called when the core accepts the stream. `session`: null from a gateway that does not name its streams. */
  onOpen(stream: RegistrationStream, session: StreamSession | null): void;
  onMessage(stream: RegistrationStream, message: CoreMessage): void;
  onEnd(stream: RegistrationStream, status: StreamStatus): void;
}

/** Options of `openRegistrationStream`. */
export interface RegistrationStreamOptions {
  readonly openStream: OpenStream;
  readonly request: Omit<StreamRequest, "headers">;
  readonly token: Token;
  readonly clock: Clock;
  readonly handlers: RegistrationStreamHandlers;
}

/** Opens a stream to the core with a token. */
export function openRegistrationStream(options: RegistrationStreamOptions): RegistrationStream {
  const { clock, handlers } = options;
  let wireStream: Stream | null = null;
  let openedAt: number | null = null;
  let isOver = false;

  const stream: RegistrationStream = {
    get openedAt() {
      return openedAt;
    },
    calls: new Set(),
    send(message) {
      wireStream?.send(encodeMessage(message));
    },
    probe() {
      wireStream?.probe();
    },
    close() {
      isOver = true;
      wireStream?.close();
    },
  };

  wireStream = options.openStream(
    { ...options.request, headers: { authorization: `Bearer ${options.token.value}` } },
    {
      onHeaders(headers) {
        if (isOver) return;
        openedAt = clock.now();
        handlers.onOpen(stream, sessionIn(headers));
      },
      onMessage(bytes) {
        if (!isOver) handlers.onMessage(stream, decode(bytes));
      },
      onEnd(status) {
        if (isOver) return;
        isOver = true;
        handlers.onEnd(stream, status);
      },
    },
  );
  return stream;
}

/** Reads the `session` header: id and secret with a space between. */
function sessionIn(headers: Readonly<Record<string, string>>): StreamSession | null {
  const [id, secret] = (headers["session"] ?? "").split(" ");
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** Decodes a message; bytes that are none give one of type `unknown`. */
function decode(bytes: Uint8Array): CoreMessage {
  try {
    return decodeMessage(bytes);
  } catch {
    return { type: "unknown", callId: "" };
  }
}
