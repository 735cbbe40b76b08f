/** Plays one stream to one output. Browsers may hold playback back until a user gesture. */
import { TerminalError } from "../errors.js";

/** An output for remote audio. */
export interface Playback {
  /** Whether the browser lets it play, now or as soon as there is something to hear. */
  play(): boolean;
  setMuted(muted: boolean): void;
  /** Chooses the output device; empty is the system's own. Rejects where it cannot. */
  setSink(deviceId: string): Promise<void>;
  close(): void;
}

/** Makes an output for a stream; a test gives its own. */
export type CreatePlayback = (stream: MediaStream) => Playback;

/** Plays through an audio element that stands in no document. */
export const createAudioPlayback: CreatePlayback = (stream) => {
  const audio = new Audio();
  audio.autoplay = true;
  audio.srcObject = stream;
  return {
    play() {
      // What may not play stays paused. The promise of what may play waits for the first audio: for as long as it rings.
      audio.play().catch(() => undefined);
      return !audio.paused;
    },
    setMuted(muted) {
      audio.muted = muted;
    },
    async setSink(deviceId) {
      try {
        await audio.setSinkId(deviceId);
      } catch (cause) {
        // The device is gone; or the method is, in this browser.
        throw new TerminalError("speaker-not-available", { cause });
      }
    },
    close() {
      audio.pause();
      audio.srcObject = null;
    },
  };
};
