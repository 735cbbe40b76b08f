/** How a stream ended, in our words. */
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

/** Whether trying again does not mend it. */
export function isFinal(status: StreamStatus): boolean {
  return final.has(status.code);
}

/** What a stream's end means to a user; the service's own words are kept as the cause. */
export function errorOfStatus(status: StreamStatus): TerminalError {
  const code = errorCodes[status.code] ?? "unavailable";
  const cause = new Error(`${status.code}: ${status.message}`);
  // Our code's own remedy cannot know which value it was.
  return new TerminalError(
    code,
    code === "invalid-argument" && status.message !== "" ? { hint: status.message, cause } : { cause },
  );
}
