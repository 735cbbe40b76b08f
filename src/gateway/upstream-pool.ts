/** Keeps as many HTTP/2 connections to the core as its limit of streams per connection requires. */
import type { StreamStatus } from "../wire/stream.js";
import type { GatewayLimits, GatewayLogger } from "./options.js";
import { type Upstream, type UpstreamSession, createUpstreamSession } from "./upstream-session.js";

/** Streams that most cores allow on one connection: assumed until the core has sent its settings. */
const USUAL_STREAMS = 100;

/** The longest interval between PINGs, however often the core has rejected them. */
const MAX_PING_MS = 86_400_000;

/** A connection with room for one stream, or the reason that there is none. */
export type Acquired = { readonly session: UpstreamSession } | { readonly failure: StreamStatus };

/** A pool of connections to the core. */
export interface UpstreamPool {
  /**
   * Calls back, perhaps at once, with a connection that has room now: open the stream within
   * the callback. Returns a function that cancels the request.
   */
  acquire(callback: (acquired: Acquired) => void): () => void;
  /** Resolves with whether there is a connection to the core, or one can be made within the timeout of a PING. */
  check(): Promise<boolean>;
  connections(): number;
  streams(): number;
  close(): Promise<void>;
}

/** Creates a pool that connects at the first request. Calls `onChange` whenever the counts may have changed. */
export function createUpstreamPool(
  upstream: Upstream,
  limits: GatewayLimits,
  logger: GatewayLogger,
  onChange: () => void,
): UpstreamPool {
  const sessions = new Set<UpstreamSession>();
  const waiting = new Set<(acquired: Acquired) => void>();
  let closing: (() => void) | null = null;
  let pingMs = limits.corePingMs;
  let perConnection = Math.min(USUAL_STREAMS, limits.streamsPerConnection);

  function serve(): void {
    for (const callback of waiting) {
      const session = [...sessions].find((candidate) => candidate.free() > 0);
      if (!session) break;
      waiting.delete(callback);
      callback({ session });
    }
    dial();
    onChange();
  }

  /** Opens as many connections as the waiting requests need, counting those that are being opened. */
  function dial(): void {
    if (closing) return;
    let coming = 0;
    for (const session of sessions) if (session.connecting()) coming += perConnection;
    while (waiting.size > coming) {
      if (sessions.size >= limits.connections) {
        if (coming === 0) fail({ code: "resource_exhausted", message: "limit of connections to the core reached" });
        return;
      }
      add();
      coming += perConnection;
    }
  }

  function add(): void {
    const session: UpstreamSession = createUpstreamSession(upstream, limits, () => pingMs, {
      onReady() {
        const free = session.free();
        if (free > 0) perConnection = free;
        else if (session.streams() === 0) {
          session.destroy("the core accepts no streams");
          failUnlessComing(session.lost());
        }
        serve();
      },
      onChange: serve,
      onTooManyPings: slowDown,
      onClosed(reason) {
        sessions.delete(session);
        failUnlessComing(reason);
        onChange();
        if (sessions.size === 0) closing?.();
      },
    });
    sessions.add(session);
  }

  /** Doubles the interval, as gRPC clients do (gRFC A8); once, if several connections reject the same interval. */
  function slowDown(intervalMs: number): void {
    const slower = Math.min(2 * intervalMs, MAX_PING_MS);
    if (slower <= pingMs) return;
    pingMs = slower;
    logger.warn(
      { before: intervalMs / 1000, now: pingMs / 1000 },
      "the core closed a connection because of too many PINGs (GOAWAY too_many_pings): " +
        "doubled the interval (seconds); set --core-ping to what the core allows",
    );
  }

  /** Fails the waiting requests if their connection was lost and no other is being opened. */
  function failUnlessComing(reason: string): void {
    if (![...sessions].some((other) => other.connecting())) fail({ code: "unavailable", message: reason });
  }

  function fail(failure: StreamStatus): void {
    for (const callback of [...waiting]) {
      waiting.delete(callback);
      callback({ failure });
    }
  }

  function acquire(callback: (acquired: Acquired) => void): () => void {
    if (closing) {
      callback({ failure: { code: "unavailable", message: "the gateway is stopping" } });
      return () => undefined;
    }
    waiting.add(callback);
    serve();
    return () => {
      waiting.delete(callback);
    };
  }

  return {
    acquire,
    check: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => {
          withdraw();
          resolve(false);
        }, limits.corePingTimeoutMs);
        const withdraw = acquire((acquired) => {
          clearTimeout(late);
          resolve("session" in acquired);
        });
      }),
    connections: () => sessions.size,
    streams: () => [...sessions].reduce((sum, session) => sum + session.streams(), 0),
    close: () =>
      new Promise((resolve) => {
        closing = resolve;
        fail({ code: "unavailable", message: "the gateway is stopping" });
        if (sessions.size === 0) resolve();
        for (const session of sessions) session.destroy("the gateway is stopping");
      }),
  };
}
