/** Connect's `EndStreamResponse` (connectrpc.com/docs/protocol, "Error end-stream"): how the gateway ends a stream. */
import { FLAG_END } from "./constants.js";
import { decodeJson, encodeJson } from "./envelope.js";
import { isStatusCode } from "./status.js";
import type { StreamStatus } from "./stream.js";

/** Trailing metadata: all values by name. */
export type Metadata = Readonly<Record<string, readonly string[]>>;

/** Returns the envelope with which the gateway ends a stream. */
export function encodeEndStream(status: StreamStatus, metadata?: Metadata): Uint8Array<ArrayBuffer> {
  const { code, message, details } = status;
  return encodeJson(FLAG_END, {
    ...(code !== "ok" && { error: { code, message, ...(details?.length && { details }) } }),
    ...(metadata && { metadata }),
  });
}

/**
 * Parses the status in an end-of-stream payload. A payload that is not JSON is `internal`, an error with a code that
 * Connect does not define is `unknown`, and no error is `ok`.
 */
export function decodeEndStream(payload: Uint8Array): StreamStatus {
  const json = decodeJson(payload);
  if (!json) return { code: "internal", message: "malformed end of stream" };
  const error = json["error"] as Record<string, unknown> | null | undefined;
  if (!error) return { code: "ok", message: "" };
  const { code, message, details } = error;
  return {
    code: isStatusCode(code) && code !== "ok" ? code : "unknown",
    message: typeof message === "string" ? message : "",
    ...(Array.isArray(details) && { details: details as unknown[] }),
  };
}
