/**
 * The port between a transport (WebSocket, fetch, or a fake in tests) and the registration that uses it.
 */

/** The gRPC status codes in Connect's spelling, and `ok`. */
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
  /** Error details as in Connect, undecoded: `[{type, value}]` with base64 values. */
  readonly details?: readonly unknown[];
  /**
   * True if the transport had been opened; false if it could not be opened (an upgrade refused or stripped, no network),
   * so that another one may be tried. Undefined if unknown.
   */
  readonly opened?: boolean;
}

/** The stream to open. */
export interface StreamRequest {
  /** URL of the gateway, as the page wrote it: `https:` or `wss:`; on localhost also `http:` or `ws:`. */
  readonly endpoint: string;
  /** Fully qualified method, for example `wgtwo.webterminal.v0.WebTerminalService/Pipe`. */
  readonly method: string;
  /** Headers; they are sent in the first message, never in a URL. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Handlers of a stream. They are never called before {@link OpenStream} has returned, or after `onEnd`. */
export interface StreamHandlers {
  /** Called once, before any message, with the headers of the gateway: the core has accepted the stream. */
  onHeaders(headers: Readonly<Record<string, string>>): void;
  /** Called with each protobuf message. */
  onMessage(bytes: Uint8Array): void;
  /** Called exactly once when the stream ends, also after `close()`. */
  onEnd(status: StreamStatus): void;
}

/** An open stream. It frees all its resources before it calls `onEnd`. */
export interface Stream {
  /**
   * Sends a protobuf message, or queues it until the stream is open. If the queue is full, the stream ends with
   * `resource_exhausted`.
   */
  send(bytes: Uint8Array): void;
  /** Half-closes the stream: this side sends nothing more, the other side may continue. */
  finish(): void;
  /** Checks immediately that the gateway responds, instead of after the usual silence. */
  probe(): void;
  /** Ends the stream from this side, with `canceled`. Idempotent. */
  close(): void;
}

/** Opens a stream. Never throws; failures are reported to `onEnd`. */
export type OpenStream = (request: StreamRequest, handlers: StreamHandlers) => Stream;
