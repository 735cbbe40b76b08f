/**
 * The simulated core's real call model in memory: its media are these fakes, and terminals
 * reach it over streams that a test can delay and break.
 */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import type { Clock } from "../../src/clock.js";
import { WebTerminalMessageSchema } from "../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { createCallModel, type CallModel } from "../../src/simulator/calls.js";
import { createDirectory } from "../../src/simulator/directory.js";
import { silentLogger } from "../../src/simulator/log.js";
import type { Endpoint, MediaPort, MediaReport, Player } from "../../src/simulator/media-port.js";
import type { OpenStream } from "../../src/wire/stream.js";
import { describe, lineOf, type FakeMedia, type FakePeerConnection } from "./fake-media.js";

const report: MediaReport = {
  packetsIn: 0,
  packetsOut: 0,
  frequencyHz: 0,
  level: 0,
  digits: "",
  codec: "opus",
  state: "",
  silentMs: -1,
};

/** Checks take a round trip or so. */
const CONNECT_MS = 30;
/** Browsers notice a far end that has gone by its silence. */
const SILENT_MS = 5_000;
const GONE_MS = 15_000;

interface CoreEnd extends Endpoint {
  readonly id: string;
  readonly closed: boolean;
  /** Whether this description of the terminal and that of ours are about the same ICE session. */
  agrees(local: string, remote: string): boolean;
  connected(): void;
}

export interface FakeNetwork {
  readonly port: MediaPort;
  /** Lets the connections of this world reach the core. */
  join(world: FakeMedia): void;
  /** Ends of terminals that are open. */
  readonly open: number;
}

export function createFakeNetwork(clock: Clock): FakeNetwork {
  const ends = new Map<string, CoreEnd>();
  const worlds: FakeMedia[] = [];
  /** The pair of ICE sessions that connected last: one that failed stays failed. */
  const used = new WeakMap<FakePeerConnection, string>();
  let made = 0;

  const farEndOf = (pc: FakePeerConnection): CoreEnd | undefined =>
    ends.get(lineOf(pc.remoteDescription?.sdp, "fingerprint") ?? "");

  const pairOf = (pc: FakePeerConnection): string | null => {
    const end = farEndOf(pc);
    const local = lineOf(pc.localDescription?.sdp, "ice-ufrag");
    const remote = lineOf(pc.remoteDescription?.sdp, "ice-ufrag");
    const ready = pc.signalingState === "stable" && !pc.closed && pc.hasRemoteCandidates;
    if (!ready || end === undefined || end.closed || local === null || remote === null) return null;
    return end.agrees(local, remote) ? `${local} ${remote}` : null;
  };

  const look = (): void => {
    for (const pc of worlds.flatMap((world) => world.connections)) {
      const pair = pairOf(pc);
      if (pair === null || used.get(pc) === pair) continue;
      clock.after(CONNECT_MS, () => {
        if (pairOf(pc) !== pair || used.get(pc) === pair) return;
        used.set(pc, pair);
        pc.become("connected");
        pc.hear();
        farEndOf(pc)?.connected();
      });
    }
  };

  const goneFor = (end: CoreEnd, state: RTCPeerConnectionState): void => {
    for (const pc of worlds.flatMap((world) => world.connections)) if (farEndOf(pc) === end) pc.become(state);
  };

  const endpoint = (): Endpoint => {
    made += 1;
    const id = `core${made}`;
    let generation = 0;
    let remote: string | null = null;
    let waiting: (() => void)[] = [];
    let closed = false;
    const own = (): string => describe({ ufrag: `${id}.${generation}`, fingerprint: id, candidates: 1 });
    const take = (sdp: string): void => {
      if (lineOf(sdp, "ice-ufrag") === null) throw new Error("not SDP");
      remote = sdp;
      look();
    };
    const end: CoreEnd = {
      id,
      codec: "opus",
      get closed() {
        return closed;
      },
      send: () => undefined,
      deliverTo: () => undefined,
      report: () => report,
      owns: (sdp) => remote !== null && lineOf(sdp, "fingerprint") === lineOf(remote, "fingerprint"),
      async answer(sdp) {
        const restarts = remote !== null && lineOf(sdp, "ice-ufrag") !== lineOf(remote, "ice-ufrag");
        if (restarts) generation += 1;
        take(sdp);
        return own();
      },
      offer: async () => own(),
      async accept(sdp) {
        take(sdp);
      },
      async move() {
        generation += 1;
        return own();
      },
      whenConnected(task) {
        waiting.push(task);
      },
      agrees: (local, far) => lineOf(remote ?? "", "ice-ufrag") === local && far === `${id}.${generation}`,
      connected() {
        const tasks = waiting;
        waiting = [];
        for (const task of tasks) task();
      },
      async close() {
        if (closed) return;
        closed = true;
        clock.after(SILENT_MS, () => goneFor(end, "disconnected"));
        clock.after(GONE_MS, () => goneFor(end, "failed"));
      },
    };
    ends.set(id, end);
    return end;
  };

  const player = (): Player => ({
    codec: "opus",
    send: () => undefined,
    deliverTo: () => undefined,
    report: () => report,
    play: () => undefined,
    close: async () => undefined,
  });

  return {
    port: {
      inspect(sdp) {
        if (lineOf(sdp, "ice-ufrag") === null) throw new Error("not SDP");
        return ["opus"];
      },
      endpoint,
      player,
      close: async () => undefined,
    },
    join(world) {
      worlds.push(world);
      world.poke = look;
    },
    get open() {
      return [...ends.values()].filter((end) => !end.closed).length;
    },
  };
}

export interface FakeCore {
  readonly model: CallModel;
  readonly network: FakeNetwork;
  /** The way of one user to the core. */
  line(number: string, delay: () => number): FakeLine;
}

export interface FakeLine {
  readonly open: OpenStream;
  /** The registration's id, null while there is none. */
  readonly terminal: string | null;
  /** Breaks what is open: each end finds out by itself, after so many milliseconds. */
  break(terminalAfter: number, coreAfter: number): void;
  /** Messages that are under way either way. */
  readonly underWay: number;
}

/** A core whose model is the simulator's own. */
export function createFakeCore(clock: Clock, keepCallMs = 30_000): FakeCore {
  const network = createFakeNetwork(clock);
  const model = createCallModel({
    media: network.port,
    clock,
    directory: createDirectory(),
    log: silentLogger,
    keepCallMs,
  });
  let registrations = 0;

  const line = (number: string, delay: () => number): FakeLine => {
    let breakStream: (terminalAfter: number, coreAfter: number) => void = () => undefined;
    let terminal: string | null = null;
    let underWay = 0;

    const open: OpenStream = (request, handlers) => {
      registrations += 1;
      const id = `terminal${registrations}`;
      let broken = false;
      let ended = false;
      let attached = false;
      /** Messages keep their order, whatever each one's delay. */
      const lane = (): ((task: () => void) => void) => {
        let free = clock.now();
        return (task) => {
          free = Math.max(free, clock.now() + delay());
          underWay += 1;
          clock.after(free - clock.now(), () => {
            underWay -= 1;
            if (!broken) task();
          });
        };
      };
      const up = lane();
      const down = lane();
      const detach = (): void => {
        if (attached) model.detach(id, "gone");
        attached = false;
        if (terminal === id) terminal = null;
      };
      const end = (code: "unavailable" | "canceled"): void => {
        if (ended) return;
        ended = true;
        handlers.onEnd({ code, message: "" });
      };

      up(() => {
        attached = true;
        terminal = id;
        down(() => handlers.onHeaders({}));
        model.attach({
          id,
          number,
          method: request.method.endsWith("/MultiPipe") ? "MultiPipe" : "Pipe",
          send(message) {
            const bytes = toBinary(WebTerminalMessageSchema, message);
            down(() => {
              if (!ended) handlers.onMessage(bytes);
            });
          },
        });
      });
      breakStream = (terminalAfter, coreAfter) => {
        if (broken || ended) return;
        broken = true;
        clock.after(terminalAfter, () => end("unavailable"));
        clock.after(coreAfter, detach);
      };
      return {
        send(bytes) {
          if (!ended) up(() => model.handle(id, fromBinary(WebTerminalMessageSchema, bytes)));
        },
        finish: () => undefined,
        probe: () => undefined,
        close() {
          if (!broken) up(detach);
          end("canceled");
        },
      };
    };

    return {
      open,
      get terminal() {
        return terminal;
      },
      break: (terminalAfter, coreAfter) => breakStream(terminalAfter, coreAfter),
      get underWay() {
        return underWay;
      },
    };
  };

  return { model, network, line };
}
