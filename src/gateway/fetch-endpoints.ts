/**
 * `webterminal.gateway.v1.PipeService` in the Connect protocol (connectrpc.com/docs/protocol), for pages
 * whose network blocks WebSockets. Written by hand, because a Connect stream consists of the envelopes of our
 * socket protocol: the core's bytes, codes and details pass unchanged, with Node's back-pressure.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { fromBinary } from "@bufbuild/protobuf";
import { ListenRequestSchema, SendRequestSchema } from "../gen/webterminal/gateway/v1/pipe_pb.js";
import { FLAG_DATA, MAX_HEADERS_BYTES, MAX_MESSAGE_BYTES } from "../wire/constants.js";
import { encodeEndStream } from "../wire/end-stream.js";
import { decodeEnvelope } from "../wire/envelope.js";
import type { StatusCode, StreamStatus } from "../wire/stream.js";
import type { Admission, Admissions } from "./admission.js";
import type { GatewayLimits } from "./options.js";
import { createPageFetch } from "./page-fetch.js";
import type { OpenPageConnection } from "./page-connection.js";
import { readBody } from "./read-body.js";
import type { FetchSessions } from "./fetch-sessions.js";

/** What the gateway gives to these endpoints. */
export interface FetchContext {
  readonly admissions: Admissions;
  readonly limits: GatewayLimits;
  readonly sessions: FetchSessions;
  /** Creates a bridge for a page; `onClosed` is the bridge's. */
  readonly open: (openPage: OpenPageConnection, admission: Admission) => void;
}

/** Answers a request for one of the gateway's methods. Returns false if it is for another. */
export type FetchEndpoints = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** The largest body of a Send request: a message and its frame. */
const MAX_SEND_BYTES = MAX_MESSAGE_BYTES + 1024;

/** The HTTP statuses of Connect that a Send can end with. */
const httpStatus: Partial<Record<StatusCode, number>> = {
  invalid_argument: 400,
  permission_denied: 403,
  not_found: 404,
  resource_exhausted: 429,
  unimplemented: 501,
};

/** Headers that a page of another origin may set, besides the CORS-safelisted ones. */
const allowedHeaders =
  "authorization, content-type, connect-protocol-version, connect-timeout-ms, x-request-id, traceparent, tracestate, x-user-agent";

/** Creates the handlers of Listen and Send. */
export function createFetchEndpoints({ admissions, limits, sessions, open }: FetchContext): FetchEndpoints {
  /** Tells a listening page in the stream. */
  async function listen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const late = setTimeout(() => request.destroy(), limits.firstMessageMs);
    const body = await readBody(request, MAX_HEADERS_BYTES).finally(() => clearTimeout(late));
    const envelope = body && decodeEnvelope(body);
    const message =
      envelope?.flags === FLAG_DATA ? parse(() => fromBinary(ListenRequestSchema, envelope.payload)) : null;
    if (!message) {
      response.writeHead(200, { "content-type": "application/connect+proto" });
      response.end(encodeEndStream({ code: "invalid_argument", message: "invalid ListenRequest" }));
      return;
    }
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers[name] = value;
    open(
      (handlers) =>
        sessions.open(handlers, (session, closing) => createPageFetch(response, headers, session, limits, closing)),
      admissions.judgeMethod(request, message.method),
    );
  }

  async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const failure = await takeSend(request);
    if (failure) {
      const { code, message } = failure;
      response.writeHead(httpStatus[code] ?? 500, { "content-type": "application/json", "cache-control": "no-store" });
      response.end(JSON.stringify({ code, message }));
    } else {
      // An empty SendResponse is no bytes at all.
      response.writeHead(200, { "content-type": "application/proto", "cache-control": "no-store" });
      response.end();
    }
  }

  async function takeSend(request: IncomingMessage): Promise<StreamStatus | null> {
    if (!admissions.isAllowed(request)) return { code: "permission_denied", message: "origin is not allowed" };
    const body = await readBody(request, MAX_SEND_BYTES);
    if (!body)
      return { code: "resource_exhausted", message: `message exceeds the limit of ${MAX_MESSAGE_BYTES} bytes` };
    const message = parse(() => fromBinary(SendRequestSchema, body));
    if (!message) return { code: "invalid_argument", message: "invalid SendRequest" };
    return sessions.take(message);
  }

  return (request, response, path) => {
    const method = admissions.fetchMethod(path);
    if (!method) return false;
    allowOrigin(request, response, admissions.isAllowed(request));
    const type = method === "Listen" ? "application/connect+proto" : "application/proto";
    if (request.method === "OPTIONS") {
      response.writeHead(admissions.isAllowed(request) ? 204 : 403).end();
    } else if (request.method !== "POST") {
      response.writeHead(405, { allow: "POST, OPTIONS" }).end();
    } else if (request.headers["content-type"] !== type || request.headers["content-encoding"] !== undefined) {
      response.writeHead(415, { "accept-post": type }).end();
    } else {
      (method === "Listen" ? listen : send)(request, response).catch(() => {
        // The request was aborted: there is no one to answer.
        response.destroy();
      });
    }
    return true;
  };
}

/** Allows only listed origins to read the response. Cookies are neither requested nor accepted. */
function allowOrigin(request: IncomingMessage, response: ServerResponse, allowed: boolean): void {
  response.setHeader("vary", "origin");
  const { origin } = request.headers;
  if (origin === undefined || !allowed) return;
  response.setHeader("access-control-allow-origin", origin);
  if (request.method !== "OPTIONS") return;
  response.setHeader("access-control-allow-methods", "POST");
  response.setHeader("access-control-allow-headers", allowedHeaders);
  // The longest time that any browser honours.
  response.setHeader("access-control-max-age", "7200");
}

function parse<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
