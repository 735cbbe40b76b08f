/**
 * The media that the call model needs, as a port: the real one uses WebRTC,
 * and a test may implement it in memory.
 */

/** Audio codecs of the core, by their names in SDP. */
export type AudioCodec = "opus" | "PCMU" | "PCMA";

/** The codecs in the core's order of preference. */
export const audioCodecs: readonly AudioCodec[] = ["opus", "PCMU", "PCMA"];

/** One RTP packet without the fields that differ between legs (SSRC, payload type number). */
export interface RtpFrame {
  readonly codec: AudioCodec | "telephone-event";
  readonly payload: Buffer;
  /** In units of the codec's clock: 48 kHz for Opus, 8 kHz for G.711. */
  readonly timestamp: number;
  readonly sequence: number;
  readonly marker: boolean;
}

/** What one end of a call has sent and received. */
export interface MediaReport {
  readonly packetsIn: number;
  readonly packetsOut: number;
  /** Loudest frequency of the last second, in hertz; 0 for silence. */
  readonly frequencyHz: number;
  /** Root mean square of the last second, 0 to 1 of full scale. */
  readonly level: number;
  /** The received RFC 4733 digits, each once. */
  readonly digits: string;
  readonly codec: string;
  readonly state: string;
  /** Milliseconds since the last packet; -1 if none has arrived. */
  readonly silentMs: number;
}

/** One end of a call's audio. */
export interface MediaEnd {
  /** Delivers a packet of the connected end to this end; packets of any other end are dropped. */
  send(frame: RtpFrame, from: MediaEnd): void;
  /** Connects this end with another; null disconnects it. */
  deliverTo(end: MediaEnd | null): void;
  /** The codec that this end accepts; null while it accepts any. */
  readonly codec: AudioCodec | null;
  report(): MediaReport;
  /** Resolves when its sockets are closed. Its report stays readable. */
  close(): Promise<void>;
}

/** What a synthetic end plays. */
export type Sound =
  { readonly kind: "tone"; readonly hz: number } | { readonly kind: "echo" } | { readonly kind: "silence" };

/** A synthetic end: a scripted number, or a mobile. */
export interface Player extends MediaEnd {
  play(sound: Sound): void;
}

/** How to answer a terminal's offer. */
export interface AnswerOptions {
  /** Codecs to choose from, in order of preference. */
  readonly codecs?: readonly AudioCodec[];
  /** Whether telephone-event may be accepted. Default: true. */
  readonly digits?: boolean;
}

/** The core's end of one peer connection with a terminal. */
export interface Endpoint extends MediaEnd {
  /** Returns whether `sdp` comes from the peer connection of this endpoint (same DTLS fingerprint). */
  owns(sdp: string): boolean;
  /** Answers the terminal's offer; a second one renegotiates. Rejects for SDP that cannot be answered. */
  answer(sdp: string, options?: AnswerOptions): Promise<string>;
  /** Offers these codecs to the terminal. */
  offer(codecs: readonly AudioCodec[]): Promise<string>;
  /** Applies the terminal's answer. */
  accept(sdp: string): Promise<void>;
  /** Moves to a new port under the same DTLS association. Resolves with the offer to send. */
  move(): Promise<string>;
  /** Runs `task` once, when audio can flow. */
  whenConnected(task: () => void): void;
}

/** The source of media of the call model. */
export interface MediaPort {
  /** Returns the codecs of an offer that the core supports. Throws for text that is not SDP, or has no such audio. */
  inspect(sdp: string): readonly AudioCodec[];
  endpoint(): Endpoint;
  player(sound: Sound): Player;
  /** Closes all ends. */
  close(): Promise<void>;
}
