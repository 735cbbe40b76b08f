/** Tracks the connections of clients: each carries one exchange at a time, and all can be destroyed. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** The connections of one server. */
export interface Connections {
  /** Tracks each new connection of a server. */
  watch(server: Server): void;
  /**
   * Reserves a request's connection for its response. Returns false if an earlier response is still being written: the connection
   * is then closed. Clients and proxies no longer pipeline, and a response that waits behind another has no socket whose
   * end it could observe.
   */
  claim(request: IncomingMessage, response: ServerResponse): boolean;
  /** Returns whether a response is being written on it. */
  isBusy(socket: Duplex): boolean;
  /** Destroys all connections. */
  cut(): void;
}

/** Creates an empty set of connections. */
export function createConnections(): Connections {
  const sockets = new Set<Socket>();
  const busy = new WeakSet<Duplex>();
  return {
    watch(server) {
      server.on("connection", (socket: Socket) => {
        sockets.add(socket);
        socket.once("close", () => sockets.delete(socket));
      });
    },
    claim({ socket }, response) {
      if (response.socket === null) {
        socket.destroy();
        return false;
      }
      busy.add(socket);
      response.once("close", () => busy.delete(socket));
      return true;
    },
    isBusy: (socket) => busy.has(socket),
    cut() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
