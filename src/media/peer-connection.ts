/**
 * A leg: one RTCPeerConnection with one audio m-line, and the order in which
 * descriptions are applied to it. Nothing here knows of calls.
 */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import { gatherCandidates, type GatheringResult } from "./ice-gathering.js";
import { withholdCandidates } from "./sdp.js";

/** What a leg tells. Nothing is told after `close`. */
export interface PeerTransportHandlers {
  onConnected(): void;
  onDisconnected(): void;
  onFailed(): void;
  /** The first audio packet has arrived. */
  onFlowing(): void;
  onGathered(gathered: GatheringResult): void;
}

/** What a leg needs. */
export interface PeerTransportOptions {
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly iceServers: readonly RTCIceServer[];
  /** Longest wait for candidates, in milliseconds. */
  readonly iceWait: number;
  readonly clock: Clock;
  readonly handlers: PeerTransportHandlers;
}

/** One peer connection. Descriptions are applied one after the other, in the order asked for. */
export interface PeerTransport {
  /** The far end's audio; its track is there from the first offer or answer on. */
  readonly stream: MediaStream;
  /** For statistics. */
  readonly pc: RTCPeerConnection;
  /** An offer with its candidates; with `restart`, of a new ICE generation. */
  offer(restart: boolean): Promise<string>;
  /** The answer to an offer; an unanswered offer of ours is rolled back. `withhold`: see {@link Leg.release}. */
  answer(sdp: string, withhold: boolean): Promise<string>;
  /** Hands over the candidates that `answer` kept back, so that connectivity checks begin. */
  release(): Promise<void>;
  apply(sdp: string): Promise<void>;
  /** What is sent; null sends nothing. */
  setTrack(track: MediaStreamTrack | null): Promise<void>;
  /** RFC 4733 digits, or null where the core has not negotiated them. */
  readonly dtmf: RTCDTMFSender | null;
  /** Aborted by `close`, of which the browser's own objects tell nobody. */
  readonly closed: AbortSignal;
  close(): void;
}

/** Opens a leg. */
export function createPeerTransport(options: PeerTransportOptions): PeerTransport {
  const { clock, handlers, iceWait } = options;
  const pc = options.createPeerConnection({ iceServers: [...options.iceServers], bundlePolicy: "max-bundle" });
  const stream = new MediaStream();
  let transceiver: RTCRtpTransceiver | null = null;
  let wanted: MediaStreamTrack | null = null;
  let withheld: readonly string[] = [];
  const closing = new AbortController();
  let queue: Promise<unknown> = Promise.resolve();

  /** WebRTC has its own operations chain for each method; ours spans offer, apply and gather. */
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
    if (pc.connectionState === "connected") handlers.onConnected();
    else if (pc.connectionState === "disconnected") handlers.onDisconnected();
    else if (pc.connectionState === "failed") handlers.onFailed();
  };

  const handleTrack = (event: RTCTrackEvent): void => {
    if (stream.getTracks().includes(event.track)) return;
    stream.addTrack(event.track);
    const flowing = (): void => {
      if (!closing.signal.aborted) handlers.onFlowing();
    };
    if (event.track.muted) event.track.addEventListener("unmute", flowing, { once: true });
    else flowing();
  };

  pc.addEventListener("connectionstatechange", handleConnection);
  pc.addEventListener("track", handleTrack);

  const attach = async (): Promise<void> => {
    if (transceiver !== null && transceiver.sender.track !== wanted) await transceiver.sender.replaceTrack(wanted);
  };

  const gathered = async (): Promise<string> => {
    const result = await gatherCandidates(pc, iceWait, clock, closing.signal);
    handlers.onGathered(result);
    return result.sdp;
  };

  const bad = (reason: unknown): never => {
    throw TerminalError.from(reason, "bad-sdp");
  };

  return {
    stream,
    pc,
    offer: (restart) =>
      enqueue(async () => {
        transceiver ??= pc.addTransceiver("audio", { direction: "sendrecv" });
        await attach();
        if (restart) pc.restartIce();
        await pc.setLocalDescription(await pc.createOffer({ iceRestart: restart }));
        return gathered();
      }),
    answer: (sdp, withhold) =>
      enqueue(async () => {
        const split = withhold ? withholdCandidates(sdp) : { sdp, candidates: [] };
        try {
          await pc.setRemoteDescription({ type: "offer", sdp: split.sdp });
        } catch (reason) {
          bad(reason);
        }
        withheld = split.candidates;
        const audio = pc.getTransceivers().find((each) => each.receiver.track.kind === "audio");
        if (audio === undefined) throw new TerminalError("bad-sdp", { message: "The other side offered no audio." });
        transceiver = audio;
        // What the core asks for limits the answer anyway; we are willing to do both.
        if (audio.direction !== "stopped") audio.direction = "sendrecv";
        await attach();
        await pc.setLocalDescription(await pc.createAnswer());
        return gathered();
      }),
    release: () =>
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
        await pc.setRemoteDescription({ type: "answer", sdp }).catch(bad);
        // After an ICE restart of a path that still stands, the state does not change.
        if (pc.connectionState === "connected") handleConnection();
      }),
    setTrack: (track) => {
      wanted = track;
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
      for (const track of stream.getTracks()) stream.removeTrack(track);
      pc.close();
    },
  };
}
