import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createSecureServer,
  createServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo, Server, Socket } from "node:net";
import { Code, ConnectError, createConnectRouter, type ConnectRouter } from "@connectrpc/connect";
import type { UniversalServerResponse } from "@connectrpc/connect/protocol";
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from "@connectrpc/connect-node";
import type { Logger } from "./log.js";

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

/** Largest message taken, in bytes: as in the gateway. */
const maxMessage = 1024 * 1024;

/**
 * Lets the headers of a stream out at once, and not only with its first
 * message: a MultiPipe may have nothing to say for hours, and its terminal has
 * to know that the stream stands. What is known at once (a refusal, a first
 * message) still comes as the handler would have it.
 */
async function headersFirst(
  answering: Promise<UniversalServerResponse>,
  contentType: string,
): Promise<UniversalServerResponse> {
  const answer = await Promise.race([answering, new Promise<null>((resolve) => setImmediate(resolve, null))]);
  if (answer !== null) return answer;
  // Where the client is gone by then, nobody reads the body and with it the failure.
  answering.catch(() => undefined);
  const trailer = new Headers();
  async function* body() {
    // Nothing yet, but enough to have the headers written.
    yield new Uint8Array();
    const late = await answering;
    if (late.body !== undefined) yield* late.body;
    late.trailer?.forEach((value, name) => {
      trailer.set(name, value);
    });
  }
  return { status: 200, header: new Headers({ "content-type": contentType }), body: body(), trailer };
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
  return (request: Request, response: Response): void => {
    const handler = handlers.get(request.url?.split("?", 1)[0] ?? "");
    if (handler === undefined) {
      options.fallback(request, response);
      return;
    }
    const serve = async () => {
      const universal = universalRequestFromNodeRequest(request, response, undefined, undefined);
      const answering = handler(universal);
      const streams = handler.method.methodKind === "bidi_streaming";
      const answer = streams
        ? headersFirst(answering, request.headers["content-type"] ?? "application/grpc")
        : answering;
      await universalResponseToNodeResponse(await answer, response);
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
          ? `Port ${String(port)} is taken: the ${what} cannot listen there.`
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
  },
): Promise<Listening> {
  const settings =
    options.maxStreamsPerConnection === undefined ? {} : { maxConcurrentStreams: options.maxStreamsPerConnection };
  const server =
    options.tls === undefined
      ? createServer({ settings }, listener)
      : createSecureServer({ settings, cert: options.tls.cert, key: options.tls.key }, listener);
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session: ServerHttp2Session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  // A peer that speaks no HTTP/2, or breaks off, must not bring the core down.
  server.on("sessionError", () => undefined);
  return listen(server, {
    host: options.host,
    port: options.port,
    what: "simulated core",
    hangUp: () => {
      for (const session of sessions) session.close();
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
