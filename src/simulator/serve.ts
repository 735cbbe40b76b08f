import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from "node:http";
import { createSecureServer, createServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo, Server, Socket } from "node:net";
import { Code, ConnectError, createConnectRouter, type ConnectRouter } from "@connectrpc/connect";
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from "@connectrpc/connect-node";
import type { Logger } from "./log.js";

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

/** Largest message taken, in bytes: as in the gateway. */
const maxMessage = 1024 * 1024;

/**
 * Lets the response's headers out at once, and not only with the first
 * message: a MultiPipe may have nothing to say for hours, and its terminal has
 * to know that the stream stands. What is known by then (an error, a first
 * message) still comes first.
 */
async function* headersFirst(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    const early = await Promise.race([
      next.then(() => false),
      new Promise<boolean>((resolve) => setImmediate(resolve, true)),
    ]);
    if (early) yield new Uint8Array();
    for (let item = await next; item.done !== true; item = await next) {
      yield item.value;
      next = iterator.next();
    }
  } finally {
    await iterator.return?.();
  }
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
      const answer = await handler(universal);
      const streams = handler.method.methodKind === "bidi_streaming" && answer.body !== undefined;
      const body = streams && answer.body !== undefined ? { body: headersFirst(answer.body) } : {};
      await universalResponseToNodeResponse({ ...answer, ...body }, response);
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

function listen(server: Server, host: string, port: number, what: string): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === "EADDRINUSE";
      const message = taken
        ? `Port ${String(port)} is taken: the ${what} cannot listen there.`
        : `The ${what} cannot listen on ${host}:${String(port)}: ${cause.message}`;
      reject(new Error(message, { cause }));
    });
    server.listen(port, host, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () =>
          new Promise((done) => {
            server.close(() => {
              done();
            });
            // Given a moment to write what has been said, every connection goes.
            setImmediate(() => {
              for (const socket of sockets) socket.destroySoon();
            });
            const cut = setTimeout(() => {
              for (const socket of sockets) socket.destroy();
            }, 200);
            server.once("close", () => {
              clearTimeout(cut);
            });
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
  const settings = options.maxStreamsPerConnection === undefined ? {} : { maxConcurrentStreams: options.maxStreamsPerConnection };
  const server =
    options.tls === undefined
      ? createServer({ settings }, listener)
      : createSecureServer({ settings, cert: options.tls.cert, key: options.tls.key }, listener);
  // A peer that speaks no HTTP/2, or breaks off, must not bring the core down.
  server.on("sessionError", () => undefined);
  return listen(server, options.host, options.port, "simulated core");
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
  return listen(server, options.host, options.port, "control service");
}
