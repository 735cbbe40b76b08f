/**
 * Sounds, devices and figures of a phone, put together. Fetched once the phone is
 * registered, so that none of it stands between a click and a call.
 */
import { soundOf } from "../../call/ringing-sound.js";
import { TerminalError } from "../../errors.js";
import { createSounds } from "../../media/sounds.js";
import { ringVolumeRange, within } from "../number-range.js";
import type { AudioContextDeps, AudioServices } from "./audio-types.js";
import { createDeviceSelection } from "./device-selection.js";
import { isUp, createQualityMonitor } from "./quality-monitor.js";

/** Makes it. */
export function createAudioServices(room: AudioContextDeps): AudioServices {
  const { clock, options } = room;
  const silenced = new Set<string>();
  const gestures = new AbortController();
  const devices = createDeviceSelection(room, () => {
    sound();
  });
  const quality = createQualityMonitor(room);
  let prepared = false;
  let waiting = false;
  let closed = false;
  let cancelSound = (): void => undefined;

  const sounds = createSounds({
    clock,
    region: () => options.region ?? "",
    ringUrl: () => options.ringUrl ?? "",
    ringVolume: () => within(ringVolumeRange, options.ringVolume),
    outputs(kind) {
      const id = room.view.chosen[kind];
      if (id !== "all") return [id];
      const speakers = room.view.devices.filter((device) => device.kind === "speaker").map((device) => device.id);
      return speakers.length === 0 ? [""] : speakers;
    },
    onBlocked: (blocked) => {
      room.holdSounds(blocked);
    },
    onRingLost(url, reason) {
      const error = new TerminalError("ring-not-available", { cause: new Error(url, { cause: reason }) });
      room.emit({ type: "terminal-error", error, call: null });
    },
  });

  const sound = (): void => {
    cancelSound();
    if (closed || typeof AudioContext === "undefined") return;
    const now = clock.now();
    const wanted = soundOf(room.snapshot(), now, silenced);
    sounds.play(wanted?.name ?? null);
    if (wanted !== null && wanted.until < Infinity) cancelSound = clock.after(wanted.until - now, sound);
  };

  /** Any click or key in the page unlocks sound; it need not be one of ours. */
  const awaitGesture = (): void => {
    if (waiting || room.view.audio === "ready") return;
    waiting = true;
    const handle = (): void => {
      waiting = false;
      room
        .phone()
        .unlockAudio()
        .catch(() => undefined);
    };
    for (const type of ["click", "keydown"]) {
      addEventListener(type, handle, { capture: true, once: true, signal: gestures.signal });
    }
  };

  return {
    sounds,
    update() {
      const snapshot = room.snapshot();
      const calls = [...snapshot.calls.values()];
      // Of all tabs, not of this one alone: where the tab that rings is closed, another one takes over.
      const { calls: all } = room.phone().snapshot;
      for (const id of silenced) if (!all.some((call) => call.id === id)) silenced.delete(id);
      if (!prepared && snapshot.connection.state === "ready") {
        prepared = true;
        sounds.prepare();
      }
      // What the page wants silenced is silent before it begins: a ring cut short is heard as a click.
      queueMicrotask(sound);
      awaitGesture();
      const up = calls.filter(isUp);
      quality.update(up);
      // Whoever talks has let the page use the microphone, whether the browser says so or not.
      if (up.length > 0 || room.permission() === "granted") devices.watch();
    },
    unlock: () => sounds.unlock(),
    methods: {
      silence(id) {
        for (const call of room.phone().snapshot.calls) if (id === undefined || id === call.id) silenced.add(call.id);
        sound();
      },
      playKey(digit) {
        sounds.key(digit);
      },
      playTestSound: (kind) => sounds.test(kind),
    },
    check: (kind, deviceId) => devices.check(kind, deviceId),
    remember: (kind, deviceId) => {
      devices.remember(kind, deviceId);
    },
    deviceLost(kind, label, error) {
      devices.lost(kind, label, error);
    },
    report: () => ({
      // Labels name people's headsets, and ids are good for tracking: how many there are is enough.
      devices: {
        microphones: room.view.devices.filter(({ kind }) => kind === "microphone").length,
        speakers: room.view.devices.filter(({ kind }) => kind === "speaker").length,
      },
      stats: quality.report(),
    }),
    close() {
      closed = true;
      gestures.abort();
      cancelSound();
      devices.close();
      quality.close();
      sounds.close();
    },
  };
}
