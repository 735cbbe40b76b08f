/** Cores that misbehave: `node:http2` by hand, and a line to a core that can be cut or frozen. */
import {
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
  createServer,
} from "node:http2";
import { type AddressInfo, type Socket, connect, createServer as createTcpServer } from "node:net";
import type { TestContext } from "node:test";

/** A core that does one thing with each stream. */
export async function startRawCore(
  test: TestContext,
  serve: (stream: ServerHttp2Stream, session: ServerHttp2Session, headers: IncomingHttpHeaders) => void,
  settings: { maxConcurrentStreams?: number } = {},
): Promise<{ url: string; sessions: Set<ServerHttp2Session>; pings: { count: number } }> {
  const sessions = new Set<ServerHttp2Session>();
  const pings = { count: 0 };
  const server: Http2Server = createServer({ settings });
  server.on("session", (session) => {
    sessions.add(session);
    session.on("error", () => undefined);
    session.on("ping", () => (pings.count += 1));
    session.on("close", () => sessions.delete(session));
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    serve(stream, stream.session as ServerHttp2Session, headers);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => {
    server.close();
    for (const session of sessions) session.destroy();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sessions, pings };
}

/** A TCP line to a port: `freeze` lets nothing through any more, and says nothing of it; `pass` lets new connections through. */
export async function startLine(
  test: TestContext,
  port: number,
): Promise<{ port: number; freeze(): void; pass(): void; thaw(): void }> {
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createTcpServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("data", (chunk) => to.write(chunk));
      from.on("error", () => undefined);
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      if (frozen) from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    pass() {
      frozen = false;
    },
    thaw() {
      frozen = false;
      for (const socket of sockets) socket.resume();
    },
  };
}
