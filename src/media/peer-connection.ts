/**
 * One RTCPeerConnection with one audio m-line, and the order in which descriptions
 * are applied to it. It knows nothing of calls.
 */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import { gatherCandidates, type GatheringResult } from "./ice-gathering.js";
import { withholdCandidates } from "./sdp.js";

/** An event of a peer connection. All but the last are inputs of the call machine, which adds the call and the leg. */
export type LegEvent =
  | { readonly type: "media-connected" | "media-flowing" | "media-disconnected" | "media-connection-failed" }
  /** Candidates were gathered, for the support bundle. */
  | { readonly type: "gathered"; readonly result: GatheringResult };

/** Options of `createPeerTransport`. */
export interface PeerTransportOptions {
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly iceServers: readonly RTCIceServer[];
  /** Longest wait for candidates, in milliseconds. */
  readonly iceWait: number;
  readonly clock: Clock;
  /** Called for each event; not after `close`. */
  readonly onEvent: (event: LegEvent) => void;
}

/** Options of an offer. */
export interface OfferOptions {
  /** Restarts ICE: the offer is of a new ICE generation. */
  readonly iceRestart: boolean;
}

/** Options of an answer. */
export interface AnswerOptions {
  /** Keeps the offer's candidates back until `addWithheldCandidates`, so that no connectivity check begins. */
  readonly withholdCandidates: boolean;
}

/** One peer connection. Descriptions are applied one after the other, in the order asked for. */
export interface PeerTransport {
  /** The far end's audio. It has its track from the first remote description on. */
  readonly stream: MediaStream;
  /** The connection itself, for statistics. */
  readonly pc: RTCPeerConnection;
  /** Creates an offer, and resolves with it once its candidates are gathered. */
  offer(options: OfferOptions): Promise<string>;
  /** Answers an offer, and resolves with the answer and its candidates. An unanswered offer of ours is rolled back. */
  answer(sdp: string, options: AnswerOptions): Promise<string>;
  /** Adds the candidates that `answer` withheld, so that connectivity checks begin. */
  addWithheldCandidates(): Promise<void>;
  /** Applies the answer to our offer. Rejects with `bad-sdp`. */
  apply(sdp: string): Promise<void>;
  /** Sends this track; null sends nothing. */
  setTrack(track: MediaStreamTrack | null): Promise<void>;
  /** Sends digits (RFC 4733); null if the core has not negotiated them. */
  readonly dtmf: RTCDTMFSender | null;
  /** Aborted by `close`: the browser's objects have no event for that. */
  readonly closed: AbortSignal;
  close(): void;
}

/** Opens a peer connection. */
export function createPeerTransport(options: PeerTransportOptions): PeerTransport {
  const { clock, onEvent, iceWait } = options;
  const pc = options.createPeerConnection({ iceServers: [...options.iceServers], bundlePolicy: "max-bundle" });
  const stream = new MediaStream();
  let transceiver: RTCRtpTransceiver | null = null;
  let track: MediaStreamTrack | null = null;
  let withheld: readonly string[] = [];
  const closing = new AbortController();
  let queue: Promise<unknown> = Promise.resolve();

  /** Runs operations one after the other: WebRTC's own chain is per method, ours spans offer, apply and gathering. */
  const enqueue = <T>(task: () => Promise<T>): Promise<T> => {
    const run = queue.then(() => {
      if (closing.signal.aborted) throw new TerminalError("internal", { message: "The connection was closed." });
      return task();
    });
    queue = run.catch(() => undefined);
    return run;
  };

  const handleConnection = (): void => {
    if (closing.signal.aborted) return;
    if (pc.connectionState === "connected") onEvent({ type: "media-connected" });
    else if (pc.connectionState === "disconnected") onEvent({ type: "media-disconnected" });
    else if (pc.connectionState === "failed") onEvent({ type: "media-connection-failed" });
  };

  const handleTrack = (event: RTCTrackEvent): void => {
    if (stream.getTracks().includes(event.track)) return;
    stream.addTrack(event.track);
    const flowing = (): void => {
      if (!closing.signal.aborted) onEvent({ type: "media-flowing" });
    };
    if (event.track.muted) event.track.addEventListener("unmute", flowing, { once: true });
    else flowing();
  };

  pc.addEventListener("connectionstatechange", handleConnection);
  pc.addEventListener("track", handleTrack);

  const attach = async (): Promise<void> => {
    if (transceiver !== null && transceiver.sender.track !== track) await transceiver.sender.replaceTrack(track);
  };

  const gathered = async (): Promise<string> => {
    const result = await gatherCandidates(pc, iceWait, clock, closing.signal);
    onEvent({ type: "gathered", result });
    return result.sdp;
  };

  const throwBadSdp = (reason: unknown): never => {
    throw TerminalError.from(reason, "bad-sdp");
  };

  return {
    stream,
    pc,
    offer: ({ iceRestart }) =>
      enqueue(async () => {
        transceiver ??= pc.addTransceiver("audio", { direction: "sendrecv" });
        await attach();
        if (iceRestart) pc.restartIce();
        await pc.setLocalDescription(await pc.createOffer({ iceRestart }));
        return gathered();
      }),
    answer: (sdp, { withholdCandidates: withhold }) =>
      enqueue(async () => {
        const split = withhold ? withholdCandidates(sdp) : { sdp, candidates: [] };
        try {
          await pc.setRemoteDescription({ type: "offer", sdp: split.sdp });
        } catch (reason) {
          throwBadSdp(reason);
        }
        withheld = split.candidates;
        const audio = pc.getTransceivers().find((each) => each.receiver.track.kind === "audio");
        if (audio === undefined) throw new TerminalError("bad-sdp", { message: "The other side offered no audio." });
        transceiver = audio;
        // The core's direction limits the answer anyway; we are willing to send and receive.
        if (audio.direction !== "stopped") audio.direction = "sendrecv";
        await attach();
        await pc.setLocalDescription(await pc.createAnswer());
        return gathered();
      }),
    addWithheldCandidates: () =>
      enqueue(async () => {
        const candidates = withheld;
        withheld = [];
        for (const candidate of candidates) {
          // One candidate that this browser does not understand is no reason to lose the others.
          await pc.addIceCandidate({ candidate, sdpMLineIndex: 0 }).catch(() => undefined);
        }
      }),
    apply: (sdp) =>
      enqueue(async () => {
        await pc.setRemoteDescription({ type: "answer", sdp }).catch(throwBadSdp);
        // After an ICE restart of a path that still works, the state does not change.
        if (pc.connectionState === "connected") handleConnection();
      }),
    setTrack: (next) => {
      track = next;
      return attach();
    },
    get dtmf() {
      const sender = transceiver?.sender.dtmf ?? null;
      return sender?.canInsertDTMF === true ? sender : null;
    },
    closed: closing.signal,
    close() {
      if (closing.signal.aborted) return;
      closing.abort();
      pc.removeEventListener("connectionstatechange", handleConnection);
      pc.removeEventListener("track", handleTrack);
      for (const each of stream.getTracks()) stream.removeTrack(each);
      pc.close();
    },
  };
}
