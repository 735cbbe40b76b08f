/** One HTTP/2 connection to the core. */
import type { Socket } from "node:net";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type OutgoingHttpHeaders,
  type Settings,
  connect,
  constants,
} from "node:http2";
import { type Clock, systemClock } from "../clock.js";
import { createCorePings } from "./core-pings.js";
import type { GatewayLimits } from "./options.js";

/** Keeps intervals right when the wall clock is set. */
const monotonicClock: Clock = { ...systemClock, now: () => performance.now() };

const CONNECTION_LOST = "lost the connection to the core";

/** The address of the core. */
export interface Upstream {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Certificates to trust in place of the system's. */
  readonly ca?: string | Buffer;
}

/** Callbacks of a connection. */
export interface UpstreamSessionHandlers {
  /** The core's settings have arrived or changed: streams may be opened. */
  onReady(): void;
  /** A stream has ended, or no further streams may be opened. */
  onChange(): void;
  /** The core closes the connection because of PINGs, which were this many milliseconds apart. */
  onTooManyPings(intervalMs: number): void;
  /** The connection and all its streams have ended. Called once. */
  onClosed(reason: string): void;
}

/** One connection to the core and its streams. */
export interface UpstreamSession {
  /** Returns how many more streams may be opened now; 0 before the core's settings and after its GOAWAY. */
  free(): number;
  streams(): number;
  /** Returns whether the connection is still being set up. */
  connecting(): boolean;
  /** Opens a stream. Allowed only if `free()` is positive. */
  open(headers: OutgoingHttpHeaders): ClientHttp2Stream;
  /** Notes a write after which the core is expected to send something. */
  wrote(): void;
  /** Returns whether the frames of all streams have been handed to the socket. */
  written(): boolean;
  /** Accepts no further streams; the open ones go on. */
  retire(): void;
  /** Returns why the connection was lost; empty while it is open. */
  lost(): string;
  destroy(reason: string): void;
}

/** Connects to the core at once. `pingMs` returns the shortest time between two PINGs, which may grow. */
export function createUpstreamSession(
  upstream: Upstream,
  limits: GatewayLimits,
  pingMs: () => number,
  handlers: UpstreamSessionHandlers,
): UpstreamSession {
  const session: ClientHttp2Session = connect(upstream.origin, {
    settings: { enablePush: false },
    ...(upstream.ca !== undefined && { ca: upstream.ca }),
  });
  let allowed = 0;
  let streams = 0;
  let ready = false;
  let leaving = false;
  let closed = false;
  let reason = "";
  let idle: NodeJS.Timeout | undefined;

  const pings = createCorePings({
    clock: monotonicClock,
    intervalMs: pingMs,
    doubtMs: limits.coreDoubtMs,
    timeoutMs: limits.corePingTimeoutMs,
    isUsed: () => streams > 0 && !closed && !session.destroyed,
    ping(onAnswer) {
      session.ping((error) => {
        if (!error) onAnswer();
      });
    },
    onDead() {
      destroy("the core does not answer PINGs");
    },
  });

  const setUp = setTimeout(() => {
    destroy("timed out connecting to the core");
  }, limits.acceptMs);

  function destroy(why: string): void {
    reason ||= why;
    session.destroy();
  }

  function settle(): void {
    clearTimeout(idle);
    if (closed || streams > 0) return;
    if (leaving) session.close();
    else if (ready) {
      idle = setTimeout(() => {
        leaving = true;
        session.close();
        handlers.onChange();
      }, limits.coreIdleMs);
    }
  }

  function retire(): void {
    leaving = true;
    settle();
    handlers.onChange();
  }

  session.on("connect", (_session, socket: Socket) => {
    socket.setKeepAlive(true, limits.coreTcpKeepAliveMs);
  });
  session.on("remoteSettings", (settings: Settings) => {
    clearTimeout(setUp);
    ready = true;
    allowed = Math.min(settings.maxConcurrentStreams ?? Infinity, limits.streamsPerConnection);
    settle();
    handlers.onReady();
  });
  session.on("goaway", (code: number, _lastStream: number, debugData?: Uint8Array) => {
    const tooManyPings =
      code === constants.NGHTTP2_ENHANCE_YOUR_CALM && Buffer.from(debugData ?? []).toString() === "too_many_pings";
    if (tooManyPings) handlers.onTooManyPings(pings.lastIntervalMs());
    reason ||= code === 0 ? "the core is going away" : `the core closed the connection (HTTP/2 error ${code})`;
    retire();
  });
  session.on("error", (error: Error) => {
    reason ||= ready ? CONNECTION_LOST : `the core cannot be reached (${codeOf(error)})`;
  });
  session.on("close", () => {
    closed = true;
    clearTimeout(setUp);
    clearTimeout(idle);
    pings.stop();
    reason ||= ready ? CONNECTION_LOST : "the core cannot be reached";
    handlers.onClosed(reason);
  });

  return {
    free: () => (ready && !leaving && !closed && !session.closed ? Math.max(0, allowed - streams) : 0),
    streams: () => streams,
    connecting: () => !ready && !closed && !session.destroyed,
    open(headers) {
      const stream = session.request(headers, { endStream: false });
      streams += 1;
      clearTimeout(idle);
      pings.wrote();
      for (const event of ["response", "data", "trailers"]) stream.on(event, pings.heard);
      stream.once("close", () => {
        streams -= 1;
        settle();
        handlers.onChange();
      });
      return stream;
    },
    wrote: pings.wrote,
    written: () => session.state.outboundQueueSize === 0,
    retire,
    lost: () => reason || (session.destroyed ? CONNECTION_LOST : ""),
    destroy,
  };
}

function codeOf(error: Error & { code?: unknown }): string {
  return typeof error.code === "string" ? error.code : error.message;
}
