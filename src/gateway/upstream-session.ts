/** One HTTP/2 connection to the core. */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type OutgoingHttpHeaders,
  type Settings,
  connect,
} from "node:http2";
import type { GatewayLimits } from "./options.js";

const lostWord = "the connection to the core was lost";

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
  /** Calls back once the core has answered a ping sent after this call; false: it did not. */
  prove(callback: (alive: boolean) => void): void;
  /** Why it went; empty while it stands. */
  lost(): string;
  destroy(reason: string): void;
}

/** Dials the core at once. */
export function createUpstreamSession(
  upstream: Upstream,
  limits: GatewayLimits,
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
  let pinging = false;
  let idle: NodeJS.Timeout | undefined;
  let answer: NodeJS.Timeout | undefined;
  let proving: ((alive: boolean) => void)[] = [];
  let next: ((alive: boolean) => void)[] = [];

  const setUp = setTimeout(() => {
    destroy("the core did not answer in time");
  }, limits.acceptMs);
  const keepAlive = setInterval(() => {
    prove(() => undefined);
  }, limits.corePingMs);

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

  /**
   * One ping at a time: who asks while one is under way waits for the next, since the answer to
   * that one says nothing of what was sent after it.
   */
  function ping(): void {
    proving = next;
    next = [];
    if (closed || session.destroyed) {
      proved(false);
      return;
    }
    answer = setTimeout(() => {
      destroy("the core does not answer pings");
    }, limits.corePingTimeoutMs);
    session.ping((error) => {
      clearTimeout(answer);
      proved(!error);
    });
  }

  function proved(alive: boolean): void {
    pinging = false;
    for (const callback of proving.splice(0)) callback(alive);
    if (next.length > 0) schedule();
  }

  /** Pings overtake what waits to be written; a turn later the request's headers are on their way. */
  function schedule(): void {
    if (pinging) return;
    pinging = true;
    setImmediate(ping);
  }

  function prove(callback: (alive: boolean) => void): void {
    next.push(callback);
    schedule();
  }

  session.on("remoteSettings", (settings: Settings) => {
    clearTimeout(setUp);
    ready = true;
    allowed = Math.min(settings.maxConcurrentStreams ?? Infinity, limits.streamsPerConnection);
    settle();
    handlers.onReady();
  });
  session.on("goaway", (code: number) => {
    leaving = true;
    reason ||= code === 0 ? "the core is going away" : `the core closed the connection (HTTP/2 error ${code})`;
    settle();
    handlers.onChange();
  });
  session.on("error", (error: Error) => {
    reason ||= ready ? lostWord : `the core cannot be reached (${codeOf(error)})`;
  });
  session.on("close", () => {
    closed = true;
    clearTimeout(setUp);
    clearTimeout(idle);
    clearTimeout(answer);
    clearInterval(keepAlive);
    reason ||= ready ? lostWord : "the core cannot be reached";
    for (const callback of [...proving.splice(0), ...next.splice(0)]) callback(false);
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
      stream.once("close", () => {
        streams -= 1;
        settle();
        handlers.onChange();
      });
      return stream;
    },
    prove,
    lost: () => reason || (session.destroyed ? lostWord : ""),
    destroy,
  };
}

function codeOf(error: Error & { code?: unknown }): string {
  return typeof error.code === "string" ? error.code : error.message;
}
