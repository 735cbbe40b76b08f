/** A terminal for tests of the simulated core: a gRPC client with a werift peer, without a browser. */
import { randomUUID } from "node:crypto";
import { create, fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { createClient, type ConnectError } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
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
} from "werift";
import {
  WebTerminalMessageSchema,
  WebTerminalService,
  type WebTerminalMessage,
} from "../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { createAudioAnalyzer } from "../../src/simulator/audio-analyzer.js";
import type { AudioCodec, MediaReport } from "../../src/simulator/media-port.js";
import { createAsyncQueue } from "../../src/simulator/async-queue.js";
import { payloadMap } from "../../src/simulator/sdp.js";
import { createTicker } from "../../src/simulator/tone-player.js";
import { clockRate, createToneBook } from "../../src/simulator/tone.js";

/** Waits until `probe` gives something; fails with `what` after `ms`. */
export async function until<T>(
  what: string,
  probe: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  ms = 8000,
): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await probe();
    if (found !== false && found !== null && found !== undefined) return found;
    if (performance.now() > end) throw new Error(`Waited ${String(ms)} ms for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The kinds of messages. */
export type MessageCase = NonNullable<WebTerminalMessage["message"]["case"]>;
/** What a message of this kind carries. */
export type Body<Case extends MessageCase> = Extract<WebTerminalMessage["message"], { case: Case }>["value"];

/** A peer connection that plays a tone and listens. */
export interface Peer {
  readonly pc: RTCPeerConnection;
  offer(options?: { readonly iceRestart?: boolean }): Promise<string>;
  accept(answer: string): Promise<void>;
  answer(offer: string): Promise<string>;
  heard(): Pick<MediaReport, "packetsIn" | "frequencyHz" | "level" | "digits" | "codec" | "silentMs">;
  /** Sends an RFC 4733 digit as a browser does: several packets, the end bit repeated. */
  digit(name: string): void;
  close(): Promise<void>;
}

/** Options of {@link createPeer}. */
export interface PeerOptions {
  /** Tone it plays; 0 for none. */
  readonly hz?: number;
  readonly codecs?: readonly AudioCodec[];
  readonly digits?: boolean;
}

const types: Readonly<Record<AudioCodec, number>> = { opus: 96, PCMU: 0, PCMA: 8 };
const tones = createToneBook();

/** Builds a peer connection that plays a tone as soon as it is connected. */
export async function createPeer({
  hz = 500,
  codecs = ["opus", "PCMU", "PCMA"],
  digits = true,
}: PeerOptions = {}): Promise<Peer> {
  const keys = await createSelfSignedCertificate(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  );
  const rates = [...new Set(codecs.map(clockRate))];
  const pc = new RTCPeerConnection({
    certificates: [new RTCCertificate(keys.keyPem, keys.certPem, keys.signatureHash)],
    codecs: {
      audio: [
        ...codecs.map(
          (codec) =>
            new RTCRtpCodecParameters({
              mimeType: `audio/${codec}`,
              clockRate: clockRate(codec),
              payloadType: types[codec],
              ...(codec === "opus" ? { channels: 2 } : {}),
            }),
        ),
        ...(digits ? rates : []).map(
          (clock) =>
            new RTCRtpCodecParameters({
              mimeType: "audio/telephone-event",
              clockRate: clock,
              payloadType: clock === 48_000 ? 100 : 101,
            }),
        ),
      ],
      video: [],
    },
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ["127.0.0.1"],
    bundlePolicy: "max-bundle",
  });
  const transceiver = pc.addTransceiver("audio", { direction: "sendrecv" });
  for (const transport of pc.iceTransports) delete transport.connection.stunServer;
  const ear = createAudioAnalyzer();
  let names = new Map<number, AudioCodec | "telephone-event">();
  for (const transport of pc.dtlsTransports) {
    transport.onRtp.subscribe(({ header, payload }) => {
      const codec = names.get(header.payloadType);
      if (codec === undefined) return;
      ear.hear({ codec, payload, timestamp: header.timestamp, sequence: header.sequenceNumber, marker: header.marker });
    });
  }
  const local = () => pc.localDescription?.sdp ?? "";
  let sequence = 1;
  let timestamp = 1;
  const typeOf = (wanted: string) => [...names].find(([, name]) => name === wanted)?.[0];
  const send = (type: number, payload: Buffer, at: number, marker: boolean) => {
    const { sender } = transceiver;
    const { codec } = sender;
    if (codec === undefined) return;
    sequence = (sequence + 1) & 0xffff;
    const header = new RtpHeader({ payloadType: type, sequenceNumber: sequence, timestamp: at, marker });
    sender.codec = new RTCRtpCodecParameters({
      mimeType: codec.mimeType,
      clockRate: codec.clockRate,
      payloadType: type,
    });
    void sender.sendRtp(new RtpPacket(header, payload)).catch(() => undefined);
    sender.codec = codec;
  };
  const ticker = createTicker();
  ticker.add(() => {
    const codec = (["opus", "PCMU", "PCMA"] as const).find(
      (name) => typeOf(name) === transceiver.sender.codec?.payloadType,
    );
    if (hz === 0 || codec === undefined) return;
    const frames = tones(hz, codec);
    const payload = frames[sequence % frames.length];
    timestamp += clockRate(codec) / 50;
    if (payload !== undefined) send(typeOf(codec) ?? 0, payload, timestamp, false);
  });
  /** Begins checks of its own after a restart, as browsers do; the library only answers those of the other side. */
  const check = () => {
    for (const { connection } of pc.iceTransports) {
      if (pc.connectionState === "connected" && connection.nominated === undefined)
        connection.connect().catch(() => undefined);
    }
  };
  return {
    pc,
    async offer(options = {}) {
      await pc.setLocalDescription(await pc.createOffer(options));
      return local();
    },
    async accept(answer) {
      await pc.setRemoteDescription({ type: "answer", sdp: answer });
      names = payloadMap(answer);
      check();
    },
    async answer(offer) {
      await pc.setRemoteDescription({ type: "offer", sdp: offer });
      await pc.setLocalDescription(await pc.createAnswer());
      names = payloadMap(local());
      check();
      return local();
    },
    heard: () => ear.report(),
    digit(name) {
      const event = "0123456789*#ABCD".indexOf(name);
      const type = typeOf("telephone-event");
      if (type === undefined) throw new Error("No telephone-event was negotiated.");
      timestamp += 9600;
      for (let n = 1; n <= 7; n++) {
        const payload = Buffer.from([event, n > 4 ? 0x8a : 0x0a, 0, 0]);
        payload.writeUInt16BE(Math.min(n, 5) * 960, 2);
        send(type, payload, timestamp, n === 1);
      }
    },
    async close() {
      ticker.stop();
      await pc.close();
    },
  };
}

/** A registered terminal. */
export interface SimTerminal {
  /** Everything that has arrived and was not taken yet. */
  readonly inbox: WebTerminalMessage[];
  /** How the stream ended, once it has; null for an end without an error. */
  readonly ended: () => { readonly error: ConnectError | null } | undefined;
  readonly headersAt: Promise<void>;
  send(callId: string, message: MessageInitShape<typeof WebTerminalMessageSchema>["message"]): void;
  /** Sends a message as it is on the wire. */
  sendBytes(bytes: Uint8Array): void;
  /** Takes the next message of this kind out of the inbox, waiting for it. */
  take<Case extends MessageCase>(kind: Case, ms?: number): Promise<{ callId: string; value: Body<Case> }>;
  /** Offers with a fresh peer, without waiting for anything. */
  dial(to: string, options?: PeerOptions & { readonly callId?: string }): Promise<{ callId: string; peer: Peer }>;
  /** Takes the next Offer and answers it with a fresh peer. */
  answerNext(options?: PeerOptions): Promise<{ callId: string; peer: Peer; from: string }>;
  /** Breaks the stream. */
  close(): Promise<void>;
}

/** Registers a terminal at the core on `port`. */
export function createSimTerminal(options: {
  readonly port: number;
  readonly token: string | null;
  readonly method?: "pipe" | "multiPipe";
}): SimTerminal {
  const transport = createGrpcTransport({ baseUrl: `http://127.0.0.1:${String(options.port)}` });
  const client = createClient(WebTerminalService, transport);
  const requests = createAsyncQueue<WebTerminalMessage>();
  const inbox: WebTerminalMessage[] = [];
  const peers: Peer[] = [];
  const abort = new AbortController();
  let ended: { readonly error: ConnectError | null } | undefined;
  let headers: () => void = () => undefined;
  const headersAt = new Promise<void>((resolve) => {
    headers = resolve;
  });
  const responses = client[options.method ?? "pipe"](requests, {
    headers: options.token === null ? {} : { authorization: `Bearer ${options.token}` },
    signal: abort.signal,
    onHeader: () => {
      headers();
    },
  });
  const done = (async () => {
    try {
      for await (const message of responses) inbox.push(message);
      ended = { error: null };
    } catch (error) {
      ended = { error: error as ConnectError };
    }
  })();

  const terminal: SimTerminal = {
    inbox,
    ended: () => ended,
    headersAt,
    send(callId, message) {
      requests.push(create(WebTerminalMessageSchema, { callId, ...(message === undefined ? {} : { message }) }));
    },
    sendBytes(bytes) {
      requests.push(fromBinary(WebTerminalMessageSchema, bytes));
    },
    take: async (kind, ms) =>
      until(
        `message "${kind}"`,
        () => {
          const index = inbox.findIndex(({ message }) => message.case === kind);
          const found = inbox[index];
          if (found === undefined || found.message.case !== kind) return null;
          inbox.splice(index, 1);
          return { callId: found.callId, value: found.message.value as Body<typeof kind> };
        },
        ms,
      ),
    async dial(to, { callId = randomUUID(), ...peerOptions } = {}) {
      const peer = await createPeer(peerOptions);
      peers.push(peer);
      terminal.send(callId, { case: "offer", value: { sdp: await peer.offer(), msisdn: { e164: to } } });
      return { callId, peer };
    },
    async answerNext(peerOptions = {}) {
      const { callId, value } = await terminal.take("offer");
      const peer = await createPeer(peerOptions);
      peers.push(peer);
      terminal.send(callId, { case: "answer", value: { sdp: await peer.answer(value.sdp) } });
      return { callId, peer, from: value.msisdn?.e164 ?? "" };
    },
    async close() {
      requests.end();
      abort.abort();
      await done;
      await Promise.all(peers.map((peer) => peer.close()));
    },
  };
  return terminal;
}
