/** Answers plain HTTP requests. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { FetchEndpoints } from "./fetch-endpoints.js";
import type { Metrics } from "./metrics.js";
import type { GatewayOptions } from "./options.js";
import type { SignInEndpoints } from "./sign-in-endpoints.js";

/** What these endpoints need to know of the gateway. */
export interface Health {
  draining(): boolean;
  coreAnswers(): Promise<boolean>;
  /** Returns whether a WebSocket is expected at this path. */
  isPipe(path: string): boolean;
}

/** Answers `/healthz`, `/readyz`, `/metrics`, the fetch endpoints and sign-in, and passes on all other requests. */
export function createRequestHandler(
  health: Health,
  metrics: Metrics,
  fetchPipes: FetchEndpoints,
  signIn: SignInEndpoints,
  other: GatewayOptions["requestHandler"],
): (request: IncomingMessage, response: ServerResponse) => void {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").replace(/[?#].*$/s, "");
    if (fetchPipes(request, response, path) || signIn(request, response, path)) return;
    const own = path === "/healthz" || path === "/readyz" || path === "/metrics" || health.isPipe(path);
    if (!own && other) other(request, response);
    else if (!own) say(response, 404, "not found");
    else if (health.isPipe(path)) {
      response.setHeader("upgrade", "websocket");
      // A request without an upgrade: typed by hand, or sent through a proxy that strips it.
      say(response, 426, "this endpoint expects a WebSocket");
    } else if (request.method !== "GET" && request.method !== "HEAD") say(response, 405, "GET only");
    else if (path === "/healthz") say(response, 200, "ok");
    else if (path === "/metrics") {
      response.setHeader("content-type", metrics.registry.contentType);
      response.end(await metrics.registry.metrics());
    } else if (health.draining()) say(response, 503, "draining");
    else if (await health.coreAnswers()) say(response, 200, "ready");
    else say(response, 503, "the core does not respond");
  }

  return (request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) say(response, 500, "internal error");
    });
  };
}

function say(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  if (!response.hasHeader("content-type")) response.setHeader("content-type", "text/plain; charset=utf-8");
  response.setHeader("cache-control", "no-store");
  response.end(`${text}\n`);
}
