/** Keypad digits as RFC 4733 events, through the browser's `RTCDTMFSender` (W3C WebRTC, 7). */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";

/** Called with each digit when its tone begins. */
export type DigitHandler = (digit: string) => void;

/** Length of a tone, in milliseconds: networks detect 40, people press about 100. */
const TONE_MS = 100;
/** Silence between tones, in milliseconds: networks need at least 40. */
const GAP_MS = 70;
/** Pause of a comma, in milliseconds. The browser's own comma would wait 2 s. */
const PAUSE_MS = 500;

/** Returns whether these are keypad digits: `0-9*#A-D`, and `,` for a pause. */
export function areDigits(digits: string): boolean {
  return /^[0-9*#A-Da-d,]+$/.test(digits);
}

/**
 * Sends digits one after the other; resolves when the last tone is over.
 *
 * @throws TerminalError `invalid-digits`, `digits-not-supported`, or `no-such-call` if the call ends meanwhile.
 */
export async function sendDigits(
  sender: RTCDTMFSender | null,
  digits: string,
  onDigit: DigitHandler,
  ended: AbortSignal,
  clock: Clock,
): Promise<void> {
  if (!areDigits(digits)) throw new TerminalError("invalid-digits");
  if (sender === null) throw new TerminalError("digits-not-supported");
  for (const part of digits.toUpperCase().split(/(,)/)) {
    if (part === "") continue;
    if (ended.aborted) throw new TerminalError("no-such-call");
    await (part === "," ? pause(ended, clock) : play(sender, part, onDigit, ended));
  }
}

function pause(ended: AbortSignal, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      cancel();
      reject(new TerminalError("no-such-call"));
    };
    const cancel = clock.after(PAUSE_MS, () => {
      ended.removeEventListener("abort", stop);
      resolve();
    });
    ended.addEventListener("abort", stop, { once: true });
  });
}

function play(sender: RTCDTMFSender, tones: string, onDigit: DigitHandler, ended: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (done: () => void): void => {
      sender.removeEventListener("tonechange", handleTone);
      ended.removeEventListener("abort", stop);
      done();
    };
    const stop = (): void => {
      finish(() => {
        reject(new TerminalError("no-such-call"));
      });
    };
    const handleTone = (event: RTCDTMFToneChangeEvent): void => {
      if (event.tone === "") finish(resolve);
      else onDigit(event.tone);
    };
    sender.addEventListener("tonechange", handleTone);
    ended.addEventListener("abort", stop, { once: true });
    try {
      sender.insertDTMF(tones, TONE_MS, GAP_MS);
    } catch (reason) {
      finish(() => {
        reject(new TerminalError("digits-not-supported", { cause: reason }));
      });
    }
  });
}
