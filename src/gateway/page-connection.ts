/**
 * The port between a bridge and its page, which is connected by a WebSocket
 * (`page-socket.ts`), or by a stream down and single requests up (`page-fetch.ts`).
 */
import type { Metadata } from "../wire/end-stream.js";
import type { StatusCode, StreamStatus } from "../wire/stream.js";

/** Callbacks for input of the page. None is called within {@link OpenPageConnection}, or after `onClosed`. */
export interface PageConnectionHandlers {
  /** The page's headers; called once and first. */
  onHeaders(headers: Readonly<Record<string, string>>): void;
  /** One message with its gRPC prefix. */
  onMessage(frame: Buffer): void;
  /** Half close. */
  onFinish(): void;
  /** The page has broken the protocol; the bridge is to tell it. */
  onFault(status: StreamStatus): void;
  /** The page reads again after `send` returned false. */
  onDrain(): void;
  /** The page does not answer any more, so that nothing can be sent to it: `onClosed` comes next. */
  onSilence(status: StreamStatus): void;
  /** The page has gone, or has received everything. Called once and last; the code counts if there was no end before. */
  onClosed(code: StatusCode, message: string): void;
}

/** The connection of one page. */
export interface PageConnection {
  /** Tells the page that the core has accepted the stream. Called once, before any message. */
  stands(headers: Readonly<Record<string, string>>): void;
  /** Sends one message with its gRPC prefix. Returns false if the page is slow: wait for `onDrain`. */
  send(frame: Buffer): boolean;
  /** Applies back-pressure: stops reading from the page. */
  pause(): void;
  resume(): void;
  /** Says how the stream ended, then closes. */
  end(status: StreamStatus, metadata?: Metadata): void;
}

/** Opens the connection of a page. */
export type OpenPageConnection = (handlers: PageConnectionHandlers) => PageConnection;
