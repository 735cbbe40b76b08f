/**
 * The media of one call: its microphone track, its legs, and what the user wishes for
 * its sound. The session owns all of that and frees it in `close`.
 */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import { sendDigits, type DigitHandler } from "./dtmf.js";
import type { GatheringResult } from "./ice-gathering.js";
import { createPeerTransport, type PeerTransport } from "./peer-connection.js";
import { openMicrophone, type GetUserMedia } from "./microphone.js";
import type { CreatePlayback, Playback } from "./playback.js";

/** What a session tells, leg by leg. Nothing is told after `close`. */
export interface CallMediaHandlers {
  onConnected(leg: number): void;
  onDisconnected(leg: number): void;
  onFailed(leg: number): void;
  onFlowing(leg: number): void;
  onGathered(leg: number, gathered: GatheringResult): void;
  /** Whether the browser plays the call's audio, or waits for a user gesture. */
  onPlaying(playing: boolean): void;
  /**
   * The device in use is gone, and the system's own has taken its place. `error`: there is
   * none to take its place.
   */
  onDeviceLost(kind: "microphone" | "speaker", label: string, error: TerminalError | null): void;
}

/** The edges of the media world, each replaceable in a test. */
export interface MediaPorts {
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly getUserMedia: GetUserMedia;
  readonly createPlayback: CreatePlayback;
  readonly clock: Clock;
}

/** What a session needs. */
export interface CallMediaOptions {
  readonly ports: MediaPorts;
  readonly iceServers: readonly RTCIceServer[];
  readonly iceWait: number;
  /** Ids of devices; empty is the system's own. */
  readonly microphoneId: string;
  readonly speakerId: string;
  readonly handlers: CallMediaHandlers;
}

/** The media of one call. Legs are made when they are first named. */
export interface CallMedia {
  offer(leg: number, restart: boolean): Promise<string>;
  answer(leg: number, sdp: string, withhold: boolean): Promise<string>;
  accept(leg: number): Promise<void>;
  apply(leg: number, sdp: string): Promise<void>;
  /** Opens the microphone once; later calls give the same. */
  openMicrophone(): Promise<void>;
  /** Wishes for the sound: they hold for every leg, now and later. */
  setAudio(muted: boolean, held: boolean): void;
  /** This leg is the call's now; the others close. */
  promote(leg: number): void;
  closeLeg(leg: number): void;
  /** Plays what the browser has held back; call it from a user gesture. */
  unlock(): boolean;
  setSpeaker(deviceId: string): Promise<void>;
  setMicrophone(deviceId: string): Promise<void>;
  sendDigits(digits: string, onDigit: DigitHandler): Promise<void>;
  /** The leg that the call is heard on, for statistics. */
  readonly current: PeerTransport | null;
  close(): void;
}

interface Held {
  readonly leg: PeerTransport;
  readonly playback: Playback;
}

/** Makes the media of a call. Nothing is opened yet. */
export function createCallMedia(options: CallMediaOptions): CallMedia {
  const { ports, handlers } = options;
  const legs = new Map<number, Held>();
  const closing = new AbortController();
  let current: number | null = null;
  let microphone: MediaStreamTrack | null = null;
  let opening: Promise<void> | null = null;
  let turns = 0;
  let microphoneId = options.microphoneId;
  let speakerId = options.speakerId;
  let muted = false;
  let held = false;
  let tones: Promise<unknown> = Promise.resolve();

  const isClosed = (): boolean => closing.signal.aborted;

  const applyAudio = (): void => {
    if (microphone !== null) microphone.enabled = !muted && !held;
    for (const { playback } of legs.values()) playback.setMuted(held);
  };

  const openLeg = (number: number): PeerTransport => {
    const known = legs.get(number);
    if (known !== undefined) return known.leg;
    if (isClosed()) throw new TerminalError("internal", { message: "The call has ended." });
    const leg = createPeerTransport({
      createPeerConnection: ports.createPeerConnection,
      iceServers: options.iceServers,
      iceWait: options.iceWait,
      clock: ports.clock,
      handlers: {
        onConnected: () => {
          handlers.onConnected(number);
        },
        onDisconnected: () => {
          handlers.onDisconnected(number);
        },
        onFailed: () => {
          handlers.onFailed(number);
        },
        onFlowing: () => {
          handlers.onFlowing(number);
        },
        onGathered: (gathered) => {
          handlers.onGathered(number, gathered);
        },
      },
    });
    const playback = ports.createPlayback(leg.stream);
    playback.setMuted(held);
    if (speakerId !== "") {
      playback.setSink(speakerId).catch(() => {
        // What it fell back to, it plays on.
        speakerId = "";
        if (!isClosed()) handlers.onDeviceLost("speaker", "", null);
      });
    }
    legs.set(number, { leg, playback });
    current ??= number;
    void leg.setTrack(microphone);
    const playing = playback.play();
    // After the step that is under way.
    queueMicrotask(() => {
      handlers.onPlaying(playing);
    });
    return leg;
  };

  const closeLeg = (number: number): void => {
    const gone = legs.get(number);
    if (gone === undefined) return;
    legs.delete(number);
    if (current === number) current = legs.keys().next().value ?? null;
    gone.playback.close();
    gone.leg.close();
  };

  /** A device that is pulled out ends its track, by itself and for good (W3C Media Capture, 4.3.1). */
  const replaceLost = (label: string): void => {
    microphoneId = "";
    takeMicrophone().then(
      () => {
        handlers.onDeviceLost("microphone", label, null);
      },
      (reason: unknown) => {
        if (!isClosed()) handlers.onDeviceLost("microphone", label, TerminalError.from(reason, "microphone-not-found"));
      },
    );
  };

  const takeMicrophone = async (): Promise<void> => {
    const turn = (turns += 1);
    const track = await openMicrophone(ports.getUserMedia, microphoneId);
    // The call may be over, or another device have been asked for since.
    if (isClosed() || turn !== turns) {
      track.stop();
      return;
    }
    const previous = microphone;
    microphone = track;
    const handleEnded = (): void => {
      if (track === microphone && !isClosed()) replaceLost(track.label);
    };
    track.addEventListener("ended", handleEnded, { signal: closing.signal });
    applyAudio();
    try {
      await Promise.all([...legs.values()].map(({ leg }) => leg.setTrack(track)));
    } finally {
      previous?.stop();
    }
  };

  /** What a leg that closes leaves unsent goes out on the one that took over. */
  const sendOnLegs = async (digits: string, onDigit: DigitHandler): Promise<void> => {
    if (isClosed()) throw new TerminalError("no-such-call");
    const leg = current === null ? undefined : legs.get(current)?.leg;
    let rest = digits;
    const handleDigit: DigitHandler = (digit) => {
      rest = rest.slice(rest.toUpperCase().indexOf(digit) + 1);
      onDigit(digit);
    };
    try {
      await sendDigits(leg?.dtmf ?? null, digits, handleDigit, leg?.closed ?? closing.signal, ports.clock);
    } catch (reason) {
      if (isClosed() || leg?.closed.aborted !== true) throw reason;
      if (rest !== "") await sendOnLegs(rest, onDigit);
    }
  };

  return {
    offer: async (leg, restart) => openLeg(leg).offer(restart),
    answer: async (leg, sdp, withhold) => openLeg(leg).answer(sdp, withhold),
    accept: async (leg) => legs.get(leg)?.leg.release(),
    apply: async (leg, sdp) => legs.get(leg)?.leg.apply(sdp),
    openMicrophone() {
      opening ??= takeMicrophone().catch((reason: unknown) => {
        opening = null;
        throw reason;
      });
      return opening;
    },
    setAudio(nextMuted, nextHeld) {
      muted = nextMuted;
      held = nextHeld;
      applyAudio();
    },
    promote(leg) {
      if (!legs.has(leg)) return;
      current = leg;
      for (const number of [...legs.keys()]) if (number !== leg) closeLeg(number);
    },
    closeLeg,
    unlock: () => [...legs.values()].map(({ playback }) => playback.play()).every(Boolean),
    async setSpeaker(deviceId) {
      speakerId = deviceId;
      await Promise.all([...legs.values()].map(({ playback }) => playback.setSink(deviceId)));
    },
    async setMicrophone(deviceId) {
      microphoneId = deviceId;
      // While the first one is still being opened, this one takes its place.
      if (opening !== null) await takeMicrophone();
    },
    sendDigits(digits, onDigit) {
      // A sender's new tones replace those that still wait: one string after the other.
      const sent = tones.then(() => sendOnLegs(digits, onDigit));
      tones = sent.catch(() => undefined);
      return sent;
    },
    get current() {
      return current === null ? null : (legs.get(current)?.leg ?? null);
    },
    close() {
      if (isClosed()) return;
      closing.abort();
      for (const number of [...legs.keys()]) closeLeg(number);
      microphone?.stop();
      microphone = null;
    },
  };
}
