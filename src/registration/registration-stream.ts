/** One stream to the core with the token that it was opened with, and what it is still good for. */
import type { OpenStream, Stream, StreamRequest, StreamStatus } from "../wire/stream.js";
import { decodeMessage } from "./codec.js";
import type { PipeMessage } from "./core-message.js";
import type { Token } from "./tokens.js";

/** A stream of a registration. */
export interface Line {
  stream: Stream | null;
  /** Epoch milliseconds at which it stood; null before. */
  openedAt: number | null;
  /** The calls that it is kept for, once another stream is the main one. */
  calls: Set<string> | null;
  isOver: boolean;
}

/** What a line tells for as long as it is not over. */
export interface LineHandlers {
  onOpen(line: Line, token: Token, headers: Readonly<Record<string, string>>): void;
  onMessage(line: Line, message: PipeMessage): void;
  /** It is over. */
  onEnd(line: Line, status: StreamStatus): void;
}

/** Opens a line. */
export function openLine(
  openStream: OpenStream,
  request: Omit<StreamRequest, "headers">,
  token: Token,
  handlers: LineHandlers,
): Line {
  const line: Line = { stream: null, openedAt: null, calls: null, isOver: false };
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

function read(bytes: Uint8Array): PipeMessage {
  try {
    return decodeMessage(bytes);
  } catch {
    return { type: "unknown", callId: "" };
  }
}

/** Closes a line that nothing is expected of any more. */
export function dropLine(line: Line | null): null {
  if (line !== null) {
    line.calls = null;
    line.isOver = true;
    line.stream?.close();
  }
  return null;
}
