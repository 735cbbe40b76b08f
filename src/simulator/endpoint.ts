/** The core's end of a peer connection with a terminal, on werift. */
import {
  createSelfSignedCertificate,
  HashAlgorithm,
  NamedCurveAlgorithm,
  RTCCertificate,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
  SignatureAlgorithm,
  type RTCRtpTransceiver,
} from "werift";
import { createAudioAnalyzer } from "./audio-analyzer.js";
import { checkAnew, leaveSockets, sameReach } from "./ice-agent.js";
import { audioCodecs, type AudioCodec, type Endpoint, type MediaEnd, type RtpFrame } from "./media-port.js";
import { cleanAnswer, narrowOffer, payloadMap, readAudio, SdpError } from "./sdp.js";
import { clockRate } from "./tone.js";

const localTypes: Readonly<Record<AudioCodec, number>> = { opus: 111, PCMU: 0, PCMA: 8 };
/** Clock rates and payload types of telephone-event. Firefox accepts the first only if it is the one that it uses. */
const eventTypes = [
  [8_000, 101],
  [48_000, 110],
] as const;

function codecParameters(codec: AudioCodec): RTCRtpCodecParameters {
  return new RTCRtpCodecParameters({
    mimeType: `audio/${codec}`,
    clockRate: clockRate(codec),
    payloadType: localTypes[codec],
    ...(codec === "opus" ? { channels: 2, parameters: "minptime=10;useinbandfec=1" } : {}),
  });
}

/** Telephone-event on the clock of Opus, and on that of G.711, the only one that Firefox has. */
function withEvents(codecs: readonly AudioCodec[]): RTCRtpCodecParameters[] {
  const events = eventTypes.map(
    ([rate, payloadType]) =>
      new RTCRtpCodecParameters({
        mimeType: "audio/telephone-event",
        clockRate: rate,
        payloadType,
        parameters: "0-16",
      }),
  );
  return [...codecs.map(codecParameters), ...events];
}

/** Creates a certificate for one peer connection; with a shared one a browser could not tell a new endpoint from the old one. */
async function createCertificate(): Promise<RTCCertificate> {
  const { keyPem, certPem, signatureHash } = await createSelfSignedCertificate(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  );
  return new RTCCertificate(keyPem, certPem, signatureHash);
}

/** Creates an endpoint. */
export function createEndpoint(): Endpoint {
  const analyzer = createAudioAnalyzer();
  let pc: RTCPeerConnection | null = null;
  let transceiver: RTCRtpTransceiver | null = null;
  let codec: AudioCodec | null = null;
  let incoming = new Map<number, RtpFrame["codec"]>();
  let fingerprint = "";
  let peer: MediaEnd | null = null;
  let source: MediaEnd | null = null;
  let packetsOut = 0;
  let closed = false;
  /** Functions that close the sockets from before a move; each returns false while it is too early. */
  let leaving: (() => boolean)[] = [];
  // Position of the outgoing RTP stream, which goes on when its source changes.
  let last = { sequence: 0, timestamp: 0, at: 0 };
  let shift = { sequence: 0, timestamp: 0 };

  const leave = () => {
    leaving = leaving.filter((done) => !done());
  };

  const hear = ({ header, payload }: RtpPacket) => {
    const name = incoming.get(header.payloadType);
    if (name === undefined || closed) return;
    if (leaving.length > 0) leave();
    const frame: RtpFrame = {
      codec: name,
      payload,
      timestamp: header.timestamp,
      sequence: header.sequenceNumber,
      marker: header.marker,
    };
    analyzer.hear(frame);
    peer?.send(frame, endpoint);
  };

  const open = async (codecs: readonly AudioCodec[]): Promise<RTCPeerConnection> => {
    if (closed) throw new Error("This endpoint is closed.");
    if (pc !== null) return pc;
    const certificate = await createCertificate();
    const created = new RTCPeerConnection({
      codecs: { audio: withEvents(codecs), video: [] },
      certificates: [certificate],
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ["127.0.0.1"],
      iceFilterCandidatePair: ({ localCandidate, remoteCandidate }) =>
        sameReach(localCandidate.host, remoteCandidate.host),
      iceFilterStunResponse: (_message, [address], { localCandidate }) => sameReach(localCandidate?.host, address),
      bundlePolicy: "max-bundle",
    });
    transceiver = created.addTransceiver("audio", { direction: "sendrecv" });
    // Without a server this library uses a public STUN server, which the core must not contact.
    for (const transport of created.iceTransports) delete transport.connection.stunServer;
    // Packets are read at the transport and not at the track, because tracks are announced again at each negotiation.
    for (const transport of created.dtlsTransports) transport.onRtp.subscribe(hear);
    pc = created;
    if (closed) await created.close();
    return created;
  };

  const learn = (local: string, remote: string) => {
    incoming = new Map([...payloadMap(remote), ...payloadMap(local)]);
    const description = readAudio(remote);
    codec = description.codecs[0] ?? null;
    fingerprint = description.fingerprint;
  };

  const localSdp = (connection: RTCPeerConnection): string => {
    const sdp = connection.localDescription?.sdp;
    if (sdp === undefined) throw new Error("There is no local description.");
    return sdp;
  };

  const follow = (frame: RtpFrame, from: MediaEnd) => {
    if (from !== source) {
      source = from;
      const now = performance.now();
      const rate = clockRate(codec ?? "opus");
      const gap = last.at === 0 ? 0 : Math.max(1, Math.round((now - last.at) / 20)) * (rate / 50);
      shift = {
        sequence: last.sequence + 1 - frame.sequence,
        timestamp: last.timestamp + gap - frame.timestamp,
      };
    }
    const sequence = (frame.sequence + shift.sequence) & 0xffff;
    const timestamp = (frame.timestamp + shift.timestamp) >>> 0;
    last = { sequence, timestamp, at: performance.now() };
    return { sequence, timestamp };
  };

  const endpoint: Endpoint = {
    get codec() {
      return codec;
    },
    owns(sdp) {
      try {
        return fingerprint !== "" && readAudio(sdp).fingerprint === fingerprint;
      } catch {
        return false;
      }
    },
    async answer(sdp, options = {}) {
      const offered = readAudio(sdp).codecs;
      const wanted = codec !== null && endpoint.owns(sdp) ? [codec] : (options.codecs ?? audioCodecs);
      const chosen = wanted.find((name) => offered.includes(name));
      if (chosen === undefined) throw new SdpError(`The offer has none of the codecs ${wanted.join(", ")}.`);
      const narrowed = narrowOffer(sdp, chosen, { digits: options.digits ?? true });
      const connection = await open(audioCodecs);
      await connection.setRemoteDescription({ type: "offer", sdp: narrowed.sdp });
      await connection.setLocalDescription(await connection.createAnswer());
      checkAnew(connection);
      const local = localSdp(connection);
      learn(local, narrowed.sdp);
      return narrowed.widen(local);
    },
    async offer(codecs) {
      const connection = await open(codecs);
      await connection.setLocalDescription(await connection.createOffer());
      return localSdp(connection);
    },
    async accept(sdp) {
      if (pc === null) throw new Error("Nothing was offered.");
      const clean = cleanAnswer(sdp);
      await pc.setRemoteDescription({ type: "answer", sdp: clean });
      checkAnew(pc);
      learn(localSdp(pc), clean);
    },
    async move() {
      if (pc === null) throw new Error("Nothing was negotiated.");
      const connection = pc;
      for (const transport of connection.iceTransports) leaving.push(leaveSockets(transport.connection));
      await connection.setLocalDescription(await connection.createOffer({ iceRestart: true }));
      return localSdp(connection);
    },
    whenConnected(task) {
      if (pc === null) return;
      if (pc.connectionState === "connected") {
        task();
        return;
      }
      const watch = pc.connectionStateChange.subscribe((state) => {
        if (state !== "connected") return;
        watch.unSubscribe();
        task();
      });
    },
    send(frame, from) {
      const sender = transceiver?.sender;
      if (closed || from !== peer || sender === undefined || pc?.connectionState === "closed") return;
      const type = [...incoming].find(([, name]) => name === frame.codec)?.[0];
      if (type === undefined || (frame.codec !== "telephone-event" && frame.codec !== codec)) return;
      const audio = sender.codec;
      if (audio === undefined) return;
      const { sequence, timestamp } = follow(frame, from);
      const header = new RtpHeader({
        payloadType: type,
        sequenceNumber: sequence,
        timestamp,
        marker: frame.marker,
        ssrc: sender.ssrc,
      });
      packetsOut++;
      // The sender writes the payload type of its codec into every packet, synchronously.
      if (frame.codec === "telephone-event") {
        sender.codec = new RTCRtpCodecParameters({
          mimeType: "audio/telephone-event",
          clockRate: audio.clockRate,
          payloadType: type,
        });
      }
      void sender.sendRtp(new RtpPacket(header, frame.payload)).catch(() => undefined);
      sender.codec = audio;
    },
    deliverTo(end) {
      peer = end;
    },
    report: () => ({
      ...analyzer.report(),
      packetsOut,
      state: closed ? "closed" : (pc?.connectionState ?? "new"),
    }),
    close() {
      if (closed) return Promise.resolve();
      closed = true;
      peer = null;
      return (
        pc
          ?.close()
          .catch(() => undefined)
          .then(leave) ?? Promise.resolve()
      );
    },
  };
  return endpoint;
}
