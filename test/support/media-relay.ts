/**
 * A relay on loopback between pages and the core's media, whose paths a test can make dead.
 *
 * Two UDP sockets make a path: one that the page knows as the core, one that the core knows
 * as the page. Each takes packets from its one partner only, so that nothing gets past it.
 */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Page } from "puppeteer-core";

/** One path: an ICE generation of a peer connection. */
export interface MediaPath {
  /** Raised with each path of the relay. */
  readonly number: number;
  /** The peer connection, the same for all its generations. */
  readonly connection: string;
  /** 0 for the first, raised by each ICE restart. */
  readonly generation: number;
  /** The page's label. */
  readonly page: string;
}

/** Says whether a path swallows everything. Asked for each packet. */
export type Blackhole = (path: MediaPath) => boolean;

/** A relay that runs. */
export interface MediaRelay {
  /** Leads the media of a page through the relay; to be called before its address is opened. */
  attach(page: Page, label?: string): Promise<void>;
  /** Every path so far. */
  readonly paths: readonly MediaPath[];
  /** From now on these paths are dead; none without a rule. */
  blackhole(rule: Blackhole | null): void;
  /** From now on this share of all packets is lost (0 to 1), and the others come late, both ways; null mends it. */
  impair(fault: { readonly loss: number; readonly delayMs: number } | null): void;
  /** A rule: the paths that there are now, and none that comes later. */
  existing(page?: string): Blackhole;
  close(): Promise<void>;
}

interface OpenPath extends MediaPath {
  readonly page: string;
  readonly sockets: { readonly page: Socket; readonly core: Socket };
  readonly partners: { page: number; core: number };
  lastPacket: number;
}

/** A path that nobody has used for this long has been given up by both ends, in milliseconds. */
const IDLE_MS = 60_000;

const script = readFileSync(new URL("page-relay.js", import.meta.url), "utf8");

async function bind(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  // A partner that has closed its socket is no error of the relay's.
  socket.on("error", () => undefined);
  return socket;
}

/** Makes a relay. Close it, or the test's process never ends. */
export function createMediaRelay(): MediaRelay {
  const open = new Map<number, OpenPath>();
  const paths: MediaPath[] = [];
  let rule: Blackhole | null = null;
  let fault: { readonly loss: number; readonly delayMs: number } | null = null;

  const closePath = (path: OpenPath): void => {
    open.delete(path.number);
    path.sockets.page.close();
    path.sockets.core.close();
  };

  const forward = (path: OpenPath, from: "page" | "core", packet: Buffer, port: number): void => {
    path.lastPacket = performance.now();
    const to = from === "page" ? "core" : "page";
    if (port !== path.partners[from] || path.partners[to] === 0 || rule?.(path) === true) return;
    const send = (): void => {
      if (open.has(path.number)) path.sockets[to].send(packet, path.partners[to], "127.0.0.1");
    };
    if (fault === null) send();
    else if (Math.random() >= fault.loss) setTimeout(send, fault.delayMs);
  };

  const openPath = async (page: string, connection: string, generation: number): Promise<OpenPath> => {
    for (const path of open.values()) if (performance.now() - path.lastPacket > IDLE_MS) closePath(path);
    const sockets = { page: await bind(), core: await bind() };
    const path: OpenPath = {
      number: paths.length + 1,
      page,
      connection,
      generation,
      sockets,
      partners: { page: 0, core: 0 },
      lastPacket: performance.now(),
    };
    sockets.page.on("message", (packet, { port }) => forward(path, "page", packet, port));
    sockets.core.on("message", (packet, { port }) => forward(path, "core", packet, port));
    open.set(path.number, path);
    paths.push({ number: path.number, page, connection, generation });
    return path;
  };

  return {
    async attach(page, label = "") {
      await page.exposeFunction("relayPath", async (connection: string, generation: number) => {
        const { number, sockets } = await openPath(label, connection, generation);
        return { number, pagePort: sockets.page.address().port, corePort: sockets.core.address().port };
      });
      await page.exposeFunction("relayLearn", (number: number, side: "page" | "core", port: number) => {
        const path = open.get(number);
        if (path !== undefined) path.partners[side] = port;
      });
      await page.evaluateOnNewDocument(script);
    },
    paths,
    blackhole(next) {
      rule = next;
    },
    impair(next) {
      fault = next;
    },
    existing(page) {
      const newest = paths.length;
      return (path) => path.number <= newest && (page === undefined || path.page === page);
    },
    async close() {
      for (const path of [...open.values()]) closePath(path);
      return Promise.resolve();
    },
  };
}
