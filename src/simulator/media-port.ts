/**
 * What the call model needs of media, as a port: the real one speaks WebRTC,
 * a test's one may be a few lines of memory.
 */

/** Audio codecs the core speaks, by their names in SDP. */
export type AudioCodec = "opus" | "PCMU" | "PCMA";

/** The order in which the core likes them. */
export const audioCodecs: readonly AudioCodec[] = ["opus", "PCMU", "PCMA"];

/** One RTP packet, without what is particular to a leg (SSRC, payload type number). */
export interface RtpFrame {
  readonly codec: AudioCodec | "telephone-event";
  readonly payload: Buffer;
  /** In units of the codec's clock: 48 kHz for Opus, 8 kHz for G.711. */
  readonly timestamp: number;
  readonly sequence: number;
  readonly marker: boolean;
}

/** What one end of a call has sent and heard. */
export interface MediaReport {
  readonly packetsIn: number;
  readonly packetsOut: number;
  /** Loudest frequency of the last second, in hertz; 0 for silence. */
  readonly frequencyHz: number;
  /** Root mean square of the last second, 0 to 1 of full scale. */
  readonly level: number;
  /** RFC 4733 digits, each once. */
  readonly digits: string;
  readonly codec: string;
  readonly state: string;
  /** Milliseconds since the last packet; -1 when none has arrived. */
  readonly silentMs: number;
}

/** One end of a call's audio. */
export interface MediaEnd {
  /** Gives this end a packet of the end it is connected with; packets of any other end are dropped. */
  send(frame: RtpFrame, from: MediaEnd): void;
  /** Says where this end's own packets go, and whose packets it takes. */
  deliverTo(end: MediaEnd | null): void;
  /** The codec it wants to be sent; null while it takes any. */
  readonly codec: AudioCodec | null;
  report(): MediaReport;
  /** Resolves when its sockets are closed. Its report stays readable. */
  close(): Promise<void>;
}

/** What a synthetic end does with its voice. */
export type Sound =
  { readonly kind: "tone"; readonly hz: number } | { readonly kind: "echo" } | { readonly kind: "silence" };

/** A synthetic end: a scripted number, or a mobile. */
export interface Player extends MediaEnd {
  play(sound: Sound): void;
}

/** How to answer a terminal's offer. */
export interface AnswerOptions {
  /** Codecs to choose from, the best first. */
  readonly codecs?: readonly AudioCodec[];
  /** Whether telephone-event may be answered; true unless told. */
  readonly digits?: boolean;
}

/** The core's end of one peer connection with a terminal. */
export interface Endpoint extends MediaEnd {
  /** Whether `sdp` comes from the peer connection this endpoint is associated with (same DTLS fingerprint). */
  owns(sdp: string): boolean;
  /** Answers the terminal's offer; a second one renegotiates. Rejects for SDP that cannot be answered. */
  answer(sdp: string, options?: AnswerOptions): Promise<string>;
  /** Offers these codecs to the terminal. */
  offer(codecs: readonly AudioCodec[]): Promise<string>;
  /** Applies the terminal's answer. */
  accept(sdp: string): Promise<void>;
  /** Moves to a new port, under the same DTLS association; resolves with the offer that says so. */
  move(): Promise<string>;
  /** Runs `task` once, when audio can flow. */
  whenConnected(task: () => void): void;
}

/** Where the call model gets its media from. */
export interface MediaPort {
  /** The codecs of an offer that the core can speak. Throws for SDP that is none, or has no such audio. */
  inspect(sdp: string): readonly AudioCodec[];
  endpoint(): Endpoint;
  player(sound: Sound): Player;
  /** Closes whatever is still open. */
  close(): Promise<void>;
}
