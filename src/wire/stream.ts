/**
 * The port between whatever carries bytes (a WebSocket, fetch, a test's fake)
 * and the Pipe that speaks over it.
 */

/** gRPC's status codes by their Connect spelling, and "ok". */
export type StatusCode =
  | "ok"
  | "canceled"
  | "unknown"
  | "invalid_argument"
  | "deadline_exceeded"
  | "not_found"
  | "already_exists"
  | "permission_denied"
  | "resource_exhausted"
  | "failed_precondition"
  | "aborted"
  | "out_of_range"
  | "unimplemented"
  | "internal"
  | "unavailable"
  | "data_loss"
  | "unauthenticated";

/** How a stream ended. */
export interface StreamStatus {
  readonly code: StatusCode;
  readonly message: string;
  /** Connect's error details, undecoded: `[{type, value}]` with base64 values. */
  readonly details?: readonly unknown[];
  /**
   * False where the transport itself could not be opened (an upgrade refused or stripped, no
   * network), so that another one may be tried; true once it was open. Absent: not known.
   */
  readonly opened?: boolean;
}

/** What to open: one stream to the core. */
export interface StreamRequest {
  /** The gateway, as the integrator wrote it: `https:`, `wss:`, or on localhost `http:`, `ws:`. */
  readonly endpoint: string;
  /** Fully qualified, for example `wgtwo.webterminal.v0.WebTerminalService/Pipe`. */
  readonly method: string;
  /** Sent in the first message, never in a URL. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Called by the stream, never before {@link OpenStream} has returned, never after `onEnd`. */
export interface StreamHandlers {
  /** The gateway's headers: the stream to the core stands. Once, before any message. */
  onHeaders(headers: Readonly<Record<string, string>>): void;
  /** One protobuf message. */
  onMessage(bytes: Uint8Array): void;
  /** Exactly once, however it ends, `close()` included. */
  onEnd(status: StreamStatus): void;
}

/** One open stream; frees all it holds before it calls `onEnd`. */
export interface Stream {
  /**
   * Sends one protobuf message, or queues it until the stream stands.
   * The stream ends with `resource_exhausted` where its bounded queue is full.
   */
  send(bytes: Uint8Array): void;
  /** Half close: nothing more will be sent, the other side may go on. */
  finish(): void;
  /** Asks for proof of life at once, instead of after the usual silence. */
  probe(): void;
  /** Ends it from this side: `canceled`. Idempotent. */
  close(): void;
}

/** Opens a stream. Never throws: what goes wrong arrives at `onEnd`. */
export type OpenStream = (request: StreamRequest, handlers: StreamHandlers) => Stream;
