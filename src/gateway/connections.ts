/** The connections of pages and other clients: each carries one exchange at a time, and all can be cut off. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** The connections of one server. */
export interface Connections {
  /** Knows each connection of a server from now on. */
  watch(server: Server): void;
  /**
   * Takes a request's connection for its response. Returns false where an earlier response is still under way: the connection
   * is then closed. Clients and proxies have given up pipelining, and a response that waits behind another has no socket whose
   * end it could learn of.
   */
  claim(request: IncomingMessage, response: ServerResponse): boolean;
  /** Whether a response is under way on it. */
  isBusy(socket: Duplex): boolean;
  /** Destroys all of them. */
  cut(): void;
}

/** Knows none at first. */
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
