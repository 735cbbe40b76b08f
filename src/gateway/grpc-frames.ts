/** Cuts the bytes of a gRPC response into its length-prefixed messages (grpc/doc/PROTOCOL-HTTP2.md). */
import { ENVELOPE_PREFIX, MAX_MESSAGE_BYTES } from "../wire/constants.js";
import type { StreamStatus } from "../wire/stream.js";

/** Takes bytes in any pieces. */
export interface FrameCutter {
  /**
   * Calls `onFrame` for each message that is whole by now, its prefix included.
   * Gives back a status where the bytes cannot be carried: then nothing more may be pushed.
   */
  push(chunk: Buffer): StreamStatus | null;
  /** Whether the bytes so far end within a message. */
  partial(): boolean;
}

/** Starts at the boundary of a message. Holds at most one message and one chunk. */
export function createFrameCutter(onFrame: (frame: Buffer) => void): FrameCutter {
  let held: Buffer[] = [];
  let heldBytes = 0;

  /** The first `size` bytes of what is held, without a copy where they lie in one piece. */
  function take(size: number): Buffer {
    const whole = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held, heldBytes);
    const rest = whole.subarray(size);
    held = rest.length > 0 ? [rest] : [];
    heldBytes = rest.length;
    return whole.subarray(0, size);
  }

  /** The prefix, which may lie in several pieces. */
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
