/** Converts between the representations of a status: names, gRPC numbers, close codes and HTTP statuses. */
import type { StatusCode } from "./stream.js";

/** Connect's names, in the order of the gRPC numbers 0 to 16 (grpc/doc/statuscodes.md). */
export const statusCodes: readonly StatusCode[] = [
  "ok",
  "canceled",
  "unknown",
  "invalid_argument",
  "deadline_exceeded",
  "not_found",
  "already_exists",
  "permission_denied",
  "resource_exhausted",
  "failed_precondition",
  "aborted",
  "out_of_range",
  "unimplemented",
  "internal",
  "unavailable",
  "data_loss",
  "unauthenticated",
];

/** Returns the name of a gRPC status number; `unknown` for a number that gRPC does not define. */
export function fromGrpcNumber(number: number): StatusCode {
  return statusCodes[number] ?? "unknown";
}

/** Returns whether a text is the name of a status. */
export function isStatusCode(text: unknown): text is StatusCode {
  return statusCodes.includes(text as StatusCode);
}

/**
 * Returns the status of a WebSocket that was closed without an end of stream (RFC 6455, 7.4.1). A close without a
 * reason, a restart, a lost network and a refused upgrade are all `unavailable`.
 */
export function fromCloseCode(code: number): StatusCode {
  switch (code) {
    case 1002: // protocol error
    case 1003: // unsupported data
    case 1007: // invalid payload
    case 1010: // missing extension
    case 1011: // the server failed
      return "internal";
    case 1008:
      return "permission_denied";
    case 1009:
      return "resource_exhausted";
    default:
      return "unavailable";
  }
}

/** Returns the status of an HTTP response without a gRPC status (grpc/doc/http-grpc-status-mapping.md). */
export function fromHttpStatus(status: number): StatusCode {
  switch (status) {
    case 400:
      return "internal";
    case 401:
      return "unauthenticated";
    case 403:
      return "permission_denied";
    case 404:
      return "unimplemented";
    case 429:
    case 502:
    case 503:
    case 504:
      return "unavailable";
    default:
      return "unknown";
  }
}
