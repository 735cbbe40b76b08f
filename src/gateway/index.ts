/** `web-terminal-phone/gateway`: WebSocket or fetch on one side, the core's gRPC on the other. */
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { ENVELOPE_PREFIX, MAX_MESSAGE_BYTES } from "../wire/constants.js";
import type { StreamStatus } from "../wire/stream.js";
import { type Admission, createAdmissions } from "./admission.js";
import { createConnections } from "./connections.js";
import { createFetchEndpoints } from "./fetch-endpoints.js";
import { createRequestHandler } from "./http-endpoints.js";
import { type Carrier, createMetrics } from "./metrics.js";
import { type GatewayLogger, type GatewayOptions, SPEAKS_FIRST, defaultLimits } from "./options.js";
import type { OpenPageConnection } from "./page-connection.js";
import { createPageSocket } from "./page-socket.js";
import { type Bridge, createBridge } from "./bridge.js";
import { createFetchSessions } from "./fetch-sessions.js";
import { createSignInEndpoints } from "./sign-in-endpoints.js";
import { createUpstreamPool } from "./upstream-pool.js";

export {
  type GatewayLimits,
  type GatewayLogger,
  type GatewayOptions,
  type SignInOptions,
  defaultLimits,
} from "./options.js";

/** A running gateway. */
export interface Gateway {
  readonly port: number;
  /** The `endpoint` for pages on this machine. */
  readonly url: string;
  /** The number of open streams. */
  bridges(): number;
  /** Accepts no more streams, ends the open ones one by one as `unavailable`, then closes. */
  drain(): Promise<void>;
  /** Ends everything now. Resolves within `closeMs` plus one second, whatever clients and the core do. */
  close(): Promise<void>;
}

const silent: GatewayLogger = { debug: () => undefined, info: () => undefined, warn: () => undefined };
/** How long the rest may take to close after its connections are destroyed. */
const CUT_TIMEOUT_MS = 1000;
const restarting: StreamStatus = { code: "unavailable", message: "gateway is restarting" };

/** Starts a gateway. Rejects with Node's error if the port is taken (`EADDRINUSE`), and with an explanation if `signIn` is invalid. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const limits = { ...defaultLimits, ...options.limits };
  const logger = options.logger ?? silent;
  const metrics = createMetrics(options.processMetrics);
  const upstream = new URL(options.upstream);
  const corePath = upstream.pathname.replace(/\/+$/, "");
  const admissions = createAdmissions(options);
  const bridges = new Set<Bridge>();
  const sessions = createFetchSessions(limits.closeMs);
  const silentPages = new Map<string, number>();
  let draining = false;
  let closed: Promise<void> | null = null;
  let whenOneLeaves: () => void = () => undefined;
  // Resolves the wait for open streams: there are none left, or all are to end now.
  const hurry = new AbortController();

  const pool = createUpstreamPool(
    { origin: upstream.origin, ...(options.upstreamCa !== undefined && { ca: options.upstreamCa }) },
    limits,
    logger,
    () => {
      metrics.upstream(pool.connections(), pool.streams());
    },
  );

  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES + ENVELOPE_PREFIX,
    // A subprotocol that the page offers is not echoed, because the gateway has none.
    handleProtocols: () => false,
  });

  const signIn = await createSignInEndpoints(options, { admissions, metrics, logger });
  const handleRequest = createRequestHandler(
    { draining: () => draining, coreAnswers: () => pool.check(), isPipe: (path) => admissions.isPipe(path) },
    metrics,
    createFetchEndpoints({
      admissions,
      limits,
      sessions,
      open: (openPage, admission) => {
        open(openPage, admission, "fetch");
      },
    }),
    signIn,
    options.requestHandler,
  );
  const connections = createConnections();
  const server = options.tls ? createHttpsServer(options.tls) : createHttpServer();
  connections.watch(server);
  server.on("request", (request, response) => {
    if (connections.claim(request, response)) handleRequest(request, response);
  });

  /** Creates the bridge even if the stream is refused, so that the page is told in the stream. */
  function open(openPage: OpenPageConnection, admission: Admission, carrier: Carrier): void {
    const { address, origin, path } = admission;
    const refusal = refuse(admission);
    if (refusal) {
      metrics.refused(refusal.reason);
      logger.warn({ reason: refusal.reason, origin, address, path }, "pipe refused");
    }
    silentPages.set(address, (silentPages.get(address) ?? 0) + 1);
    const bridge = createBridge(
      openPage,
      {
        path: `${corePath}${path}`,
        coreSpeaksFirst: path === SPEAKS_FIRST,
        origin,
        address,
        carrier,
        refusal: refusal?.status,
      },
      { pool, limits, metrics, logger },
      {
        onIdentified() {
          const left = (silentPages.get(address) ?? 1) - 1;
          if (left > 0) silentPages.set(address, left);
          else silentPages.delete(address);
        },
        onClosed() {
          bridges.delete(bridge);
          whenOneLeaves();
          if (draining && bridges.size === 0) hurry.abort();
        },
      },
    );
    bridges.add(bridge);
  }

  function refuse({ address, refusal }: Admission): Admission["refusal"] {
    if (draining) return { reason: "draining", status: restarting };
    if (refusal || (silentPages.get(address) ?? 0) < limits.silentSocketsPerAddress) return refusal;
    return {
      reason: "address",
      status: { code: "resource_exhausted", message: "too many sockets waiting for headers" },
    };
  }

  server.on("upgrade", (request, socket: Duplex, head) => {
    socket.on("error", () => undefined);
    if (connections.isBusy(socket)) {
      socket.destroy();
      return;
    }
    const admission = admissions.judge(request);
    if (!admission) {
      metrics.refused("path");
      // The client may keep its side open for ever.
      socket.once("finish", () => socket.destroy());
      socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      open(
        (handlers) => sessions.open(handlers, (session, closing) => createPageSocket(ws, session, limits, closing)),
        admission,
        "websocket",
      );
    });
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: options.listen?.host ?? "127.0.0.1", port: options.listen?.port ?? 0 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { address, port } = server.address() as AddressInfo;
  const host = address === "0.0.0.0" || address === "::" || address === "127.0.0.1" ? "localhost" : address;
  const url = `${options.tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
  logger.info({ address, port, upstream: upstream.origin }, "gateway listening");

  async function allLeft(): Promise<void> {
    while (bridges.size > 0) await new Promise<void>((resolve) => (whenOneLeaves = resolve));
  }

  async function stop(): Promise<void> {
    draining = true;
    const stopped = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    hurry.abort();
    for (const bridge of bridges) bridge.end(restarting);
    await within(limits.closeMs, allLeft());
    connections.cut();
    await within(CUT_TIMEOUT_MS, Promise.all([allLeft(), pool.close(), stopped]));
    logger.info({ port }, "gateway stopped");
  }

  function close(): Promise<void> {
    return (closed ??= stop());
  }

  async function drain(): Promise<void> {
    if (closed) return closed;
    draining = true;
    logger.info({ bridges: bridges.size }, "gateway draining");
    if (bridges.size === 0) return close();
    const { signal } = hurry;
    const ends = [...bridges].map(async (bridge) => {
      await sleep(limits.drainGraceMs + Math.random() * limits.drainSpreadMs, null, { signal }).catch(() => null);
      bridge.end(restarting);
    });
    await Promise.all(ends);
    return close();
  }

  return { port, url, bridges: () => bridges.size, drain, close };
}

/** Resolves when the work is done, at the latest after this time. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, sleep(ms, null, { signal: done.signal }).catch(() => null)]);
  done.abort();
}
