/**
 * Carries out the machine's effects: on the pipe, on media and on timers, and brings
 * their results back as events. It owns every session and timer of every call.
 */
import type { MachineInput, Effect, TimerName, Notification } from "../call/inputs.js";
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import type { GatheringResult } from "../media/ice-gathering.js";
import { createCallMedia, type MediaPorts, type CallMedia, type CallMediaHandlers } from "../media/call-media.js";
import type { CoreMessage } from "../registration/core-message.js";

/** What the runner needs. */
export interface EffectRunnerOptions {
  readonly ports: MediaPorts;
  readonly clock: Clock;
  readonly iceServers: () => readonly RTCIceServer[];
  readonly iceWait: () => number;
  readonly send: (message: CoreMessage) => void;
  /** Asks for proof that the stream is alive. */
  readonly probe: () => void;
  readonly post: (event: MachineInput) => void;
  readonly onGathered: (gathered: GatheringResult) => void;
  /** Whether the browser plays remote audio, or waits for a user gesture. */
  readonly onPlaying: (playing: boolean) => void;
  readonly onDeviceLost: CallMediaHandlers["onDeviceLost"];
}

/** What is to be done, as against what is to be said. */
export type Command = Exclude<Effect, Notification>;

/** Runs effects. */
export interface EffectRunner {
  run(effect: Command): void;
  session(id: string): CallMedia | undefined;
  setMicrophone(deviceId: string): Promise<void>;
  setSpeaker(deviceId: string): Promise<void>;
  unlock(): boolean;
  /** Frees the media of a call that another tab owns from now on. */
  releaseMedia(id: string): void;
  /** Another tab keeps time now. */
  stopTimers(): void;
  /** What is held right now, for the support bundle and for leak tests. */
  readonly held: { readonly sessions: number; readonly timers: number };
  close(): void;
}

/** Makes a runner. */
export function createEffectRunner(options: EffectRunnerOptions): EffectRunner {
  const { clock, post } = options;
  const sessions = new Map<string, CallMedia>();
  const timers = new Map<string, () => void>();
  // Empty: the system's own.
  let microphoneId = "";
  let speakerId = "";

  const timerKey = (id: string, name: TimerName): string => `${id} ${name}`;

  const stopTimer = (key: string): void => {
    timers.get(key)?.();
    timers.delete(key);
  };

  const open = (id: string): CallMedia => {
    const known = sessions.get(id);
    if (known !== undefined) return known;
    const session = createCallMedia({
      ports: options.ports,
      iceServers: options.iceServers(),
      iceWait: options.iceWait(),
      microphoneId,
      speakerId,
      handlers: {
        onConnected: (leg) => {
          post({ type: "media-connected", id, leg });
        },
        onDisconnected: (leg) => {
          post({ type: "media-disconnected", id, leg });
        },
        onFailed: (leg) => {
          post({ type: "media-connection-failed", id, leg });
        },
        onFlowing: (leg) => {
          post({ type: "media-flowing", id, leg });
        },
        onGathered: (_leg, gathered) => {
          options.onGathered(gathered);
        },
        onPlaying: options.onPlaying,
        onDeviceLost(kind, label, error) {
          if (kind === "microphone") microphoneId = "";
          else speakerId = "";
          options.onDeviceLost(kind, label, error);
        },
      },
    });
    sessions.set(id, session);
    return session;
  };

  /** Runs a task of a call's media. What it says after the call let go of it is not heard. */
  const media = (
    id: string,
    leg: number,
    during: "offer" | "answer" | "apply" | "microphone",
    task: (session: CallMedia) => Promise<MachineInput | null>,
  ): void => {
    const session = open(id);
    const isCurrent = (): boolean => sessions.get(id) === session;
    task(session).then(
      (event) => {
        if (event !== null && isCurrent()) post(event);
      },
      (reason: unknown) => {
        if (isCurrent())
          post({ type: "media-operation-failed", id, leg, during, error: TerminalError.from(reason, "media-failed") });
      },
    );
  };

  const release = (id: string): void => {
    sessions.get(id)?.close();
    sessions.delete(id);
    for (const key of [...timers.keys()]) if (key.startsWith(`${id} `)) stopTimer(key);
  };

  const run = (effect: Command): void => {
    switch (effect.type) {
      case "send":
        options.send(effect.message);
        return;
      case "probe":
        options.probe();
        return;
      case "offer": {
        const { id, leg, restart } = effect;
        media(id, leg, "offer", async (session) => {
          return { type: "media-local", id, leg, kind: "offer", sdp: await session.offer(leg, restart) };
        });
        return;
      }
      case "answer": {
        const { id, leg, sdp, ringing } = effect;
        media(id, leg, "answer", async (session) => {
          return { type: "media-local", id, leg, kind: "answer", sdp: await session.answer(leg, sdp, ringing) };
        });
        return;
      }
      case "accept":
        media(effect.id, effect.leg, "apply", (session) => session.accept(effect.leg).then(() => null));
        return;
      case "apply":
        media(effect.id, effect.leg, "apply", (session) => session.apply(effect.leg, effect.sdp).then(() => null));
        return;
      case "microphone":
        media(effect.id, 0, "microphone", (session) =>
          session.openMicrophone().then(() => ({ type: "media-microphone", id: effect.id })),
        );
        return;
      case "promote":
        sessions.get(effect.id)?.promote(effect.leg);
        return;
      case "close-leg":
        sessions.get(effect.id)?.closeLeg(effect.leg);
        return;
      case "audio":
        open(effect.id).setAudio(effect.muted, effect.held);
        return;
      case "timer": {
        const { id, name, ms } = effect;
        const key = timerKey(id, name);
        stopTimer(key);
        const cancel = clock.after(ms, () => {
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

  const all = (): CallMedia[] => [...sessions.values()];

  return {
    run,
    session: (id) => sessions.get(id),
    async setMicrophone(deviceId) {
      microphoneId = deviceId;
      await Promise.all(all().map((session) => session.setMicrophone(deviceId)));
    },
    async setSpeaker(deviceId) {
      await Promise.all(all().map((session) => session.setSpeaker(deviceId)));
      // One that cannot be had is not tried again in the next call.
      speakerId = deviceId;
    },
    unlock: () =>
      all()
        .map((session) => session.unlock())
        .every(Boolean),
    get held() {
      return { sessions: sessions.size, timers: timers.size };
    },
    releaseMedia(id) {
      sessions.get(id)?.close();
      sessions.delete(id);
    },
    stopTimers() {
      for (const key of [...timers.keys()]) stopTimer(key);
    },
    close() {
      for (const id of [...sessions.keys()]) release(id);
      for (const key of [...timers.keys()]) stopTimer(key);
    },
  };
}
