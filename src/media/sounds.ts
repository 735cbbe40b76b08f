/**
 * Plays rings and tones through one AudioContext, which is created when it is first needed
 * and suspended while nothing sounds. Browsers block it until the user has done something in
 * the page; that is known before the first call.
 */
import type { Clock } from "../clock.js";
import { createAudioPlayback, type Playback } from "./playback.js";
import { keyTone, render, TONE_RATE, toneOf, type SoundName, type Tone } from "./tones.js";

/** Options of `createSounds`. Each getter is called for each sound. */
export interface SoundsOptions {
  readonly clock: Clock;
  readonly region: () => string;
  readonly ringUrl: () => string;
  /** 0 to 1. */
  readonly ringVolume: () => number;
  /** Returns ids of the outputs to play on; an empty id is the system default. */
  readonly outputs: (kind: "speaker" | "ringer") => readonly string[];
  /** Called with whether the browser blocks sound. */
  readonly onBlocked: (blocked: boolean) => void;
  /** Called once for each URL of a ring that cannot be loaded; the tone rings in its place. */
  readonly onRingLost: (url: string, reason: unknown) => void;
}

/** Plays rings and tones. */
export interface Sounds {
  /** Finds out whether the browser blocks sound, and loads the page's own ring. */
  prepare(): void;
  /** Plays this sound in place of the one before; null is silence. A sound that plays already moves to outputs that have changed. */
  play(name: SoundName | null): void;
  /** Plays the tone of a key once. */
  key(digit: string): void;
  /** Plays a short sound on the speaker, or the ring once on the ringer. */
  test(kind: "speaker" | "ringer"): Promise<void>;
  /** Returns the running context, for a level meter, and a function that ends its use; null without Web Audio. */
  borrow(): readonly [AudioContext, () => void] | null;
  /** Starts sound that the browser blocked. Resolves with whether it may be heard. Call it from a user gesture. */
  unlock(): Promise<boolean>;
  close(): void;
}

/** Loudness of all but the ring: a tone at full scale hurts in a headset. */
const TONE_GAIN = 0.12;
/** How long to wait for the browser to start sound before it counts as blocked, in milliseconds. */
const START_MS = 500;
/** Silence after which the context is suspended, in milliseconds: a running one keeps the output device awake. */
const SUSPEND_MS = 5_000;

/** Returns whether the browser says that sound is allowed (Autoplay Policy Detection; so far only in Firefox). */
function isAllowed(): boolean {
  const { getAutoplayPolicy } = navigator as { getAutoplayPolicy?: (type: string) => string };
  return getAutoplayPolicy?.call(navigator, "audiocontext") === "allowed";
}

/** Creates a player. Without Web Audio it is silent. */
export function createSounds(options: SoundsOptions): Sounds {
  const { clock } = options;
  let context: AudioContext | null = null;
  let playing: SoundName | null = null;
  /** Ids of the outputs that the sound plays on, joined. */
  let outputs = "";
  let stop = (): void => undefined;
  let cancelSuspend = (): void => undefined;
  let ring: { url: string; buffer: AudioBuffer | null } = { url: "", buffer: null };
  let lostUrl = "";
  /** Functions that end each sound that plays. */
  const sounding = new Set<() => void>();

  const suspendLater = (): void => {
    cancelSuspend();
    cancelSuspend = clock.after(SUSPEND_MS, () => {
      if (sounding.size === 0) void context?.suspend();
    });
  };

  const resume = async (): Promise<boolean> => {
    if (typeof AudioContext === "undefined") return true;
    const mine = (context ??= new AudioContext());
    // A blocked context neither resumes nor fails: its promise stays pending.
    let cancelLimit = (): void => undefined;
    const limit = new Promise<void>((resolve) => (cancelLimit = clock.after(START_MS, resolve)));
    const resumed = mine.resume().catch(() => undefined);
    await Promise.race([resumed, limit]);
    cancelLimit();
    if (context !== mine) return false;
    const running = mine.state === "running" || isAllowed();
    options.onBlocked(!running);
    suspendLater();
    // A slow machine needs longer than that to open its sound device.
    if (!running)
      void resumed.then(() => {
        if (context === mine && mine.state === "running") options.onBlocked(false);
      });
    return running;
  };

  const load = async (url: string): Promise<void> => {
    if (url === ring.url) return;
    const loading: typeof ring = (ring = { url, buffer: null });
    if (url === "") return;
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      loading.buffer = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await response.arrayBuffer());
    } catch (reason) {
      // The tone rings instead, and the next ring tries to load the file again.
      loading.url = "";
      if (url !== lostUrl) options.onRingLost(url, reason);
      lostUrl = url;
    }
  };

  /** Starts a sound on its outputs. Returns a function that ends it. */
  const start = (sound: Tone | AudioBuffer, kind: "speaker" | "ringer", { loop }: { loop: boolean }): (() => void) => {
    void resume();
    if (context === null) return () => undefined;
    let buffer = sound as AudioBuffer;
    if ("hz" in sound) {
      const samples = render(sound);
      buffer = context.createBuffer(1, samples.length, TONE_RATE);
      buffer.copyToChannel(samples, 0);
    }
    const source = new AudioBufferSourceNode(context, { buffer, loop });
    const gain = new GainNode(context, { gain: kind === "ringer" ? options.ringVolume() : TONE_GAIN });
    source.connect(gain);
    const elements: Playback[] = [];
    for (const id of options.outputs(kind)) {
      if (id === "") {
        gain.connect(context.destination);
        continue;
      }
      // setSinkId of a context would move all that it plays; ring and tones may have a device each.
      const destination = new MediaStreamAudioDestinationNode(context);
      gain.connect(destination);
      const element = createAudioPlayback(destination.stream);
      elements.push(element);
      // If the device is gone it plays on the system default.
      void element.setSink(id).catch(() => undefined);
      element.play();
    }
    const end = (): void => {
      if (!sounding.delete(end)) return;
      // A context that is suspended now never fires `ended`, and would keep its listener.
      source.removeEventListener("ended", end);
      source.stop();
      source.disconnect();
      gain.disconnect();
      for (const element of elements) element.close();
      suspendLater();
    };
    sounding.add(end);
    source.addEventListener("ended", end);
    source.start();
    return end;
  };

  const kindOf = (name: SoundName): "speaker" | "ringer" => (name === "ring" ? "ringer" : "speaker");
  const outputsOf = (name: SoundName): string => options.outputs(kindOf(name)).join(" ");

  /** Starts a sound in place of the one before. Returns the ring file that it plays; null if it plays a tone. */
  const begin = (name: SoundName): AudioBuffer | null => {
    const file = name === "ring" ? ring.buffer : null;
    stop();
    outputs = outputsOf(name);
    stop = start(file ?? toneOf(name, options.region()), kindOf(name), { loop: true });
    return file;
  };

  return {
    prepare() {
      void load(options.ringUrl());
      // After a click or a key in this page no browser blocks sound.
      if (!(navigator as { userActivation?: UserActivation }).userActivation?.hasBeenActive) void resume();
    },
    play(name) {
      if (name === playing) {
        if (name !== null && outputsOf(name) !== outputs) begin(name);
        return;
      }
      playing = name;
      stop();
      stop = () => undefined;
      if (name === null) return;
      const loaded = name === "ring" ? load(options.ringUrl()) : null;
      const file = begin(name);
      // The tone rings until the file is loaded.
      void loaded?.then(() => {
        if (playing === name && ring.buffer !== file) begin(name);
      });
    },
    key(digit) {
      const tone = keyTone(digit);
      if (tone !== null) start(tone, "speaker", { loop: false });
    },
    async test(kind) {
      await load(options.ringUrl());
      start((kind === "ringer" && ring.buffer) || { hz: [440, 660], cadence: [0.3, 0.1, 0.3] }, kind, { loop: false });
    },
    borrow() {
      void resume();
      const giveBack = (): void => {
        if (sounding.delete(giveBack)) suspendLater();
      };
      if (context === null) return null;
      sounding.add(giveBack);
      return [context, giveBack];
    },
    unlock: resume,
    close() {
      for (const end of [...sounding]) end();
      cancelSuspend();
      void context?.close();
      context = null;
    },
  };
}
