/** The phone's platform dependencies, and their browser defaults. */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import type { GetUserMedia } from "../media/microphone.js";
import type { CreatePlayback } from "../media/playback.js";
import type { StreamSession } from "../registration/registration-stream.js";
import type { OpenStream } from "../wire/stream.js";

/** The platform dependencies of a phone. Each defaults to the browser's own. */
export interface PhonePorts {
  /** Opens a stream to the gateway. */
  readonly openStream?: OpenStream;
  readonly createPeerConnection?: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly getUserMedia?: GetUserMedia;
  /** Creates an output for the audio of a call. */
  readonly createPlayback?: CreatePlayback;
  readonly clock?: Clock;
  /** Returns a number from 0 up to, not including, 1. */
  readonly random?: () => number;
  /** Returns a random UUID. */
  readonly createId?: () => string;
  /** Called when a stream to the core opens on a gateway that names its streams. */
  readonly onStreamOpened?: (session: StreamSession) => void;
}

/** @throws TerminalError `no-webrtc` if the browser has no WebRTC. */
export function browserPeerConnection(configuration: RTCConfiguration): RTCPeerConnection {
  if (typeof RTCPeerConnection === "undefined") throw new TerminalError("no-webrtc");
  return new RTCPeerConnection(configuration);
}

/** @throws TerminalError `insecure-page`: `crypto.randomUUID` exists on secure pages only, as microphones do. */
export function randomId(): string {
  if (!("randomUUID" in crypto)) throw new TerminalError("insecure-page");
  return crypto.randomUUID();
}
