/** Encodes tones for playing in a loop. */
import alawmulaw from "alawmulaw";
import OpusScript from "opusscript";
import type { AudioCodec } from "./media-port.js";

/** Milliseconds of audio in one packet. */
export const FRAME_MS = 20;

/** Returns the rate of the codec's RTP clock, in hertz. */
export function clockRate(codec: AudioCodec): number {
  return codec === "opus" ? 48_000 : 8000;
}

/** Returns one second of a sine wave at 30 % of full scale; a whole number of periods if `hz` is whole. */
function sine(hz: number, rate: number): Int16Array {
  return Int16Array.from({ length: rate }, (_, n) =>
    Math.round(0.3 * 32_767 * Math.sin((2 * Math.PI * hz * n) / rate)),
  );
}

function encodeOpus(pcm: Int16Array): Buffer[] {
  const encoder = new OpusScript(48_000, 1, OpusScript.Application.AUDIO);
  const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const samples = (48_000 * FRAME_MS) / 1000;
  const lap = () =>
    Array.from({ length: 1000 / FRAME_MS }, (_, n) =>
      Buffer.from(encoder.encode(bytes.subarray(n * samples * 2, (n + 1) * samples * 2), samples)),
    );
  // The first round only settles the encoder, so that the loop closes without a click.
  lap();
  const frames = lap();
  encoder.delete();
  return frames;
}

function encodeG711(pcm: Int16Array, encode: (samples: Int16Array) => Uint8Array): Buffer[] {
  const samples = (8000 * FRAME_MS) / 1000;
  return Array.from({ length: 1000 / FRAME_MS }, (_, n) =>
    Buffer.from(encode(pcm.subarray(n * samples, (n + 1) * samples))),
  );
}

/** Returns the packets of one second of audio, to be played in a loop. */
export type ToneBook = (hz: number, codec: AudioCodec) => readonly Buffer[];

/** Creates a book that encodes each tone once: playing it again only sends packets. 0 Hz is silence. */
export function createToneBook(): ToneBook {
  const pages = new Map<string, readonly Buffer[]>();
  return (hz, codec) => {
    const key = `${codec}/${hz}`;
    const known = pages.get(key);
    if (known !== undefined) return known;
    const pcm = sine(hz, clockRate(codec));
    const frames =
      codec === "opus"
        ? encodeOpus(pcm)
        : encodeG711(pcm, codec === "PCMU" ? alawmulaw.mulaw.encode : alawmulaw.alaw.encode);
    pages.set(key, frames);
    return frames;
  };
}
