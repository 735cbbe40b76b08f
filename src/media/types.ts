/** Devices, sound and quality in the words of the phone's contract. Types only. */
import type { CallInfo } from "../call/model.js";
import type { TerminalError, TerminalErrorCode } from "../errors.js";

/** What the user can choose a device for. */
export type DeviceKind = "microphone" | "speaker" | "ringer";

/** A device of this machine. A ringer is one of the speakers. */
export interface AudioDevice {
  readonly kind: "microphone" | "speaker";
  /** The browser's id, of this page's origin only. */
  readonly id: string;
  /** Its name, as the system has it; empty until the page may use the microphone. */
  readonly label: string;
}

/** The chosen devices by id; empty is the system's own. */
export interface ChosenDevices {
  readonly microphone: string;
  readonly speaker: string;
  /** `all` rings on every speaker there is. */
  readonly ringer: string;
}

/** A device by its name, in a report. */
export interface NamedDevice {
  readonly kind: DeviceKind;
  readonly label: string;
}

/** How a call sounds, in one word. */
export type QualityLevel = "good" | "fair" | "poor";

/**
 * What is wrong with a call's sound. The first four are the network; the others are
 * devices, or a path that is open in one direction only.
 */
export type QualityProblem =
  /** What was said arrives late: people talk into each other's words. */
  | "high-delay"
  /** Packets arrive unevenly. */
  | "high-jitter"
  /** What the other side says gets lost on the way here. */
  | "loss-in"
  /** What is said here gets lost on the way there. */
  | "loss-out"
  /** No sound arrives, over a network that carries. */
  | "no-audio-in"
  /** Packets arrive, but nothing is in them: the other side's microphone, most likely. */
  | "silent-far-end"
  /** None of our packets leave. */
  | "no-audio-out"
  /** The microphone of this machine gives silence: switched off in the system or on the headset. */
  | "silent-microphone";

/** How the call on screen sounds. */
export interface CallQuality {
  /** Mean opinion score, 1 to 4.5 (ITU-T P.800.1 MOS-CQE); null until known. */
  readonly mos: number | null;
  readonly level: QualityLevel;
  /** The worst problem that stands. */
  readonly problem: QualityProblem | null;
}

/** One second of a call. Null is what this browser does not tell. */
export interface CallStats {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly roundTripMs: number | null;
  readonly jitterMs: number | null;
  /** Share of packets of this second that did not arrive here, 0 to 1. */
  readonly lossIn: number | null;
  /** The same of ours, as the far end reports it. */
  readonly lossOut: number | null;
  readonly mos: number | null;
  /** Loudness of the other side and of the microphone, 0 to 1, linear. */
  readonly levelIn: number | null;
  readonly levelOut: number | null;
  /** Packets of this second. */
  readonly packetsIn: number;
  readonly packetsOut: number;
  /** Whether anything arrived, be it an answer to a check of the path: the network carries. Null is not told. */
  readonly reached: boolean | null;
  /** For example `opus`. */
  readonly codec: string | null;
  /** Types of the ICE candidates in use: `host`, `srflx`, `prflx` or `relay`. */
  readonly path: { readonly local: string; readonly remote: string } | null;
}

/** What a trial before the first call found, in the order of a call. */
export interface PreflightCheck {
  readonly name: "page" | "browser" | "microphone" | "sound" | "network" | "connection";
  /** Null where all is well. */
  readonly error: TerminalError | null;
}

/** The outcome of `preflight()`. */
export interface Preflight {
  readonly ok: boolean;
  readonly checks: readonly PreflightCheck[];
  /** How many ICE candidates of each type this machine has. */
  readonly candidates: Readonly<Record<string, number>>;
}

/** What the phone reports of devices and sound. */
export type MediaReport =
  | {
      readonly type: "device-change";
      readonly devices: readonly AudioDevice[];
      readonly chosen: ChosenDevices;
      /** A chosen device that is gone: the system's own is used until it is back. */
      readonly lost: NamedDevice | null;
      /** A chosen device that is back in use. */
      readonly restored: NamedDevice | null;
    }
  | {
      readonly type: "call-quality";
      readonly call: CallInfo;
      readonly code: QualityProblem;
      /** Of the call, this problem counted. */
      readonly level: QualityLevel;
      readonly cleared: boolean;
    }
  /** Once a second, of each call that is up. */
  | { readonly type: "call-stats"; readonly call: CallInfo; readonly stats: CallStats };

/** The codes of a microphone that cannot be used, each with its own remedy. */
export type MicrophoneErrorCode = Extract<TerminalErrorCode, `microphone-${string}` | "insecure-page">;
