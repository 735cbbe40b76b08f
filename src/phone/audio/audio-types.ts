/** Types that the static part of a phone's audio shares with the part that is loaded later. */
import type { Snapshot } from "../../call/model.js";
import type { Clock } from "../../clock.js";
import type { TerminalError } from "../../errors.js";
import type { GetUserMedia } from "../../media/microphone.js";
import type { MicrophonePermission } from "../../media/permission.js";
import type { Sounds } from "../../media/sounds.js";
import type { DeviceKind, Phone, PhoneEvent, PhoneSettings, PhoneSnapshot } from "../types.js";
import type { EffectRunner } from "../effect-runner.js";

/** The part of the phone's snapshot that is about audio. */
export type AudioView = Pick<PhoneSnapshot, "audio" | "devices" | "chosen" | "quality">;

/** Options of `createPhoneAudio`. */
export interface PhoneAudioOptions {
  readonly clock: Clock;
  readonly settings: () => PhoneSettings;
  readonly getUserMedia: GetUserMedia;
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly runner: Pick<EffectRunner, "callMedia" | "setMicrophone" | "setSpeaker" | "unlock">;
  /** Returns the machine's snapshot with the calls whose media is in this tab. */
  readonly snapshot: () => Snapshot;
  /** Returns ids of all calls, those of other tabs included. */
  readonly callIds: () => Iterable<string>;
  readonly permission: () => MicrophonePermission;
  readonly emit: (event: PhoneEvent) => void;
  /** Called when the view has changed. */
  readonly publish: () => void;
}

/** The parts of a phone that its audio services use. */
export interface AudioHost extends PhoneAudioOptions {
  readonly view: AudioView;
  /** Changes the view. */
  set(fields: Partial<AudioView>): void;
  /** Sets whether the browser blocks rings and tones. */
  setSoundBlocked(blocked: boolean): void;
  /** Plays everything that the browser blocked. To be called in a user gesture. */
  unlock(): Promise<void>;
}

/** The part of a phone's audio that is loaded once it is registered: sounds, devices and statistics. */
export interface AudioServices {
  /** To be called after each change of the calls, the registration, or the view. */
  update(): void;
  /** Starts rings and tones that the browser blocked. Resolves with whether they may be heard. */
  unlock(): Promise<boolean>;
  readonly methods: Pick<Phone, "silence" | "playKey" | "playTestSound">;
  readonly sounds: Sounds;
  /**
   * Checks a choice of device before it is used.
   *
   * @throws TerminalError `invalid-argument` for another kind, `microphone-not-found` or `speaker-not-available` for an id that no device has.
   */
  check(kind: DeviceKind, deviceId: string): Promise<void>;
  /** Remembers the user's choice of a device. */
  remember(kind: DeviceKind, deviceId: string): void;
  /** Takes note that a device was lost during a call. `error`: why none could take its place; null if one did. */
  deviceLost(kind: "microphone" | "speaker", label: string, error: TerminalError | null): void;
  /** Returns figures for the support bundle. */
  report(): Record<string, unknown>;
  close(): void;
}
