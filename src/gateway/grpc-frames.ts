/** Cuts the bytes of a gRPC response into its length-prefixed messages (grpc/doc/PROTOCOL-HTTP2.md). */
import { ENVELOPE_PREFIX, MAX_MESSAGE_BYTES } from "../wire/constants.js";
import type { StreamStatus } from "../wire/stream.js";

/** Accepts bytes in chunks of any size. */
export interface FrameCutter {
  /**
   * Calls `onFrame` for each message that is now complete, with its prefix.
   * Returns a status if the bytes are invalid: then nothing more may be pushed.
   */
  push(chunk: Buffer): StreamStatus | null;
  /** Returns whether the bytes so far end within a message. */
  partial(): boolean;
}

/** Creates a reader that starts at the boundary of a message. It buffers at most one message and one chunk. */
export function createFrameCutter(onFrame: (frame: Buffer) => void): FrameCutter {
  let held: Buffer[] = [];
  let heldBytes = 0;

  /** Takes the first `size` buffered bytes, without a copy if they are contiguous. */
  function take(size: number): Buffer {
    const whole = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held, heldBytes);
    const rest = whole.subarray(size);
    held = rest.length > 0 ? [rest] : [];
    heldBytes = rest.length;
    return whole.subarray(0, size);
  }

  /** Returns the prefix, which may be spread over several chunks. */
  function prefix(): Buffer {
    if ((held[0] as Buffer).length < ENVELOPE_PREFIX) held = [Buffer.concat(held, heldBytes)];
    return held[0] as Buffer;
  }

  return {
    push(chunk) {
      if (chunk.length === 0) return null;
      held.push(chunk);
      heldBytes += chunk.length;
      while (heldBytes >= ENVELOPE_PREFIX) {
        const head = prefix();
        const size = head.readUInt32BE(1);
        if (head[0] !== 0)
          return { code: "internal", message: "the core sent a compressed message without negotiation" };
        if (size > MAX_MESSAGE_BYTES) {
          return {
            code: "resource_exhausted",
            message: `message of ${size} bytes from the core exceeds the limit of ${MAX_MESSAGE_BYTES}`,
          };
        }
        if (heldBytes < ENVELOPE_PREFIX + size) break;
        onFrame(take(ENVELOPE_PREFIX + size));
      }
      return null;
    },
    partial: () => heldBytes > 0,
  };
}
