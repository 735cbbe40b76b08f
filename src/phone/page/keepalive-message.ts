/**
 * Messages of a page whose stream is already closed: Firefox closes the connections of a page before the page receives
 * `pagehide`. The page first asks the gateway to retain its stream to the core for a moment; a separate `keepalive`
 * request then carries the message (docs/wire.md, "Last words").
 */
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { encodeMessage } from "../../registration/codec.js";
import type { StreamSession } from "../../registration/registration-stream.js";
import { httpUrl } from "../../wire/url.js";

/** Field numbers of `webterminal.gateway.v1.SendRequest`. */
const FIELD = { session: 1, secret: 2, hold: 7, last: 8 } as const;

/**
 * Asks the gateway to retain a stream for a moment after its page is gone. The request also makes the browser do the
 * CORS preflight now, as there is no time for one when the page is left.
 */
export function retainStream(endpoint: string, session: StreamSession): void {
  post(endpoint, session, FIELD.hold, new Uint8Array());
}

/** Hangs up a call, or moves it to the mobile, on a retained stream. */
export function sendOnRetained(
  endpoint: string,
  session: StreamSession,
  type: "bye" | "to-phone",
  callId: string,
): void {
  post(endpoint, session, FIELD.last, encodeMessage({ type, callId }));
}

/** Sends one request; its outcome is ignored, because the page that could react to it is being left. */
function post(endpoint: string, session: StreamSession, field: number, bytes: Uint8Array): void {
  const url = httpUrl(endpoint);
  if (url === null) return;
  const request = new BinaryWriter()
    .tag(FIELD.session, WireType.LengthDelimited)
    .string(session.id)
    .tag(FIELD.secret, WireType.LengthDelimited)
    .string(session.secret)
    .tag(field, WireType.LengthDelimited)
    .bytes(bytes);
  fetch(`${url}webterminal.gateway.v1.PipeService/Send`, {
    method: "POST",
    headers: { "content-type": "application/proto" },
    body: request.finish(),
    credentials: "omit",
    cache: "no-store",
    keepalive: true,
  }).catch(() => undefined);
}
