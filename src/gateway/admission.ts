/** Decides from a request alone who may open a stream. */
import type { IncomingMessage } from "node:http";
import { PipeService } from "../gen/webterminal/gateway/v1/pipe_pb.js";
import type { StreamStatus } from "../wire/stream.js";
import type { Refusal } from "./metrics.js";
import { METHODS, SERVICE, type GatewayOptions } from "./options.js";

/** A request for a stream, and whether it is allowed. */
export interface Admission {
  /** `/package.Service/Method` at the core. */
  readonly path: string;
  readonly origin: string;
  readonly address: string;
  /** Why it is refused; null if it is allowed. The page learns it in the stream, because browsers hide the reason of a refused upgrade. */
  readonly refusal?: { readonly reason: Refusal; readonly status: StreamStatus };
}

/** The methods of the gateway's service for pages that use fetch. */
export type FetchMethod = "Listen" | "Send";

/** Checks requests. */
export interface Admissions {
  /** Checks an upgrade. Returns null if the path is not a method of a service: then there is no stream to answer in. */
  judge(request: IncomingMessage): Admission | null;
  /** Checks a stream over fetch to `Service/Method` of the core. */
  judgeMethod(request: IncomingMessage, method: string): Admission;
  /** Returns whether pages of this origin may use the gateway. A request without an origin does not come from a browser. */
  isAllowed(request: IncomingMessage): boolean;
  /** Returns whether the list names this origin: an origin allowed by `*` may carry calls, but may not receive tokens. */
  isListed(origin: string): boolean;
  isPipe(path: string): boolean;
  fetchMethod(path: string): FetchMethod | null;
}

/** Creates the checks from the options. */
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

/** Normalizes a path: `phone/` and `/phone` both mean `/phone`. */
export function normalizePrefix(prefix: string): string {
  const trimmed = prefix.replace(/^\/+|\/+$/g, "");
  return trimmed && `/${trimmed}`;
}

/** Returns an origin as browsers write it: without a path and without a default port. */
function normalizeOrigin(origin: string): string {
  return URL.canParse(origin) && new URL(origin).origin !== "null" ? new URL(origin).origin : origin.toLowerCase();
}

function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy && request.headers["x-forwarded-for"];
  const last = forwarded ? String(forwarded).split(",").at(-1)?.trim() : undefined;
  return last ?? request.socket.remoteAddress ?? "";
}
