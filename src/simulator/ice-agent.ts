/** Additions to werift's ICE agent: new sockets for a restart, and checks after it. */
import type { RTCIceTransport, RTCPeerConnection } from "werift";

/** A UDP socket of the library's ICE agent. */
interface Socket {
  close?(): Promise<void>;
}

/**
 * Takes the sockets from the ICE agent, so that its next restart opens new ones, and
 * sends on the old path until the new one works. The returned
 * function closes the old sockets then; it returns false while it is too early.
 */
export function leaveSockets(agent: RTCIceTransport["connection"]): () => boolean {
  // Private to the library only in its types.
  const sockets = (agent as unknown as { protocols: Socket[] }).protocols;
  (agent as unknown as { protocols: Socket[] }).protocols = [];
  const { nominated } = agent;
  const send = agent.send.bind(agent);
  agent.send = async (data) => {
    if (agent.nominated === undefined && nominated !== undefined)
      await nominated.protocol.sendData(data, nominated.remoteAddr);
    else await send(data);
  };
  return () => {
    if (agent.nominated === undefined && agent.state !== "closed") return false;
    agent.send = send;
    for (const socket of sockets) void socket.close?.().catch(() => undefined);
    return true;
  };
}

/**
 * Returns whether both addresses are loopback, or neither is. A pair across the two
 * works in one direction only, and after a restart the library may choose it.
 */
export function sameReach(one: string | undefined, other: string): boolean {
  return one === undefined || one.startsWith("127.") === other.startsWith("127.");
}

/**
 * Begins the connectivity checks of a new ICE generation, if there is one. The library begins them only
 * before the DTLS handshake. After a restart it would not follow up on checks that came before the answer:
 * it replies to them at once, so the browser stops nominating, and nothing is ever sent to it.
 */
export function checkAnew({ dtlsTransports }: RTCPeerConnection): void {
  for (const { state, iceTransport } of dtlsTransports) {
    // A failure shows in the connection's state.
    if (state === "connected" && iceTransport.state !== "connected") iceTransport.start().catch(() => undefined);
  }
}
