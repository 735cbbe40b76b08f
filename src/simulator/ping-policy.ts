/** Limits the PINGs of clients (gRFC A8), as widespread gRPC servers do by default. */

/** The shortest time between two PINGs without a stream: two hours. */
const IDLE_INTERVAL_MS = 7_200_000;
/** Strikes that are tolerated; the next one ends the connection. */
const MAX_STRIKES = 2;

/** Counts the PINGs of one connection. */
export interface PingPolicy {
  /** Notes that HEADERS or DATA were sent: the next PING is allowed, and strikes are forgotten. */
  readonly sent: () => void;
  /** Counts a PING that came while there were this many streams. Returns whether to end the connection. */
  readonly received: (streams: number) => boolean;
}

/** Creates the policy of a new connection. `minIntervalMs` 0 allows any PING. */
export function createPingPolicy(options: {
  readonly minIntervalMs: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}): PingPolicy {
  const { minIntervalMs, now } = options;
  let last = -Infinity;
  let strikes = 0;
  return {
    sent() {
      last = -Infinity;
      strikes = 0;
    },
    received(streams) {
      if (minIntervalMs === 0) return false;
      const allowedAt = last + (streams > 0 ? minIntervalMs : IDLE_INTERVAL_MS);
      last = now();
      if (last < allowedAt) strikes += 1;
      return strikes > MAX_STRIKES;
    },
  };
}
