/**
 * Messages of a page that is being left and whose stream is closed already: Firefox closes a page's connections
 * before the page is told. The gateway retains the stream for a moment after its page has gone, and takes messages
 * from separate keepalive requests (docs/wire.md, "Last words").
 */
import { encodeMessage } from "../../registration/codec.js";
import type { StreamSession } from "../../registration/registration-stream.js";
import { httpUrl } from "../../wire/url.js";

/** Field numbers of `SendRequest`. */
const FIELD = { session: 1, secret: 2, hold: 7, last: 8 } as const;

/**
 * Asks the gateway to retain a stream when its page goes. It also makes the browser send the CORS preflight request
 * now, for which there is no time when the page is left.
 */
export function retainStream(endpoint: string, session: StreamSession): void {
  post(endpoint, session, FIELD.hold, new Uint8Array());
}

/** Hangs up a call, or moves it to the mobile, on a stream that is retained. */
export function sendOnRetained(
  endpoint: string,
  session: StreamSession,
  type: "bye" | "to-phone",
  callId: string,
): void {
  post(endpoint, session, FIELD.last, encodeMessage({ type, callId }));
}

/** A field of protobuf's that has a length, which is below 2 to the power of 14: nothing here is longer. */
function fieldOf(number: number, bytes: Uint8Array): number[] {
  const { length } = bytes;
  return [(number << 3) | 2, ...(length < 128 ? [length] : [(length & 127) | 128, length >> 7]), ...bytes];
}

/** Sends one request. Its outcome is ignored: the page is gone by then. */
function post(endpoint: string, session: StreamSession, field: number, bytes: Uint8Array): void {
  const url = httpUrl(endpoint);
  if (url === null) return;
  const encoder = new TextEncoder();
  const id = encoder.encode(session.id);
  const secret = encoder.encode(session.secret);
  fetch(`${url}webterminal.gateway.v1.PipeService/Send`, {
    method: "POST",
    headers: { "content-type": "application/proto" },
    body: Uint8Array.from([...fieldOf(FIELD.session, id), ...fieldOf(FIELD.secret, secret), ...fieldOf(field, bytes)]),
    credentials: "omit",
    cache: "no-store",
    keepalive: true,
  }).catch(() => undefined);
}
