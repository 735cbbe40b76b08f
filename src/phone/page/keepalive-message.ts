/**
 * The last words of a page whose stream is gone already: Firefox closes a page's connections before the page hears
 * that it is left. The gateway is asked to hold the pipe for a moment once its page has gone, and takes what
 * a request of its own brings (docs/wire.md, "Last words").
 */
import { encodeMessage } from "../../registration/codec.js";
import { httpUrl } from "../../wire/url.js";

/** Field numbers of `SendRequest`. */
const FIELD = { session: 1, secret: 2, hold: 7, last: 8 } as const;

/**
 * Asks for a stream to be held. That also makes the browser ask ahead whether the gateway takes requests from this
 * page's origin, for which there is no time in the end.
 *
 * @param session the gateway's name for the stream.
 */
export function hold(endpoint: string, session: string): void {
  post(endpoint, session, FIELD.hold, new Uint8Array());
}

/** Hangs a call up, or sends it to the mobile, on a stream that is held. */
export function say(endpoint: string, session: string, type: "bye" | "to-phone", callId: string): void {
  post(endpoint, session, FIELD.last, encodeMessage({ type, callId }));
}

/** A field of protobuf's that has a length, which is below 2 to the power of 14: nothing here is longer. */
function fieldOf(number: number, bytes: Uint8Array): number[] {
  const { length } = bytes;
  return [(number << 3) | 2, ...(length < 128 ? [length] : [(length & 127) | 128, length >> 7]), ...bytes];
}

/** Nobody is told whether it arrived: nobody is there to be told. */
function post(endpoint: string, session: string, field: number, bytes: Uint8Array): void {
  const url = httpUrl(endpoint);
  const [id, secret] = session.split(" ").map((part) => new TextEncoder().encode(part));
  // A gateway of before has none.
  if (url === null || id === undefined || secret === undefined) return;
  fetch(`${url}webterminal.gateway.v1.PipeService/Send`, {
    method: "POST",
    headers: { "content-type": "application/proto" },
    body: Uint8Array.from([...fieldOf(FIELD.session, id), ...fieldOf(FIELD.secret, secret), ...fieldOf(field, bytes)]),
    credentials: "omit",
    cache: "no-store",
    keepalive: true,
  }).catch(() => undefined);
}
