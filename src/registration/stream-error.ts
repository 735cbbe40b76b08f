/** Maps the status with which a stream ended to a `TerminalError`. */
import { TerminalError, type TerminalErrorCode } from "../errors.js";
import type { StatusCode, StreamStatus } from "../wire/stream.js";

const errorCodes: Partial<Record<StatusCode, TerminalErrorCode>> = {
  unauthenticated: "signed-out",
  permission_denied: "permission-denied",
  unimplemented: "unimplemented",
  invalid_argument: "invalid-argument",
  resource_exhausted: "rate-limited",
};

const final: ReadonlySet<StatusCode> = new Set(["permission_denied", "unimplemented", "invalid_argument"]);

/** Returns whether trying again is useless. */
export function isFinal(status: StreamStatus): boolean {
  return final.has(status.code);
}

/** Returns the error for a stream's end. Its `cause` has the service's own message. */
export function errorOfStatus(status: StreamStatus): TerminalError {
  const code = errorCodes[status.code] ?? "unavailable";
  const cause = new Error(`${status.code}: ${status.message}`);
  // Only the service can say which value was invalid.
  return new TerminalError(
    code,
    code === "invalid-argument" && status.message !== "" ? { developerHint: status.message, cause } : { cause },
  );
}
