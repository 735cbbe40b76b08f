/** What the phone stands on, and the browser's own of it. */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import type { GetUserMedia } from "../media/microphone.js";
import type { CreatePlayback } from "../media/playback.js";
import type { OpenStream } from "../wire/stream.js";

/** The edges of the phone's world. Each has the browser's own as its default. */
export interface PhonePorts {
  readonly openStream?: OpenStream;
  readonly createPeerConnection?: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly getUserMedia?: GetUserMedia;
  readonly createPlayback?: CreatePlayback;
  readonly clock?: Clock;
  /** From 0 up to, not including, 1. */
  readonly random?: () => number;
  /** A random UUID. */
  readonly createId?: () => string;
  /** Takes what the gateway calls the last two streams that stood, the latest first. */
  readonly sessions?: string[];
}

/** @throws TerminalError `no-webrtc` where the browser has none. */
export function browserPeerConnection(configuration: RTCConfiguration): RTCPeerConnection {
  if (typeof RTCPeerConnection === "undefined") throw new TerminalError("no-webrtc");
  return new RTCPeerConnection(configuration);
}

/** @throws TerminalError `insecure-page`: `crypto.randomUUID` is there on secure pages only, as microphones are. */
export function randomId(): string {
  if (!("randomUUID" in crypto)) throw new TerminalError("insecure-page");
  return crypto.randomUUID();
}
