/**
 * A browser's media without a browser: peer connections that follow the order of
 * W3C WebRTC as far as a terminal leans on it, microphones, and outputs. Its time is a
 * clock of the test's.
 */
import type { Clock } from "../../src/clock.js";
import type { GetUserMedia } from "../../src/media/microphone.js";
import type { CreatePlayback } from "../../src/media/playback.js";

export class FakeTrack extends EventTarget {
  readonly kind = "audio";
  enabled = true;
  readyState: "live" | "ended" = "live";

  constructor(
    readonly id: string,
    public muted = false,
  ) {
    super();
  }
  stop(): void {
    this.readyState = "ended";
  }
  unmute(): void {
    if (!this.muted) return;
    this.muted = false;
    this.dispatchEvent(new Event("unmute"));
  }
}

class FakeMediaStream {
  readonly #tracks = new Set<FakeTrack>();

  constructor(tracks: readonly FakeTrack[] = []) {
    for (const track of tracks) this.#tracks.add(track);
  }
  addTrack(track: FakeTrack): void {
    this.#tracks.add(track);
  }
  removeTrack(track: FakeTrack): void {
    this.#tracks.delete(track);
  }
  getTracks(): FakeTrack[] {
    return [...this.#tracks];
  }
  getAudioTracks(): FakeTrack[] {
    return this.getTracks();
  }
}

// Node has no MediaStream, and a leg makes one for itself.
(globalThis as { MediaStream?: unknown }).MediaStream = FakeMediaStream;

/** Says what a session description of these fakes says. */
export function describe(about: {
  readonly ufrag: string;
  readonly fingerprint: string;
  readonly candidates?: number;
}): string {
  const candidates = Array.from(
    { length: about.candidates ?? 0 },
    (_, index) => `a=candidate:${index + 1} 1 udp 1 192.0.2.1 ${5000 + index} typ host`,
  );
  return [
    "v=0",
    "o=- 1 1 IN IP4 0.0.0.0",
    "s=-",
    "t=0 0",
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    `a=ice-ufrag:${about.ufrag}`,
    `a=fingerprint:sha-256 ${about.fingerprint}`,
    ...candidates,
    "",
  ].join("\r\n");
}

/** The value of a line of a description. */
export function lineOf(sdp: string | undefined, name: "ice-ufrag" | "fingerprint"): string | null {
  return new RegExp(`^a=${name}:(?:sha-256 )?(.+?)\\r?$`, "m").exec(sdp ?? "")?.[1] ?? null;
}

class FakeDtmf extends EventTarget {
  canInsertDTMF = true;
  /** The strings handed over, oldest first. */
  readonly inserted: string[] = [];

  constructor(private readonly clock: Clock) {
    super();
  }
  insertDTMF(tones: string, length: number, gap: number): void {
    if (!this.canInsertDTMF) throw new DOMException("no telephone-event", "InvalidStateError");
    this.inserted.push(tones);
    const play = (index: number): void => {
      const event = Object.assign(new Event("tonechange"), { tone: tones[index] ?? "" });
      if (!this.canInsertDTMF) return;
      this.dispatchEvent(event);
      if (index < tones.length) this.clock.after(length + gap, () => play(index + 1));
    };
    this.clock.after(0, () => play(0));
  }
}

class FakeSender {
  track: FakeTrack | null = null;

  constructor(
    readonly dtmf: FakeDtmf,
    private readonly isClosed: () => boolean,
  ) {}
  async replaceTrack(track: FakeTrack | null): Promise<void> {
    if (this.isClosed()) throw new DOMException("closed", "InvalidStateError");
    await Promise.resolve();
    // A closed connection leaves the promise as it is (W3C WebRTC, 5.2).
    if (this.isClosed()) await new Promise(() => undefined);
    this.track = track;
  }
}

class FakeTransceiver {
  direction = "sendrecv";
  readonly receiver: { readonly track: FakeTrack };

  constructor(
    readonly sender: FakeSender,
    track: FakeTrack,
  ) {
    this.receiver = { track };
  }
}

interface Description {
  readonly type: "offer" | "answer" | "rollback";
  readonly sdp: string;
}

export class FakePeerConnection extends EventTarget {
  signalingState = "stable";
  connectionState = "new";
  iceGatheringState = "new";
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  /** Candidates added after the description. */
  readonly added: string[] = [];
  closed = false;
  rollbacks = 0;
  #generation = 0;
  #gathered = -1;
  #transceiver: FakeTransceiver | null = null;
  #told = false;

  constructor(
    readonly id: string,
    private readonly world: FakeMedia,
    readonly configuration: RTCConfiguration,
  ) {
    super();
  }

  get transceiver(): FakeTransceiver {
    this.#transceiver ??= new FakeTransceiver(
      new FakeSender(new FakeDtmf(this.world.clock), () => this.closed),
      new FakeTrack(`${this.id}-remote`, true),
    );
    return this.#transceiver;
  }
  addTransceiver(): FakeTransceiver {
    return this.transceiver;
  }
  getTransceivers(): FakeTransceiver[] {
    return this.#transceiver === null ? [] : [this.#transceiver];
  }
  restartIce(): void {
    this.#generation += 1;
  }
  async createOffer(): Promise<Description> {
    await this.#step();
    return { type: "offer", sdp: this.#describe() };
  }
  async createAnswer(): Promise<Description> {
    await this.#step();
    if (this.signalingState !== "have-remote-offer") throw new DOMException("no offer", "InvalidStateError");
    return { type: "answer", sdp: this.#describe() };
  }
  async setLocalDescription(description: Description): Promise<void> {
    await this.#step();
    this.signalingState = description.type === "offer" ? "have-local-offer" : "stable";
    this.localDescription = { type: description.type, sdp: this.#describe() };
    // The trap of real browsers: for a moment the state still is that of the generation before.
    if (this.#gathered !== this.#generation) this.#gather(this.#generation);
    this.world.poke();
  }
  async setRemoteDescription(description: Description): Promise<void> {
    await this.#step();
    if (lineOf(description.sdp, "ice-ufrag") === null) throw new DOMException("not SDP", "InvalidAccessError");
    if (description.type === "answer") {
      if (this.signalingState !== "have-local-offer") throw new DOMException("no offer", "InvalidStateError");
      this.signalingState = "stable";
    } else {
      if (this.signalingState === "have-local-offer") this.rollbacks += 1;
      this.signalingState = "have-remote-offer";
    }
    this.remoteDescription = description;
    const { receiver } = this.transceiver;
    if (!this.#told) {
      this.#told = true;
      this.dispatchEvent(Object.assign(new Event("track"), { track: receiver.track }));
    }
    this.world.poke();
  }
  async addIceCandidate(candidate: { readonly candidate: string }): Promise<void> {
    await this.#step();
    this.added.push(candidate.candidate);
    this.world.poke();
  }
  close(): void {
    this.closed = true;
    this.connectionState = "closed";
    this.signalingState = "closed";
    this.transceiver.sender.dtmf.canInsertDTMF = false;
    this.world.poke();
  }

  /** The network changes the state of the connection. */
  become(state: RTCPeerConnectionState): void {
    if (this.closed || this.connectionState === state) return;
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }
  /** Audio of the far end arrives. */
  hear(): void {
    if (!this.closed) this.transceiver.receiver.track.unmute();
  }
  /** Whether it knows where to send its checks. */
  get hasRemoteCandidates(): boolean {
    return this.added.length > 0 || (this.remoteDescription?.sdp.includes("a=candidate:") ?? false);
  }

  async #step(): Promise<void> {
    await Promise.resolve();
    if (this.closed) throw new DOMException("closed", "InvalidStateError");
  }
  #describe(): string {
    return describe({
      ufrag: `${this.id}.${this.#generation}`,
      fingerprint: this.id,
      candidates: this.#gathered === this.#generation ? this.world.candidates : 0,
    });
  }
  #gather(generation: number): void {
    const { clock, gatherMs } = this.world;
    clock.after(1, () => {
      if (!this.closed) this.#gathering("gathering");
    });
    clock.after(gatherMs, () => {
      if (this.closed || generation !== this.#generation || this.localDescription === null) return;
      this.#gathered = generation;
      this.localDescription = { type: this.localDescription.type, sdp: this.#describe() };
      this.dispatchEvent(new Event("icecandidate"));
      if (this.world.completes) this.#gathering("complete");
      this.world.poke();
    });
  }
  #gathering(state: string): void {
    if (this.iceGatheringState === state) return;
    this.iceGatheringState = state;
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }
}

export interface FakeMedia {
  readonly clock: Clock;
  /** How a browser here behaves; a test may change each. */
  gatherMs: number;
  candidates: number;
  completes: boolean;
  /** `hang`: a prompt that nobody answers. */
  microphone: "grant" | "hang" | DOMException;
  readonly createPeerConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  readonly getUserMedia: GetUserMedia;
  readonly createPlayback: CreatePlayback;
  /** Everything ever made, oldest first. */
  readonly connections: readonly FakePeerConnection[];
  readonly tracks: readonly FakeTrack[];
  readonly playbacks: readonly { muted: boolean; closed: boolean; sink: string }[];
  /** Called after each change of a connection. */
  poke: () => void;
  /** What is still held, by kind. */
  readonly leaks: { readonly connections: number; readonly tracks: number; readonly playbacks: number };
}

export function createFakeMedia(clock: Clock, name = "pc"): FakeMedia {
  const connections: FakePeerConnection[] = [];
  const tracks: FakeTrack[] = [];
  const playbacks: { muted: boolean; closed: boolean; sink: string }[] = [];
  const world: FakeMedia = {
    clock,
    gatherMs: 20,
    candidates: 1,
    completes: true,
    microphone: "grant",
    createPeerConnection(configuration) {
      const connection = new FakePeerConnection(`${name}${connections.length}`, world, configuration);
      connections.push(connection);
      return connection as unknown as RTCPeerConnection;
    },
    async getUserMedia() {
      const { microphone } = world;
      await new Promise<void>((resolve) => clock.after(5, resolve));
      if (microphone === "hang") await new Promise(() => undefined);
      if (microphone instanceof DOMException) throw microphone;
      const track = new FakeTrack(`${name}-microphone-${tracks.length}`);
      tracks.push(track);
      return new FakeMediaStream([track]) as unknown as MediaStream;
    },
    createPlayback() {
      const playback = { muted: false, closed: false, sink: "" };
      playbacks.push(playback);
      return {
        play: () => true,
        setMuted(muted) {
          playback.muted = muted;
        },
        async setSink(deviceId) {
          playback.sink = deviceId;
        },
        close() {
          playback.closed = true;
        },
      };
    },
    connections,
    tracks,
    playbacks,
    poke: () => undefined,
    get leaks() {
      return {
        connections: connections.filter((each) => !each.closed).length,
        tracks: tracks.filter((each) => each.readyState === "live").length,
        playbacks: playbacks.filter((each) => !each.closed).length,
      };
    },
  };
  return world;
}
