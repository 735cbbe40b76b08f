/** Who may open a pipe, judged from the upgrade request alone. */
import type { IncomingMessage } from "node:http";
import type { StreamStatus } from "../wire/stream.js";
import type { Refusal } from "./metrics.js";
import { METHODS, SERVICE, type GatewayOptions } from "./options.js";

/** What an upgrade request asks for. */
export interface Admission {
  /** `/package.Service/Method` at the core. */
  readonly path: string;
  readonly origin: string;
  readonly address: string;
  /** Why not. The page is told inside the stream, since of a refused upgrade it would see nothing. */
  readonly refusal?: { readonly reason: Refusal; readonly status: StreamStatus };
}

/** Judges upgrade requests. */
export interface Admissions {
  /** Null where the path is no method of any service: then there is no stream to answer in. */
  judge(request: IncomingMessage): Admission | null;
  isPipe(path: string): boolean;
}

/** Reads the rules once. */
export function createAdmissions(options: GatewayOptions): Admissions {
  const prefix = normalizePrefix(options.pathPrefix ?? "");
  const service = `${prefix}/${SERVICE}/`;
  const origins = new Set(options.allowOrigins?.map((origin) => (origin === "*" ? "*" : normalizeOrigin(origin))));

  function isPipe(path: string): boolean {
    return path.startsWith(service) && METHODS.includes(path.slice(service.length));
  }

  function isAllowed(origin: string, host: string | undefined): boolean {
    if (origin === "" || origins.has("*") || origins.has(origin.toLowerCase())) return true;
    return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
  }

  return {
    isPipe,
    judge(request) {
      const path = (request.url ?? "").replace(/[?#].*$/s, "");
      const method = /\/[\w.]+\.\w+\/\w+$/.exec(path)?.[0];
      if (method === undefined) return null;
      const origin = request.headers.origin ?? "";
      const admission = { path: method, origin, address: addressOf(request, options.trustProxy === true) };
      if (!isPipe(path)) {
        const status: StreamStatus = { code: "unimplemented", message: `there is no ${method.slice(1)} here` };
        return { ...admission, refusal: { reason: "method", status } };
      }
      if (!isAllowed(origin, request.headers.host)) {
        const status: StreamStatus = { code: "permission_denied", message: `origin ${origin} is not allowed` };
        return { ...admission, refusal: { reason: "origin", status } };
      }
      return admission;
    },
  };
}

/** `phone/` and `/phone` both mean `/phone`. */
function normalizePrefix(prefix: string): string {
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
