/** A page of the gateway that records what it receives, and gateways for one test. */
import { setTimeout as sleep } from "node:timers/promises";
import type { TestContext } from "node:test";
import { WebSocket as NodeWebSocket } from "ws";
import type { Clock } from "../../../src/clock.js";
import { type Gateway, type GatewayOptions, createGateway } from "../../../src/gateway/index.js";
import type { Stream, StreamStatus } from "../../../src/wire/stream.js";
import { createFetchStream } from "../../../src/wire/fetch-stream.js";
import { createWebSocketStream } from "../../../src/wire/websocket-stream.js";
import { type EchoCore, startEchoCore } from "../../support/echo-core.js";

export const service = "wgtwo.webterminal.v0.WebTerminalService";

export interface Page extends Stream {
  readonly headers: Readonly<Record<string, string>>[];
  readonly messages: Uint8Array[];
  readonly ends: StreamStatus[];
  /** The socket beneath, as Node's own kind. */
  readonly socket: NodeWebSocket;
  stands(): Promise<void>;
  received(count: number): Promise<void>;
  ended(): Promise<StreamStatus>;
}

/** What carries a pipe; most of what holds for one holds for the other. */
export const carriers = ["websocket", "fetch"] as const;

export interface PageOptions {
  readonly carrier?: (typeof carriers)[number];
  /** Stands in for the global one. */
  readonly fetch?: typeof globalThis.fetch;
  readonly method?: string;
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly origin?: string;
  readonly clock?: Clock;
  /** Certificates to trust. */
  readonly ca?: string;
}

/** Waits for a condition; the time given is only there to fail by. */
export async function until(condition: () => boolean, what: string, ms = 10_000): Promise<void> {
  const start = Date.now();
  while (!condition()) {
    if (Date.now() - start > ms) throw new Error(`still not: ${what}`);
    await sleep(5);
  }
}

/** The page's end of the wire, in Node. */
export function openPage(endpoint: string, options: PageOptions = {}): Page {
  const headers: Readonly<Record<string, string>>[] = [];
  const messages: Uint8Array[] = [];
  const ends: StreamStatus[] = [];
  let socket: NodeWebSocket | undefined;
  function PageSocket(url: string): NodeWebSocket {
    socket = new NodeWebSocket(url, {
      ...(options.origin && { origin: options.origin }),
      ...(options.ca && { ca: options.ca }),
      perMessageDeflate: false,
    });
    return socket;
  }
  const clock = options.clock && { clock: options.clock };
  const send = options.fetch ?? globalThis.fetch;
  const open =
    options.carrier === "fetch"
      ? createFetchStream({
          ...clock,
          fetch: (input, init) => {
            const headers = new Headers(init?.headers);
            if (options.origin) headers.set("origin", options.origin);
            return send(input, { ...init, headers });
          },
        })
      : createWebSocketStream({ WebSocket: PageSocket as unknown as typeof globalThis.WebSocket, ...clock });
  const token = options.token === undefined ? "demo-alice" : options.token;
  const stream = open(
    {
      endpoint,
      method: `${service}/${options.method ?? "MultiPipe"}`,
      headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...options.headers },
    },
    {
      onHeaders: (received) => headers.push(received),
      onMessage: (bytes) => messages.push(bytes.slice()),
      onEnd: (status) => ends.push(status),
    },
  );
  return {
    ...stream,
    headers,
    messages,
    ends,
    get socket() {
      if (!socket) throw new Error("no socket was made");
      return socket;
    },
    stands: () => until(() => headers.length + ends.length > 0, "the stream stands"),
    received: (count) => until(() => messages.length >= count, `${count} messages`, 20_000),
    async ended() {
      await until(() => ends.length > 0, "the stream ended", 20_000);
      return ends[0] as StreamStatus;
    },
  };
}

/** A core and a gateway in front of it, both gone when the test is over. */
export async function startBoth(
  test: TestContext,
  options: Partial<GatewayOptions> & { maxConcurrentStreams?: number } = {},
): Promise<{ core: EchoCore; gateway: Gateway }> {
  const { maxConcurrentStreams, ...rest } = options;
  const core = await startEchoCore(maxConcurrentStreams === undefined ? {} : { maxConcurrentStreams });
  const gateway = await startGateway(test, { upstream: core.url, ...rest });
  test.after(() => core.kill());
  return { core, gateway };
}

export async function startGateway(test: TestContext, options: GatewayOptions): Promise<Gateway> {
  const gateway = await createGateway({ ...options, limits: { closeMs: 500, ...options.limits } });
  test.after(() => gateway.close());
  return gateway;
}
