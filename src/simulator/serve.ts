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
import type { Logger } from "./log.js";
import { createPingPolicy, type PingPolicy } from "./ping-policy.js";

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

/** Largest message taken, in bytes: as in the gateway. */
const maxMessage = 1024 * 1024;

/** The same body; calls back before each part of it is written, and before the trailers. */
async function* noticed(body: AsyncIterable<Uint8Array>, onSent: () => void): AsyncGenerator<Uint8Array> {
  for await (const part of body) {
    onSent();
    yield part;
  }
  onSent();
}

/** Turns services into a listener for Node's servers. */
export function createListener(
  routes: (router: ConnectRouter) => void,
  options: { readonly log: Logger; readonly fallback: (request: Request, response: Response) => void },
) {
  const router = createConnectRouter({
    readMaxBytes: maxMessage,
    // In JSON, nothing heard is a 0 that can be read, and no calls are an empty list.
    jsonOptions: { alwaysEmitImplicit: true },
  });
  routes(router);
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
  return (request: Request, response: Response, onSent: () => void = () => undefined): void => {
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
      // A client that goes away is daily business.
      const gone = error.code === Code.Aborted || error.code === Code.Canceled;
      options.log[gone ? "debug" : "warn"]({ method: handler.method.name, error: error.message }, "stream broken");
    });
  };
}

/** A server that listens. */
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
            // What has been said is still written; whoever does not read it in time is cut off.
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

/** Serves gRPC over HTTP/2, in clear text unless given a certificate. */
export function serveHttp2(
  listener: ReturnType<typeof createListener>,
  options: {
    readonly host: string;
    readonly port: number;
    readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer } | undefined;
    readonly maxStreamsPerConnection?: number | undefined;
    readonly minPingIntervalMs: number;
    readonly log: Logger;
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
  // A peer that speaks no HTTP/2, or breaks off, must not bring the core down.
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

/** Serves HTTP/1.1, for any page on any origin: this is a bench, not a service. */
export function serveHttp1(
  listener: ReturnType<typeof createListener>,
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
