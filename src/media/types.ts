/** Public types of devices, sound and quality. */
import type { TerminalError } from "../errors.js";

/** The uses for which the user can choose a device. */
export type DeviceKind = "microphone" | "speaker" | "ringer";

/** A device of this machine. A ringer is one of the speakers. */
export interface AudioDevice {
  readonly kind: "microphone" | "speaker";
  /** The browser's id, of this page's origin only. */
  readonly id: string;
  /** Its name, as the system has it; empty until the page may use the microphone. */
  readonly label: string;
}

/** The chosen devices by id; an empty id is the system default. */
export interface ChosenDevices {
  readonly microphone: string;
  readonly speaker: string;
  /** `all` rings on every speaker. */
  readonly ringer: string;
}

/** A device by its name, in an event. */
export interface NamedDevice {
  readonly kind: DeviceKind;
  /** Its name; empty if unknown. */
  readonly label: string;
}

/** The quality of a call's sound, in one word. */
export type QualityLevel = "good" | "fair" | "poor";

/**
 * A problem of a call's sound. The first four are of the network; the others are of
 * devices, or of a path that is open in one direction only.
 */
export type QualityProblem =
  /** Speech arrives late, so that people interrupt each other. */
  | "high-delay"
  /** Packets arrive unevenly. */
  | "high-jitter"
  /** Packets of the other side are lost on the way here. */
  | "loss-in"
  /** Packets from here are lost on the way to the other side. */
  | "loss-out"
  /** No audio packets arrive, although the network path works. */
  | "no-audio-in"
  /** Packets arrive but are silent: most likely the other side's microphone. */
  | "silent-far-end"
  /** None of our audio packets are sent. */
  | "no-audio-out"
  /** This machine's microphone is silent: switched off in the system or on the headset. */
  | "silent-microphone";

/** The quality of the call on screen. */
export interface CallQuality {
  /** Mean opinion score, 1 to 4.5 (ITU-T P.800.1 MOS-CQE); null until known. */
  readonly mos: number | null;
  readonly level: QualityLevel;
  /** The worst current problem; null if there is none. */
  readonly problem: QualityProblem | null;
}

/** Statistics of one second of a call. Null is a figure that this browser does not report. */
export interface CallStats {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Round trip time, in milliseconds. */
  readonly roundTripMs: number | null;
  /** Jitter of arriving packets (RFC 3550), in milliseconds. */
  readonly jitterMs: number | null;
  /** Share of packets of this second that did not arrive here, 0 to 1. */
  readonly lossIn: number | null;
  /** Share of our packets that did not arrive there, 0 to 1, as the far end reports it. */
  readonly lossOut: number | null;
  /** Mean opinion score, 1 to 4.5 (ITU-T P.800.1 MOS-CQE). */
  readonly mos: number | null;
  /** Loudness of the other side, 0 to 1, linear. */
  readonly levelIn: number | null;
  /** Loudness of the microphone, 0 to 1, linear. */
  readonly levelOut: number | null;
  /** Audio packets that arrived in this second. */
  readonly packetsIn: number;
  /** Audio packets that were sent in this second. */
  readonly packetsOut: number;
  /** Whether anything arrived, if only an answer to a connectivity check: then the network path works. */
  readonly reached: boolean | null;
  /** The codec in lower case, for example `opus`. */
  readonly codec: string | null;
  /** Types of the ICE candidates in use: `host`, `srflx`, `prflx` or `relay`. */
  readonly path: { readonly local: string; readonly remote: string } | null;
}

/** One check of `preflight()`. */
export interface PreflightCheck {
  readonly name: "page" | "browser" | "microphone" | "sound" | "network" | "connection";
  /** Why it failed; null if it passed. */
  readonly error: TerminalError | null;
}

/** The outcome of `preflight()`. */
export interface Preflight {
  /** Whether every check passed. */
  readonly ok: boolean;
  /** The checks, in the order in which a call needs them. */
  readonly checks: readonly PreflightCheck[];
  /** How many ICE candidates of each type this machine has. */
  readonly candidates: Readonly<Record<string, number>>;
}
