/** The machine's times and counts, in one place. Milliseconds. */

/** An outgoing call that nobody answers is given up after this. */
export const NO_ANSWER_MS = 120_000;
/** After a lost stream, how long a ringing call waits to be offered again. */
export const OFFERED_AGAIN_MS = 20_000;
/** First audio after an answer. DTLS towards a far media server takes a few round trips. */
export const CONNECT_MS = 10_000;
/** ICE often mends a short loss by itself; after this we help. */
export const DISCONNECTED_GRACE_MS = 3_000;
/** What an attempt to bring media back may take (policy 3). */
export const RECOVERY_ATTEMPT_MS = 3_000;
/** An ICE restart, then two fresh legs. */
export const RECOVERY_ATTEMPTS = 3;
/** An offer without any answer means a silent stream rather than bad media: it is waited for this often. */
export const RECOVERY_WAITS = 5;
/** A connected fresh leg that stays silent takes over after this: the far end may be mute. */
export const PROMOTE_MS = 1_000;
/** A call whose tab is gone waits this long to be taken up by another, as the core does for a lost stream. */
export const ABANDONED_MS = 30_000;
/** A call without a stream is looked at this often; it ends once its audio is gone as well. */
export const GIVE_UP_MS = 45_000;
/** A message that left so shortly before its stream broke may not have arrived. */
export const UNPROVEN_MS = 5_000;
/** The core should have said by now whether the mobile took the call. */
export const MOVE_MS = 15_000;
/** `TRY_AGAIN` is followed this often, then given up. */
export const TRIES = 4;
/** Wait before the n-th try again. */
export const retryDelay = (tries: number): number => 500 * 2 ** Math.min(tries, 4);
