/** Analyzes the audio that one end of a call receives: loudness, loudest frequency, digits. */
import alawmulaw from "alawmulaw";
import OpusScript from "opusscript";
import { createDigitReader } from "./digits.js";
import type { AudioCodec, MediaReport, RtpFrame } from "./media-port.js";
import { level, loudestFrequency } from "./frequency.js";

/** All audio is analyzed at the telephone's 8 kHz: the tones of interest are below 4 kHz. */
const SAMPLE_RATE_HZ = 8000;
const WINDOW_MS = 1000;

/** Decodes packets of one codec to 16-bit samples at 8 kHz. */
export function decode(codec: AudioCodec, payloads: readonly Uint8Array[]): Int16Array {
  const chunks: Int16Array[] = [];
  if (codec === "opus") {
    const decoder = new OpusScript(SAMPLE_RATE_HZ, 1);
    for (const payload of payloads) {
      try {
        const bytes = decoder.decode(Buffer.from(payload));
        chunks.push(new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
      } catch {
        // A packet that is not valid Opus is skipped.
      }
    }
    decoder.delete();
  } else {
    const law = codec === "PCMU" ? alawmulaw.mulaw : alawmulaw.alaw;
    for (const payload of payloads) chunks.push(law.decode(payload));
  }
  const pcm = new Int16Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    pcm.set(chunk, at);
    at += chunk.length;
  }
  return pcm;
}

/** Analyzes the audio that one end of a call receives. */
export interface AudioAnalyzer {
  hear(frame: RtpFrame): void;
  report(): Pick<MediaReport, "packetsIn" | "frequencyHz" | "level" | "digits" | "codec" | "silentMs">;
}

/**
 * Creates an analyzer. It keeps the last second as packets and decodes them only when a report is asked
 * for, so that an unwatched call costs nothing.
 */
export function createAudioAnalyzer(): AudioAnalyzer {
  let packetsIn = 0;
  let codec = "";
  let lastAt = -1;
  let recent: { readonly at: number; readonly codec: AudioCodec; readonly payload: Uint8Array }[] = [];
  const reader = createDigitReader();
  const forget = (now: number) => {
    const keep = recent.findIndex(({ at }) => now - at <= WINDOW_MS);
    recent = keep < 0 ? [] : recent.slice(keep);
  };
  return {
    hear(frame) {
      const now = performance.now();
      packetsIn++;
      lastAt = now;
      if (frame.codec === "telephone-event") {
        reader.read(frame.payload, frame.timestamp);
        return;
      }
      codec = frame.codec;
      recent.push({ at: now, codec: frame.codec, payload: frame.payload });
      if (recent.length > 128) forget(now);
    },
    report() {
      const now = performance.now();
      forget(now);
      const name = recent.at(-1)?.codec;
      const pcm =
        name === undefined
          ? new Int16Array()
          : decode(
              name,
              recent.filter((packet) => packet.codec === name).map((packet) => packet.payload),
            );
      return {
        packetsIn,
        frequencyHz: loudestFrequency(pcm, SAMPLE_RATE_HZ),
        level: level(pcm),
        digits: reader.digits,
        codec,
        silentMs: lastAt < 0 ? -1 : Math.round(now - lastAt),
      };
    },
  };
}
