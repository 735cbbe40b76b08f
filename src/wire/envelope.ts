/** Encodes and decodes envelopes. Each binary WebSocket message is one: flags (u8), length (u32, big endian), payload. */
import { ENVELOPE_PREFIX, MAX_MESSAGE_BYTES } from "./constants.js";

/** A decoded envelope. */
export interface Envelope {
  readonly flags: number;
  /** The payload: a view into the message, not a copy. */
  readonly payload: Uint8Array;
}

const nothing = new Uint8Array(0);

/** Returns an envelope as bytes. The caller checks the size of the payload. */
export function encodeEnvelope(flags: number, payload: Uint8Array = nothing): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(ENVELOPE_PREFIX + payload.length);
  new DataView(bytes.buffer).setUint32(1, payload.length);
  bytes[0] = flags;
  bytes.set(payload, ENVELOPE_PREFIX);
  return bytes;
}

/** Returns an envelope with a JSON payload: headers, or the end of a stream. */
export function encodeJson(flags: number, value: unknown): Uint8Array<ArrayBuffer> {
  return encodeEnvelope(flags, new TextEncoder().encode(JSON.stringify(value)));
}

/** Decodes a WebSocket message. Returns null unless it is exactly one envelope of at most 1 MiB. */
export function decodeEnvelope(bytes: Uint8Array): Envelope | null {
  const length = bytes.length - ENVELOPE_PREFIX;
  return length < 0 ||
    length > MAX_MESSAGE_BYTES ||
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(1) !== length
    ? null
    : { flags: bytes[0] as number, payload: bytes.subarray(ENVELOPE_PREFIX) };
}

/** Parses the JSON object in a payload. Returns null if it is not a JSON object. */
export function decodeJson(payload: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(payload));
    return typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

/** Parses a headers payload. Returns its string entries with lower-case names; null if it is not a JSON object. */
export function decodeHeaders(payload: Uint8Array): Record<string, string> | null {
  const json = decodeJson(payload);
  return (
    json &&
    Object.fromEntries(
      Object.entries(json).flatMap(([name, value]) => (typeof value === "string" ? [[name.toLowerCase(), value]] : [])),
    )
  );
}
