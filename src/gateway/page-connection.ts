/**
 * The port between a pipe and whatever carries the page's end of it: a WebSocket
 * (`page-socket.ts`), or a stream down and single requests up (`page-fetch.ts`).
 */
import type { Metadata } from "../wire/end-stream.js";
import type { StatusCode, StreamStatus } from "../wire/stream.js";

/** What comes from the page; never called inside of {@link OpenPageConnection}, nothing after `onClosed`. */
export interface PageConnectionHandlers {
  /** What the page has to say of itself: once, before all else. */
  onHeaders(headers: Readonly<Record<string, string>>): void;
  /** One message with its gRPC prefix. */
  onMessage(frame: Buffer): void;
  /** Half close. */
  onFinish(): void;
  /** The page breaks the protocol, and is to be told so. */
  onFault(status: StreamStatus): void;
  /** The page reads again after `send` gave back false. */
  onDrain(): void;
  /** It cannot be told any more, because it says nothing: `onClosed` comes next. */
  onSilence(status: StreamStatus): void;
  /** It is gone, or has all there was to say. Once, last; the code counts where no end came before. */
  onClosed(code: StatusCode, message: string): void;
}

/** One page. */
export interface PageConnection {
  /** The core has taken the stream. Once, before any message. */
  stands(headers: Readonly<Record<string, string>>): void;
  /** Sends one message with its gRPC prefix. False: the page is slow, wait for `onDrain`. */
  send(frame: Buffer): boolean;
  /** Holds the page up, which wants to send. */
  pause(): void;
  resume(): void;
  /** Says how the stream ended, then closes. */
  end(status: StreamStatus, metadata?: Metadata): void;
}

/** Takes a page over. */
export type OpenPageConnection = (handlers: PageConnectionHandlers) => PageConnection;
