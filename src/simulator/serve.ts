/** Serves gRPC over HTTP/2 and the control service over HTTP/1.1. */
import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createSecureServer,
  constants,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo, Server, Socket } from "node:net";
import { Code, ConnectError, createConnectRouter, type ConnectRouter } from "@connectrpc/connect";
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from "@connectrpc/connect-node";
import type { SimulatorLogger } from "./log.js";
import { createPingPolicy, type PingPolicy } from "./ping-policy.js";

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

/** Largest accepted message, in bytes, as in the gateway. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** Passes a body on; calls back before each part of it is written, and before the trailers. */
async function* noticed(body: AsyncIterable<Uint8Array>, onSent: () => void): AsyncGenerator<Uint8Array> {
  for await (const part of body) {
    onSent();
    yield part;
  }
  onSent();
}

/** Answers a request. Calls `onSent` before each part of the body, and before the trailers. */
export type Listener = (request: Request, response: Response, onSent?: () => void) => void;

/** Creates a request listener for Node's servers from Connect services. */
export function createListener(
  routes: (router: ConnectRouter) => void,
  options: { readonly log: SimulatorLogger; readonly fallback: (request: Request, response: Response) => void },
): Listener {
  const router = createConnectRouter({
    readMaxBytes: MAX_MESSAGE_BYTES,
    // JSON writes default values, so that silence is a visible 0 and no calls are an empty list.
    jsonOptions: { alwaysEmitImplicit: true },
  });
  routes(router);
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
  return (request, response, onSent = () => undefined) => {
    const handler = handlers.get(request.url?.split("?", 1)[0] ?? "");
    if (handler === undefined) {
      options.fallback(request, response);
      return;
    }
    const serve = async () => {
      const universal = universalRequestFromNodeRequest(request, response, undefined, undefined);
      const answer = await handler(universal);
      if (answer.body == null) onSent();
      else answer.body = noticed(answer.body, onSent);
      await universalResponseToNodeResponse(answer, response);
    };
    serve().catch((reason: unknown) => {
      const error = ConnectError.from(reason);
      // Clients that go away are normal.
      const gone = error.code === Code.Aborted || error.code === Code.Canceled;
      options.log[gone ? "debug" : "warn"]({ method: handler.method.name, error: error.message }, "stream broken");
    });
  };
}

/** A listening server. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

function listen(
  server: Server,
  options: { readonly host: string; readonly port: number; readonly what: string; readonly hangUp: () => void },
): Promise<Listening> {
  const { host, port, what, hangUp } = options;
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const message =
        cause.code === "EADDRINUSE"
          ? `The ${what} cannot listen on port ${String(port)}: it is in use.`
          : `The ${what} cannot listen on ${host}:${String(port)}: ${cause.message}`;
      reject(new Error(message, { cause }));
    });
    server.listen(port, host, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            // Responses are still written; a client that does not read them in time is disconnected.
            const cut = setTimeout(() => {
              for (const socket of sockets) socket.destroy();
            }, 300);
            server.close(() => {
              clearTimeout(cut);
              done();
            });
            hangUp();
          }),
      });
    });
  });
}

/** Serves gRPC over HTTP/2; in clear text if there is no certificate. */
export function serveHttp2(
  listener: Listener,
  options: {
    readonly host: string;
    readonly port: number;
    readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer } | undefined;
    readonly maxStreamsPerConnection?: number | undefined;
    readonly minPingIntervalMs: number;
    readonly log: SimulatorLogger;
  },
): Promise<Listening> {
  const settings =
    options.maxStreamsPerConnection === undefined ? {} : { maxConcurrentStreams: options.maxStreamsPerConnection };
  const server =
    options.tls === undefined
      ? createServer({ settings }, serve)
      : createSecureServer({ settings, cert: options.tls.cert, key: options.tls.key }, serve);
  const sessions = new Map<ServerHttp2Session, PingPolicy>();
  function serve(request: Http2ServerRequest, response: Http2ServerResponse): void {
    const policy = sessions.get(request.stream.session as ServerHttp2Session);
    listener(request, response, policy?.sent);
  }
  server.on("session", (session: ServerHttp2Session) => {
    const policy = createPingPolicy({ minIntervalMs: options.minPingIntervalMs, now: () => performance.now() });
    let streams = 0;
    sessions.set(session, policy);
    session.once("close", () => sessions.delete(session));
    session.on("stream", (stream) => {
      streams += 1;
      stream.once("close", () => {
        streams -= 1;
      });
    });
    session.on("ping", () => {
      if (!policy.received(streams)) return;
      options.log.warn({ streams }, "connection ended: too many PINGs");
      session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM, undefined, Buffer.from("too_many_pings"));
      setImmediate(() => {
        session.destroy();
      });
    });
  });
  // A peer that does not speak HTTP/2, or disconnects, must not end the process.
  server.on("sessionError", () => undefined);
  return listen(server, {
    host: options.host,
    port: options.port,
    what: "simulated core",
    hangUp: () => {
      for (const session of sessions.keys()) session.close();
    },
  });
}

/** Serves HTTP/1.1 for pages of any origin: this is a development tool. */
export function serveHttp1(
  listener: Listener,
  options: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createHttp1Server((request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    response.setHeader("access-control-allow-methods", "GET, POST, OPTIONS");
    if (request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    listener(request, response);
  });
  return listen(server, {
    host: options.host,
    port: options.port,
    what: "control service",
    hangUp: () => {
      server.closeIdleConnections();
    },
  });
}
