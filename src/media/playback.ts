/** Plays one stream to one output. Browsers may block playback until a user gesture. */
import { TerminalError } from "../errors.js";

/** An output for remote audio. */
export interface Playback {
  /** Plays. Returns whether the browser allows it. */
  play(): boolean;
  setMuted(muted: boolean): void;
  /** Uses this output device; an empty id is the system default. Rejects with `speaker-not-available`. */
  setSink(deviceId: string): Promise<void>;
  close(): void;
}

/** Creates an output for a stream; replaceable in tests. */
export type CreatePlayback = (stream: MediaStream) => Playback;

/** Plays through an audio element outside of the document. */
export const createAudioPlayback: CreatePlayback = (stream) => {
  const audio = new Audio();
  audio.autoplay = true;
  audio.srcObject = stream;
  return {
    play() {
      // A blocked element stays paused. The promise of one that may play is pending until the first audio arrives.
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
        // The device is gone, or this browser lacks the method.
        throw new TerminalError("speaker-not-available", { cause });
      }
    },
    close() {
      audio.pause();
      audio.srcObject = null;
    },
  };
};
