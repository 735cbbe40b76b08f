/** One stream to the core with the token that it was opened with, and what it is still good for. */
import type { OpenStream, Stream, StreamRequest, StreamStatus } from "../wire/stream.js";
import { decodeMessage } from "./codec.js";
import type { CoreMessage } from "./core-message.js";
import type { Token } from "./tokens.js";

/** A stream of a registration. */
export interface RegistrationStream {
  stream: Stream | null;
  /** Epoch milliseconds at which it stood; null before. */
  openedAt: number | null;
  /** The calls that it is kept for, once another stream is the main one. */
  calls: Set<string> | null;
  isOver: boolean;
}

/** What a line tells for as long as it is not over. */
export interface RegistrationStreamHandlers {
  onOpen(line: RegistrationStream, token: Token, headers: Readonly<Record<string, string>>): void;
  onMessage(line: RegistrationStream, message: CoreMessage): void;
  /** It is over. */
  onEnd(line: RegistrationStream, status: StreamStatus): void;
}

/** Opens a line. */
export function openRegistrationStream(
  openStream: OpenStream,
  request: Omit<StreamRequest, "headers">,
  token: Token,
  handlers: RegistrationStreamHandlers,
): RegistrationStream {
  const line: RegistrationStream = { stream: null, openedAt: null, calls: null, isOver: false };
  line.stream = openStream(
    { ...request, headers: { authorization: `Bearer ${token.value}` } },
    {
      onHeaders(headers) {
        if (!line.isOver) handlers.onOpen(line, token, headers);
      },
      onMessage(bytes) {
        if (!line.isOver) handlers.onMessage(line, read(bytes));
      },
      onEnd(status) {
        if (line.isOver) return;
        line.isOver = true;
        handlers.onEnd(line, status);
      },
    },
  );
  return line;
}

function read(bytes: Uint8Array): CoreMessage {
  try {
    return decodeMessage(bytes);
  } catch {
    return { type: "unknown", callId: "" };
  }
}

/** Closes a line that nothing is expected of any more. */
export function closeRegistrationStream(line: RegistrationStream | null): null {
  if (line !== null) {
    line.calls = null;
    line.isOver = true;
    line.stream?.close();
  }
  return null;
}
