/**
 * Constants of the socket protocol (`docs/wire.md`), shared by both sides. Times are in milliseconds, sizes in bytes.
 */

/** Flags of an envelope with a protobuf message; identical to a gRPC length-prefixed message. */
export const FLAG_DATA = 0x00;
/** Flags of the end of a stream: empty from the page (half close), `EndStreamResponse` JSON from the gateway. */
export const FLAG_END = 0x02;
/** Flags of the headers, a JSON object of strings: the first envelope of each side. */
export const FLAG_HEADERS = 0x06;
/** Flags of an empty envelope: a ping from the page, the pong from the gateway. */
export const FLAG_PING = 0x08;

/** Size of the prefix: a byte of flags and an unsigned big-endian length. */
export const ENVELOPE_PREFIX = 5;
/** Maximum payload of an envelope. */
export const MAX_MESSAGE_BYTES = 1_048_576;
/** Maximum headers payload: enough for a long token and some more. */
export const MAX_HEADERS_BYTES = 16_384;

/** Maximum total that the page queues, including the buffer of its socket, before the stream fails. */
export const MAX_QUEUED_BYTES = 2 * (MAX_MESSAGE_BYTES + ENVELOPE_PREFIX);
/** Maximum number of queued messages, in the page for the socket and in the gateway for the core. */
export const MAX_QUEUED_MESSAGES = 64;

/** Time-out of the page for opening the socket. */
export const CONNECT_WITHIN_MS = 10_000;
/** Time-out of the gateway for the headers of the page. */
export const FIRST_MESSAGE_WITHIN_MS = 5000;
/** Time-out of the gateway for the core to accept the stream. */
export const ACCEPT_WITHIN_MS = 10_000;
/** Time after which a stream on which the core is silent counts as accepted. */
export const TAKEN_AFTER_MS = 300;
/** Silence after which the page sends a ping. */
export const PING_AFTER_MS = 15_000;
/** Time-out of a ping: the stream is then dead. */
export const DEAD_AFTER_MS = 10_000;

/** Without WebSockets: maximum attempts to send a message before the stream fails. */
export const SEND_TRIES = 5;
/** Delay before the second attempt; it doubles for each further one. */
export const SEND_AGAIN_MS = 250;
/** Time in which a closed stream may still send queued messages. */
export const FLUSH_WITHIN_MS = 2000;
/** Time for which the gateway retains a stream whose page has gone and announced last words. */
export const RETAIN_MS = 2000;
