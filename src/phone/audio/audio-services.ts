/**
 * Sounds, devices and statistics of a phone. Loaded once it is registered, so that
 * none of it delays the first call.
 */
import { TerminalError } from "../../errors.js";
import { createSounds } from "../../media/sounds.js";
import type { AudioHost, AudioServices } from "./audio-types.js";
import { ringVolumeRange, within } from "../number-range.js";
import { createDeviceSelection } from "./device-selection.js";
import { createQualityMonitor, hasAudio } from "./quality-monitor.js";
import { soundOf } from "./ringing-sound.js";

/** Creates the audio services of a phone. */
export function createAudioServices(host: AudioHost): AudioServices {
  const { clock, settings } = host;
  const silenced = new Set<string>();
  const gestures = new AbortController();
  const devices = createDeviceSelection(host, () => {
    playSound();
  });
  const quality = createQualityMonitor(host);
  let prepared = false;
  let waiting = false;
  let closed = false;
  let cancelSound = (): void => undefined;

  const sounds = createSounds({
    clock,
    region: () => settings().region ?? "",
    ringUrl: () => settings().ringUrl ?? "",
    ringVolume: () => within(ringVolumeRange, settings().ringVolume),
    outputs(kind) {
      const id = host.view.chosen[kind];
      if (id !== "all") return [id];
      const speakers = host.view.devices.filter((device) => device.kind === "speaker").map((device) => device.id);
      return speakers.length === 0 ? [""] : speakers;
    },
    onBlocked: (blocked) => {
      host.setSoundBlocked(blocked);
    },
    onRingLost(url, reason) {
      const error = new TerminalError("ring-not-available", { cause: new Error(url, { cause: reason }) });
      host.emit({ type: "terminal-error", error, call: null });
    },
  });

  const playSound = (): void => {
    cancelSound();
    if (closed || typeof AudioContext === "undefined") return;
    const now = clock.now();
    const wanted = soundOf(host.snapshot(), now, silenced);
    sounds.play(wanted?.name ?? null);
    if (wanted !== null && wanted.until < Infinity) cancelSound = clock.after(wanted.until - now, playSound);
  };

  /** Unlocks sound at the next click or key anywhere in the page. */
  const unlockOnGesture = (): void => {
    if (waiting || host.view.audio === "ready") return;
    waiting = true;
    const handle = (): void => {
      waiting = false;
      host.unlock().catch(() => undefined);
    };
    for (const type of ["click", "keydown"]) {
      addEventListener(type, handle, { capture: true, once: true, signal: gestures.signal });
    }
  };

  return {
    sounds,
    update() {
      const snapshot = host.snapshot();
      const calls = [...snapshot.calls.values()];
      // Calls of all tabs, not of this one alone: if the tab that rings is closed, another one rings.
      const known = new Set(host.callIds());
      for (const id of silenced) if (!known.has(id)) silenced.delete(id);
      if (!prepared && snapshot.connection.state === "ready") {
        prepared = true;
        sounds.prepare();
      }
      // Only after the page could silence it: a ring cut short is heard as a click.
      queueMicrotask(playSound);
      unlockOnGesture();
      const up = calls.filter(hasAudio);
      quality.update(up);
      // During a call the page may use the microphone, whether the browser says so or not.
      if (up.length > 0 || host.permission() === "granted") devices.watch();
    },
    unlock: () => sounds.unlock(),
    methods: {
      silence(id) {
        for (const known of host.callIds()) if (id === undefined || id === known) silenced.add(known);
        playSound();
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
      // Counts only: labels name people's headsets, and ids can be used for tracking.
      devices: {
        microphones: host.view.devices.filter(({ kind }) => kind === "microphone").length,
        speakers: host.view.devices.filter(({ kind }) => kind === "speaker").length,
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
