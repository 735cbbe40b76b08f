/** A proxy in front of the gateway, of the kind that lets no WebSocket through. */
import { type IncomingMessage, type ServerResponse, createServer, request as forward } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of an upgrade: the header is dropped on the way, or the proxy answers 502 by itself. */
export type UpgradeMode = "strip" | "refuse";

/** A request that came by. */
export interface AskedFor {
  readonly method: string;
  readonly path: string;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
}

/** A proxy that listens. */
export interface StrippingProxy {
  readonly url: string;
  mode: UpgradeMode;
  /** Upgrades asked for so far. */
  readonly upgrades: number;
  /** What was asked for so far, oldest first. */
  readonly asked: readonly AskedFor[];
  /** Breaks every connection, and goes on listening. */
  cut(): void;
  close(): Promise<void>;
}

/** Headers that are between two neighbours. */
const hopByHop = ["connection", "upgrade", "keep-alive", "transfer-encoding"];

/** Starts a proxy on a free port. */
export async function startStrippingProxy(gatewayPort: number, mode: UpgradeMode = "strip"): Promise<StrippingProxy> {
  const asked: AskedFor[] = [];
  let upgrades = 0;

  function pass(request: IncomingMessage, response: ServerResponse): void {
    const { origin, cookie } = request.headers;
    asked.push({ method: request.method ?? "", path: request.url ?? "", origin, cookie });
    if (request.headers.upgrade !== undefined) {
      upgrades += 1;
      if (proxy.mode === "refuse") {
        response.writeHead(502).end("no such thing here");
        return;
      }
    }
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !hopByHop.includes(name)));
    const { method, url: path } = request;
    // Each request on a connection of its own: an idle one may be closed by the gateway just as it is used again.
    const target = { host: "127.0.0.1", port: gatewayPort, agent: false, method, path, headers };
    const onward = forward(target, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.on("error", () => response.destroy());
    });
    onward.on("error", () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  }

  // Without a listener for upgrades Node takes them for plain requests, which is what we want.
  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: StrippingProxy = {
    url: `http://localhost:${port}`,
    mode,
    get upgrades() {
      return upgrades;
    },
    asked,
    cut() {
      server.closeAllConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return proxy;
}
