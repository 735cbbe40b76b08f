/**
 * Runs the machine's effects on the registration, on media and on timers, and posts their
 * results as inputs. It owns the media and the timers of every call.
 */
import type { MachineInput, Effect, TimerName, Notification } from "../call/inputs.js";
import { TerminalError } from "../errors.js";
import type { GatheringResult } from "../media/ice-gathering.js";
import { createCallMedia, type MediaPorts, type CallMedia, type CallMediaHandlers } from "../media/call-media.js";
import type { Registration } from "../registration/registration.js";
import { iceWaitRange, within } from "./number-range.js";
import type { PhoneSettings } from "./types.js";

/** Counts of what a phone has open for its calls. */
export interface OpenResources {
  readonly callMedia: number;
  readonly timers: number;
}

/** Options of `createEffectRunner`. */
export interface EffectRunnerOptions {
  readonly ports: MediaPorts;
  readonly registration: Pick<Registration, "send" | "wake">;
  /** Read for each call: a page may renew the credentials of its TURN servers. */
  readonly settings: () => Pick<PhoneSettings, "iceServers" | "iceWait">;
  readonly post: (input: MachineInput) => void;
  readonly onGathered: (result: GatheringResult) => void;
  /** Called with whether the browser plays remote audio, or waits for a user gesture. */
  readonly onPlaying: (playing: boolean) => void;
  readonly onDeviceLost: CallMediaHandlers["onDeviceLost"];
  /** The tone of a digit has begun that the call was dialed with. */
  readonly onDigit: (id: string, digit: string) => void;
  readonly onDigitsFailed: (id: string, error: TerminalError) => void;
}

/** Effects that do something, as against those that tell the page. */
export type Command = Exclude<Effect, Notification>;

/** Runs effects. */
export interface EffectRunner {
  run(effect: Command): void;
  /** Returns the media of a call; undefined if it is in another tab, or there is none. */
  callMedia(id: string): CallMedia | undefined;
  /** Uses this microphone for calls now and later; an empty id is the system default. */
  setMicrophone(deviceId: string): Promise<void>;
  /** Plays calls on this speaker, now and later; an empty id is the system default. */
  setSpeaker(deviceId: string): Promise<void>;
  /** Plays call audio that the browser blocked. Returns whether all of it plays. Call it from a user gesture. */
  unlock(): boolean;
  /** Frees the media of a call that another tab has taken over. */
  releaseMedia(id: string): void;
  /** Stops every timer: another tab leads now, and keeps time. */
  stopTimers(): void;
  /** How many resources are open right now, for the support bundle and for leak tests. */
  readonly resources: OpenResources;
  close(): void;
}

/** Creates an effect runner. */
export function createEffectRunner(options: EffectRunnerOptions): EffectRunner {
  const { ports, registration, post } = options;
  const mediaOf = new Map<string, CallMedia>();
  const timers = new Map<string, () => void>();
  // An empty id is the system default.
  let microphoneId = "";
  let speakerId = "";

  const timerKey = (id: string, name: TimerName): string => `${id} ${name}`;

  const stopTimer = (key: string): void => {
    timers.get(key)?.();
    timers.delete(key);
  };

  const open = (id: string): CallMedia => {
    const known = mediaOf.get(id);
    if (known !== undefined) return known;
    const { iceServers = [], iceWait } = options.settings();
    const media = createCallMedia({
      ports,
      iceServers,
      iceWait: within(iceWaitRange, iceWait),
      microphoneId,
      speakerId,
      handlers: {
        onEvent(event) {
          if (event.type === "gathered") options.onGathered(event.result);
          else post({ ...event, id });
        },
        onPlaying: options.onPlaying,
        onDeviceLost(kind, label, error) {
          if (kind === "microphone") microphoneId = "";
          else speakerId = "";
          options.onDeviceLost(kind, label, error);
        },
      },
    });
    mediaOf.set(id, media);
    return media;
  };

  /** Runs an operation on a call's media. Its result is ignored once the call has released that media. */
  const operate = (
    id: string,
    leg: number,
    during: "offer" | "answer" | "apply" | "microphone",
    operation: (media: CallMedia) => Promise<MachineInput | null>,
  ): void => {
    const media = open(id);
    const isCurrent = (): boolean => mediaOf.get(id) === media;
    operation(media).then(
      (input) => {
        if (input !== null && isCurrent()) post(input);
      },
      (reason: unknown) => {
        if (isCurrent())
          post({ type: "media-operation-failed", id, leg, during, error: TerminalError.from(reason, "media-failed") });
      },
    );
  };

  /** Sends the digits that a call was dialed with. */
  const sendDigits = (id: string, digits: string): void => {
    const media = mediaOf.get(id);
    media
      ?.sendDigits(digits, (digit) => options.onDigit(id, digit))
      .catch((reason: unknown) => {
        // That the call ends meanwhile is no failure.
        if (mediaOf.get(id) === media) options.onDigitsFailed(id, TerminalError.from(reason));
      });
  };

  const releaseMedia = (id: string): void => {
    mediaOf.get(id)?.close();
    mediaOf.delete(id);
  };

  const release = (id: string): void => {
    releaseMedia(id);
    for (const key of [...timers.keys()]) if (key.startsWith(`${id} `)) stopTimer(key);
  };

  const run = (effect: Command): void => {
    switch (effect.type) {
      case "send":
        registration.send(effect.message);
        return;
      case "probe":
        registration.wake();
        return;
      case "offer": {
        const { id, leg, restart } = effect;
        operate(id, leg, "offer", async (media) => {
          return { type: "media-local", id, leg, kind: "offer", sdp: await media.offer(leg, { iceRestart: restart }) };
        });
        return;
      }
      case "answer": {
        const { id, leg, sdp: remote, ringing } = effect;
        operate(id, leg, "answer", async (media) => {
          const sdp = await media.answer(leg, remote, { withholdCandidates: ringing });
          return { type: "media-local", id, leg, kind: "answer", sdp };
        });
        return;
      }
      case "accept":
        operate(effect.id, effect.leg, "apply", (media) => media.accept(effect.leg).then(() => null));
        return;
      case "apply":
        operate(effect.id, effect.leg, "apply", (media) => media.apply(effect.leg, effect.sdp).then(() => null));
        return;
      case "microphone":
        operate(effect.id, 0, "microphone", (media) =>
          media.openMicrophone().then(() => ({ type: "media-microphone", id: effect.id })),
        );
        return;
      case "promote":
        mediaOf.get(effect.id)?.promote(effect.leg);
        return;
      case "close-leg":
        mediaOf.get(effect.id)?.closeLeg(effect.leg);
        return;
      case "digits":
        sendDigits(effect.id, effect.digits);
        return;
      case "audio":
        open(effect.id).setAudio({ muted: effect.muted, held: effect.held });
        return;
      case "timer": {
        const { id, name, ms } = effect;
        const key = timerKey(id, name);
        stopTimer(key);
        const cancel = ports.clock.after(ms, () => {
          timers.delete(key);
          post({ type: "timer", id, name });
        });
        timers.set(key, cancel);
        return;
      }
      case "stop-timer":
        stopTimer(timerKey(effect.id, effect.name));
        return;
      case "release":
        release(effect.id);
        return;
    }
  };

  const all = (): CallMedia[] => [...mediaOf.values()];

  return {
    run,
    callMedia: (id) => mediaOf.get(id),
    async setMicrophone(deviceId) {
      microphoneId = deviceId;
      await Promise.all(all().map((media) => media.setMicrophone(deviceId)));
    },
    async setSpeaker(deviceId) {
      await Promise.all(all().map((media) => media.setSpeaker(deviceId)));
      // One that cannot be used is not tried again in the next call.
      speakerId = deviceId;
    },
    unlock: () =>
      all()
        .map((media) => media.unlock())
        .every(Boolean),
    get resources() {
      return { callMedia: mediaOf.size, timers: timers.size };
    },
    releaseMedia,
    stopTimers() {
      for (const key of [...timers.keys()]) stopTimer(key);
    },
    close() {
      for (const id of [...mediaOf.keys()]) release(id);
      for (const key of [...timers.keys()]) stopTimer(key);
    },
  };
}
