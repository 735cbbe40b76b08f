/** What the parts of a phone that are about sound share, so that some can be fetched later. */
import type { Snapshot } from "../../call/model.js";
import type { Clock } from "../../clock.js";
import type { TerminalError } from "../../errors.js";
import type { GetUserMedia } from "../../media/microphone.js";
import type { MicrophonePermission } from "../../media/permission.js";
import type { Sounds } from "../../media/sounds.js";
import type { DeviceKind, Phone, PhoneEvent, PhoneOptions, PhoneSnapshot } from "../types.js";
import type { EffectRunner } from "../effect-runner.js";

/** The part of the snapshot that is about sound. */
export type AudioView = Pick<PhoneSnapshot, "audio" | "devices" | "chosen" | "quality">;

/** What it needs of its phone. */
export interface AudioContextOfPhone {
  readonly clock: Clock;
  readonly options: PhoneOptions;
  readonly getUserMedia: GetUserMedia;
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly snapshot: () => Snapshot;
  readonly runner: () => EffectRunner;
  readonly emit: (event: PhoneEvent) => void;
  /** The view has changed. */
  readonly publish: () => void;
  readonly phone: () => Phone;
  readonly permission: () => MicrophonePermission;
}

/** What the static part shares with the part that is fetched. */
export interface AudioContextDeps extends AudioContextOfPhone {
  readonly view: AudioView;
  set(fields: Partial<AudioView>): void;
  /** The browser holds sounds back, or no longer. */
  holdSounds(held: boolean): void;
}

/** The part that is fetched: sounds, devices, figures. */
export interface AudioServices {
  /** After each change of the calls, the link, or the view. */
  update(): void;
  unlock(): Promise<boolean>;
  readonly methods: Pick<Phone, "silence" | "playKey" | "playTestSound">;
  readonly sounds: Sounds;
  /** Rejects where there is no such device to choose. */
  check(kind: DeviceKind, deviceId: string): Promise<void>;
  /** The user has chosen a device. */
  remember(kind: DeviceKind, deviceId: string): void;
  deviceLost(kind: "microphone" | "speaker", label: string, error: TerminalError | null): void;
  report(): Record<string, unknown>;
  close(): void;
}
