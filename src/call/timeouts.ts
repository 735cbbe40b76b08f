/** The machine's timeouts, in milliseconds, and counts. */

/** An outgoing call that is not answered is given up after this. */
export const NO_ANSWER_MS = 120_000;
/** How long a ringing call waits to be offered again after a stream was lost. */
export const OFFERED_AGAIN_MS = 20_000;
/** How long the first audio may take after an answer. DTLS to a distant media server takes a few round trips. */
export const CONNECT_MS = 10_000;
/** How long to wait for ICE to recover from a short loss before recovery starts. */
export const DISCONNECTED_GRACE_MS = 3_000;
/** How long an attempt to recover may take (policy 3). */
export const RECOVERY_ATTEMPT_MS = 3_000;
/** Attempts to recover: an ICE restart, then two fresh legs. */
export const RECOVERY_ATTEMPTS = 3;
/** How often an unanswered offer is waited for: it means a silent stream rather than broken media. */
export const RECOVERY_WAITS = 5;
/** A connected fresh leg that stays silent takes over after this: the far end may be muted. */
export const PROMOTE_MS = 1_000;
/** How long a call whose tab is gone waits to be taken up by another, as the core waits after a lost stream. */
export const ABANDONED_MS = 30_000;
/** How often a call without a stream is checked; it ends once its audio is gone as well. */
export const GIVE_UP_MS = 45_000;
/** A message that was sent this shortly before its stream broke may not have arrived. */
export const UNPROVEN_MS = 5_000;
/** How long the core may take to say whether the mobile took the call. */
export const MOVE_MS = 15_000;
/** How often `TRY_AGAIN` is followed before the call is given up. */
export const TRIES = 4;
/** Returns the wait before a call is tried again, in milliseconds. `tries`: how often it was tried again already. */
export const retryDelay = (tries: number): number => 500 * 2 ** Math.min(tries, 4);
