/** Exponential back-off with full jitter. Pure. */

/** Bounds of a wait, in milliseconds. */
export interface Backoff {
  /** The shortest wait. */
  readonly min: number;
  /** The longest wait. */
  readonly max: number;
}

/** Streams: 0.5 s up to 30 s. */
export const streamBackoff: Backoff = { min: 500, max: 30_000 };

/** Streams while a call is up: the core keeps a call whose stream broke for some seconds only. */
export const callBackoff: Backoff = { min: 500, max: 3_000 };

/** Token sources: 1 s up to 30 s. */
export const tokenBackoff: Backoff = { min: 1_000, max: 30_000 };

/**
 * Returns milliseconds until the next attempt: a random share of a span that doubles with each
 * failure, so that thousands of pages which lost the same gateway do not return at once.
 *
 * @param attempt failures so far, from 0.
 * @param random from 0 up to, not including, 1.
 */
export function backoffDelay(backoff: Backoff, attempt: number, random: number): number {
  const span = Math.min(backoff.max, backoff.min * 2 ** Math.min(attempt + 1, 16));
  return Math.round(backoff.min + random * Math.max(0, span - backoff.min));
}
