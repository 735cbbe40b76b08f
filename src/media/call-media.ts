/**
 * The media of one call: its microphone track, its legs, and the user's settings for its
 * sound. It owns all of that and frees it in `close`.
 */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import { sendDigits, type DigitHandler } from "./dtmf.js";
import {
  createPeerTransport,
  type AnswerOptions,
  type LegEvent,
  type OfferOptions,
  type PeerTransport,
} from "./peer-connection.js";
import { openMicrophone, type GetUserMedia } from "./microphone.js";
import type { CreatePlayback, Playback } from "./playback.js";

/** Handlers of a call's media. None is called after `close`. */
export interface CallMediaHandlers {
  onEvent(event: LegEvent & { readonly leg: number }): void;
  /** Called with whether the browser plays the call's audio, or waits for a user gesture. */
  onPlaying(playing: boolean): void;
  /**
   * Called when the device in use is gone and the system default has taken its place.
   *
   * @param label the name of the lost device; empty if unknown.
   * @param error why no device could take its place; null if one did.
   */
  onDeviceLost(kind: "microphone" | "speaker", label: string, error: TerminalError | null): void;
}

/** The platform dependencies of call media, each replaceable in a test. */
export interface MediaPorts {
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly getUserMedia: GetUserMedia;
  readonly createPlayback: CreatePlayback;
  readonly clock: Clock;
}

/** Options of `createCallMedia`. */
export interface CallMediaOptions {
  readonly ports: MediaPorts;
  readonly iceServers: readonly RTCIceServer[];
  /** Longest wait for ICE candidates, in milliseconds. */
  readonly iceWait: number;
  /** Ids of devices; an empty id is the system default. */
  readonly microphoneId: string;
  readonly speakerId: string;
  readonly handlers: CallMediaHandlers;
}

/** The user's settings for a call's sound. */
export interface AudioSettings {
  readonly muted: boolean;
  /** On hold: nothing is sent and nothing is played. */
  readonly held: boolean;
}

/** The media of one call. A leg is opened by the first operation that names it. */
export interface CallMedia {
  /** Resolves with an offer on this leg. */
  offer(leg: number, options: OfferOptions): Promise<string>;
  /** Resolves with the answer to an offer on this leg. */
  answer(leg: number, sdp: string, options: AnswerOptions): Promise<string>;
  /** Adds the candidates that `answer` withheld. */
  accept(leg: number): Promise<void>;
  /** Applies the core's answer to our offer. */
  apply(leg: number, sdp: string): Promise<void>;
  /** Opens the microphone once; later calls resolve with the first. */
  openMicrophone(): Promise<void>;
  /** Sets the sound of every leg, now and later. */
  setAudio(settings: AudioSettings): void;
  /** Makes this leg the call's, and closes the others. */
  promote(leg: number): void;
  closeLeg(leg: number): void;
  /** Plays audio that the browser blocked. Returns whether all of it plays. Call it from a user gesture. */
  unlock(): boolean;
  /** Plays on this speaker. Rejects with `speaker-not-available`. */
  setSpeaker(deviceId: string): Promise<void>;
  /** Replaces the microphone if it is open. Rejects with one of the `microphone-…` codes, or `insecure-page`. */
  setMicrophone(deviceId: string): Promise<void>;
  /** Sends digits after those that are still being sent. See {@link sendDigits} for its errors. */
  sendDigits(digits: string, onDigit: DigitHandler): Promise<void>;
  /** The leg that the call is heard on, for statistics; null if there is none. */
  readonly current: PeerTransport | null;
  /** Frees the microphone and every leg. */
  close(): void;
}

interface OpenLeg {
  readonly leg: PeerTransport;
  readonly playback: Playback;
}

/** Creates the media of a call. Nothing is opened yet. */
export function createCallMedia(options: CallMediaOptions): CallMedia {
  const { ports, handlers } = options;
  const legs = new Map<number, OpenLeg>();
  const closing = new AbortController();
  let current: number | null = null;
  let microphone: MediaStreamTrack | null = null;
  let opening: Promise<void> | null = null;
  /** Counts requests for a microphone: only the newest may set it. */
  let requests = 0;
  let microphoneId = options.microphoneId;
  let speakerId = options.speakerId;
  let audio: AudioSettings = { muted: false, held: false };
  let digitsSent: Promise<unknown> = Promise.resolve();

  const isClosed = (): boolean => closing.signal.aborted;

  const applyAudio = (): void => {
    if (microphone !== null) microphone.enabled = !audio.muted && !audio.held;
    for (const { playback } of legs.values()) playback.setMuted(audio.held);
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
      onEvent(event) {
        handlers.onEvent({ ...event, leg: number });
      },
    });
    const playback = ports.createPlayback(leg.stream);
    playback.setMuted(audio.held);
    if (speakerId !== "") {
      playback.setSink(speakerId).catch(() => {
        // It plays on the system default from here on.
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

  /** Replaces a microphone that was pulled out: its track has ended for good (W3C Media Capture, 4.3.1). */
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
    const request = (requests += 1);
    const track = await openMicrophone(ports.getUserMedia, microphoneId);
    // The call may have ended, or another device may have been asked for since.
    if (isClosed() || request !== requests) {
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

  /** Sends digits on the current leg; digits that a closing leg leaves unsent go out on its successor. */
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
    offer: async (leg, offerOptions) => openLeg(leg).offer(offerOptions),
    answer: async (leg, sdp, answerOptions) => openLeg(leg).answer(sdp, answerOptions),
    accept: async (leg) => legs.get(leg)?.leg.addWithheldCandidates(),
    apply: async (leg, sdp) => legs.get(leg)?.leg.apply(sdp),
    openMicrophone() {
      opening ??= takeMicrophone().catch((reason: unknown) => {
        opening = null;
        throw reason;
      });
      return opening;
    },
    setAudio(settings) {
      audio = settings;
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
      // New tones would replace those that the sender has not played yet, hence one string after the other.
      const sent = digitsSent.then(() => sendOnLegs(digits, onDigit));
      digitsSent = sent.catch(() => undefined);
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
