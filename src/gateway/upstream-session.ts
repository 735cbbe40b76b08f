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

const lostWord = "lost the connection to the core";

/** Where the core is. */
export interface Upstream {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Certificates trusted instead of the system's. */
  readonly ca?: string | Buffer;
}

/** What became of a connection is told to whoever made it. */
export interface UpstreamSessionHandlers {
  /** The core's settings have arrived, for the first time or anew: streams may be opened. */
  onReady(): void;
  /** A stream has left, or no further ones may come. */
  onChange(): void;
  /** The core hangs up because of PINGs, which were this many milliseconds apart. */
  onTooManyPings(intervalMs: number): void;
  /** It is gone, and all its streams with it. Once. */
  onClosed(reason: string): void;
}

/** One connection and what stands on it. */
export interface UpstreamSession {
  /** How many more streams may be opened now; 0 before the core's settings and after its farewell. */
  free(): number;
  streams(): number;
  /** Whether it is still being set up. */
  connecting(): boolean;
  /** Opens a stream. Only where `free()` allows it. */
  open(headers: OutgoingHttpHeaders): ClientHttp2Stream;
  /** Something was written, after which the core may be expected to say something. */
  wrote(): void;
  /** Whether the frames of all streams have been handed to the socket. */
  written(): boolean;
  /** Takes no further streams: those there are may go on. */
  retire(): void;
  /** Why it went; empty while it stands. */
  lost(): string;
  destroy(reason: string): void;
}

/** Dials the core at once. `pingMs` gives the shortest time between two PINGs, which may grow meanwhile. */
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
    reason ||= ready ? lostWord : `the core cannot be reached (${codeOf(error)})`;
  });
  session.on("close", () => {
    closed = true;
    clearTimeout(setUp);
    clearTimeout(idle);
    pings.stop();
    reason ||= ready ? lostWord : "the core cannot be reached";
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
    lost: () => reason || (session.destroyed ? lostWord : ""),
    destroy,
  };
}

function codeOf(error: Error & { code?: unknown }): string {
  return typeof error.code === "string" ? error.code : error.message;
}
