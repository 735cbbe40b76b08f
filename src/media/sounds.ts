/**
 * Plays what is heard beside the people, through one AudioContext that is made when it is
 * first needed and rests while nothing sounds. Browsers hold it back until the user has
 * done something in the page; that is known before the first call.
 */
import type { SoundName } from "../call/ringing-sound.js";
import type { Clock } from "../clock.js";
import { createAudioPlayback, type Playback } from "./playback.js";
import { keyTone, render, TONE_RATE, toneOf, type Tone } from "./tones.js";

/** What the player needs; each getter is asked anew for each sound. */
export interface SoundsOptions {
  readonly clock: Clock;
  readonly region: () => string;
  readonly ringUrl: () => string;
  /** 0 to 1. */
  readonly ringVolume: () => number;
  /** Ids of the outputs to play on; an empty id is the system's own. */
  readonly outputs: (kind: "speaker" | "ringer") => readonly string[];
  /** Whether the browser holds sound back. */
  readonly onBlocked: (blocked: boolean) => void;
  /** The page's own ring cannot be had, so that the tone rings in its place; told once for each URL. */
  readonly onRingLost: (url: string, reason: unknown) => void;
}

/** A player. */
export interface Sounds {
  /** Finds out whether sound is held back, and fetches the page's own ring. */
  prepare(): void;
  /** From now on this is heard, and nothing else; null is silence. What is heard already goes to other outputs where they have changed. */
  play(name: SoundName | null): void;
  key(digit: string): void;
  test(kind: "speaker" | "ringer"): Promise<void>;
  /** The running context, for a level meter, and what ends its use; null where there is none. */
  borrow(): readonly [AudioContext, () => void] | null;
  /** Call it from a user gesture. Resolves whether sound may be heard now. */
  unlock(): Promise<boolean>;
  close(): void;
}

/** Loudness of all but the ring: a tone at full scale hurts in a headset. */
const TONE_GAIN = 0.12;
/** How long to wait for the browser to start sound before it counts as held back, in milliseconds. */
const START_MS = 500;
/** Rest after this much silence, in milliseconds: a running context keeps the output device awake. */
const REST_MS = 5_000;

/** Whether the browser says that nothing is held back (Autoplay Policy Detection; so far only Firefox tells). */
function isAllowed(): boolean {
  const { getAutoplayPolicy } = navigator as { getAutoplayPolicy?: (type: string) => string };
  return getAutoplayPolicy?.call(navigator, "audiocontext") === "allowed";
}

/** Makes a player; where there is no Web Audio, one that is silent. */
export function createSounds(options: SoundsOptions): Sounds {
  const { clock } = options;
  let context: AudioContext | null = null;
  let playing: SoundName | null = null;
  /** The outputs that it plays on. */
  let places = "";
  let stop = (): void => undefined;
  let cancelRest = (): void => undefined;
  let own: { url: string; buffer: AudioBuffer | null } = { url: "", buffer: null };
  let lostUrl = "";
  /** The ends of all that sounds. */
  const sounding = new Set<() => void>();

  const rest = (): void => {
    cancelRest();
    cancelRest = clock.after(REST_MS, () => {
      if (sounding.size === 0) void context?.suspend();
    });
  };

  const wake = async (): Promise<boolean> => {
    if (typeof AudioContext === "undefined") return true;
    const mine = (context ??= new AudioContext());
    // A context that is held back resumes neither now nor with an error: it keeps one waiting.
    let late = (): void => undefined;
    const limit = new Promise<void>((resolve) => (late = clock.after(START_MS, resolve)));
    const resumed = mine.resume().catch(() => undefined);
    await Promise.race([resumed, limit]);
    late();
    if (context !== mine) return false;
    const running = mine.state === "running" || isAllowed();
    options.onBlocked(!running);
    rest();
    // A slow machine needs longer than that to open its sound device.
    if (!running)
      void resumed.then(() => {
        if (context === mine && mine.state === "running") options.onBlocked(false);
      });
    return running;
  };

  const load = async (url: string): Promise<void> => {
    if (url === own.url) return;
    const mine: typeof own = (own = { url, buffer: null });
    if (url === "") return;
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      mine.buffer = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await response.arrayBuffer());
    } catch (reason) {
      // It rings all the same, with the tone. The next ring asks again: a network comes back.
      mine.url = "";
      if (url !== lostUrl) options.onRingLost(url, reason);
      lostUrl = url;
    }
  };

  /** Starts a sound on its outputs; the function given back ends it. */
  const start = (sound: Tone | AudioBuffer, kind: "speaker" | "ringer", loop: boolean): (() => void) => {
    void wake();
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
      // Where the device is gone it plays on the system's own.
      void element.setSink(id).catch(() => undefined);
      element.play();
    }
    const end = (): void => {
      if (!sounding.delete(end)) return;
      // A context that goes to rest now never says that it has ended, and would keep what listens for it.
      source.removeEventListener("ended", end);
      source.stop();
      source.disconnect();
      gain.disconnect();
      for (const element of elements) element.close();
      rest();
    };
    sounding.add(end);
    source.addEventListener("ended", end);
    source.start();
    return end;
  };

  const kindOf = (name: SoundName): "speaker" | "ringer" => (name === "ring" ? "ringer" : "speaker");
  const placesOf = (name: SoundName): string => options.outputs(kindOf(name)).join(" ");

  /** The sound of this moment from now on; the file that it plays, or null where that is a tone. */
  const begin = (name: SoundName): AudioBuffer | null => {
    const file = name === "ring" ? own.buffer : null;
    stop();
    places = placesOf(name);
    stop = start(file ?? toneOf(name, options.region()), kindOf(name), true);
    return file;
  };

  return {
    prepare() {
      void load(options.ringUrl());
      // After a click or a key in this page no browser holds sound back.
      if (!(navigator as { userActivation?: UserActivation }).userActivation?.hasBeenActive) void wake();
    },
    play(name) {
      if (name === playing) {
        if (name !== null && placesOf(name) !== places) begin(name);
        return;
      }
      playing = name;
      stop();
      stop = () => undefined;
      if (name === null) return;
      const loaded = name === "ring" ? load(options.ringUrl()) : null;
      const file = begin(name);
      // Nobody waits for a file: the tone rings until it is here.
      void loaded?.then(() => {
        if (playing === name && own.buffer !== file) begin(name);
      });
    },
    key(digit) {
      const tone = keyTone(digit);
      if (tone !== null) start(tone, "speaker", false);
    },
    async test(kind) {
      await load(options.ringUrl());
      start((kind === "ringer" && own.buffer) || { hz: [440, 660], cadence: [0.3, 0.1, 0.3] }, kind, false);
    },
    borrow() {
      void wake();
      const giveBack = (): void => {
        if (sounding.delete(giveBack)) rest();
      };
      if (context === null) return null;
      sounding.add(giveBack);
      return [context, giveBack];
    },
    unlock: wake,
    close() {
      for (const end of [...sounding]) end();
      cancelRest();
      void context?.close();
      context = null;
    },
  };
}
