/** Who may open a pipe, judged from the request alone. */
import type { IncomingMessage } from "node:http";
import { PipeService } from "../gen/webterminal/gateway/v1/pipe_pb.js";
import type { StreamStatus } from "../wire/stream.js";
import type { Refusal } from "./metrics.js";
import { METHODS, SERVICE, type GatewayOptions } from "./options.js";

/** What a request asks for. */
export interface Admission {
  /** `/package.Service/Method` at the core. */
  readonly path: string;
  readonly origin: string;
  readonly address: string;
  /** Why not. The page is told inside the stream, since of a refused upgrade it would see nothing. */
  readonly refusal?: { readonly reason: Refusal; readonly status: StreamStatus };
}

/** The methods of our own service, for pages that come by fetch. */
export type FetchMethod = "Listen" | "Send";

/** Judges requests. */
export interface Admissions {
  /** An upgrade. Null where the path is no method of any service: then there is no stream to answer in. */
  judge(request: IncomingMessage): Admission | null;
  /** A fetch pipe to `Service/Method` of the core. */
  judgeMethod(request: IncomingMessage, method: string): Admission;
  /** Whether pages of this origin may use the gateway; a request of none is no browser's. */
  isAllowed(request: IncomingMessage): boolean;
  /** Whether an origin is on the list by name: whoever may carry calls may not thereby get people's tokens. */
  isListed(origin: string): boolean;
  isPipe(path: string): boolean;
  fetchMethod(path: string): FetchMethod | null;
}

/** Reads the rules once. */
export function createAdmissions(options: GatewayOptions): Admissions {
  const prefix = normalizePrefix(options.pathPrefix ?? "");
  const service = `${prefix}/${SERVICE}/`;
  const own = `${prefix}/${PipeService.typeName}`;
  const origins = new Set(options.allowOrigins?.map((origin) => (origin === "*" ? "*" : normalizeOrigin(origin))));

  function isPipe(path: string): boolean {
    return path.startsWith(service) && METHODS.includes(path.slice(service.length));
  }

  function isAllowed(request: IncomingMessage): boolean {
    const { origin = "", host } = request.headers;
    if (origin === "" || origins.has("*") || origins.has(origin.toLowerCase())) return true;
    return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
  }

  function admit(request: IncomingMessage, path: string, known: boolean): Admission {
    const origin = request.headers.origin ?? "";
    const admission = { path, origin, address: addressOf(request, options.trustProxy === true) };
    if (!known) {
      const status: StreamStatus = { code: "unimplemented", message: `no such method: ${path.slice(1)}` };
      return { ...admission, refusal: { reason: "method", status } };
    }
    if (!isAllowed(request)) {
      const status: StreamStatus = { code: "permission_denied", message: `origin ${origin} is not allowed` };
      return { ...admission, refusal: { reason: "origin", status } };
    }
    return admission;
  }

  return {
    isPipe,
    isAllowed,
    isListed: (origin) => origin !== "*" && origins.has(origin),
    judge(request) {
      const path = (request.url ?? "").replace(/[?#].*$/s, "");
      const method = /\/[\w.]+\.\w+\/\w+$/.exec(path)?.[0];
      return method === undefined ? null : admit(request, method, isPipe(path));
    },
    judgeMethod: (request, method) => admit(request, `/${method}`, isPipe(`${prefix}/${method}`)),
    fetchMethod: (path) => (path === `${own}/Listen` ? "Listen" : path === `${own}/Send` ? "Send" : null),
  };
}

/** `phone/` and `/phone` both mean `/phone`. */
export function normalizePrefix(prefix: string): string {
  const trimmed = prefix.replace(/^\/+|\/+$/g, "");
  return trimmed && `/${trimmed}`;
}

/** As browsers write it: without a path, without a default port. */
function normalizeOrigin(origin: string): string {
  return URL.canParse(origin) && new URL(origin).origin !== "null" ? new URL(origin).origin : origin.toLowerCase();
}

function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy && request.headers["x-forwarded-for"];
  const last = forwarded ? String(forwarded).split(",").at(-1)?.trim() : undefined;
  return last ?? request.socket.remoteAddress ?? "";
}
