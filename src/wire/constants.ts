/**
 * The numbers of the socket protocol (`docs/wire.md`), the same on both ends.
 * Times are milliseconds, sizes are bytes.
 */

/** An envelope with one protobuf message; byte for byte a gRPC length-prefixed message. */
export const FLAG_DATA = 0x00;
/** End of stream: empty from the page (half close), `EndStreamResponse` JSON from the gateway. */
export const FLAG_END = 0x02;
/** Headers as a JSON object of strings: the first envelope of each side. */
export const FLAG_HEADERS = 0x06;
/** Empty. From the page it asks for proof of life, from the gateway it is the answer. */
export const FLAG_PING = 0x08;

/** Flags byte and unsigned big-endian length. */
export const ENVELOPE_PREFIX = 5;
/** The largest payload of an envelope. */
export const MAX_MESSAGE_BYTES = 1_048_576;
/** The largest headers payload: a long token, and some more. */
export const MAX_HEADERS_BYTES = 16_384;

/** What the page holds back in all, its socket's own buffer included, before the stream fails. */
export const MAX_QUEUED_BYTES = 2 * (MAX_MESSAGE_BYTES + ENVELOPE_PREFIX);
/** How many messages wait, in the page for the socket and in the gateway for the core. */
export const MAX_QUEUED_MESSAGES = 64;

/** The page gives the socket this long to open. */
export const CONNECT_WITHIN_MS = 10_000;
/** The gateway gives the page this long to send its headers. */
export const FIRST_MESSAGE_WITHIN_MS = 5000;
/** The gateway gives the core this long to take the stream. */
export const ACCEPT_WITHIN_MS = 10_000;
/** A stream on which the core says nothing counts as taken after this time. */
export const TAKEN_AFTER_MS = 300;
/** After this much silence the page asks for proof of life. */
export const PING_AFTER_MS = 15_000;
/** Without an answer in this time the stream is dead. */
export const DEAD_AFTER_MS = 10_000;

/** Without WebSockets: how often one message is sent before the stream is given up. */
export const SEND_TRIES = 5;
/** Waits this long before the second try, and twice as long before each further one. */
export const SEND_AGAIN_MS = 250;
/** A stream that is closed has this long to send what waits. */
export const FLUSH_WITHIN_MS = 2000;
/** A pipe whose page has gone, and may have something left to say, is kept for this long. */
export const RETAIN_MS = 2000;
