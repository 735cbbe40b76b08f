/**
 * Signs people in, for pages without a token of their own: a window that a page opens goes through here to the
 * provider and back, and gives that page an access token and a sealed session. Renewal and sign-out
 * are requests of the page. The gateway stores nothing: state is sealed and stored by the browser.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Admissions, normalizePrefix } from "./admission.js";
import type { Metrics, SignInOutcome, SignInStep } from "./metrics.js";
import type { GatewayLogger, GatewayOptions, SignInOptions } from "./options.js";
import { readBody } from "./read-body.js";
import { type PageTarget, sendAway, sendBack, sendText } from "./sign-in-pages.js";
import { type Grant, type Pending, SignInFailure, createProvider } from "./sign-in-provider.js";
import { LEAST_KEY_LENGTH, createSeal } from "./sign-in-seal.js";

/** Answers a sign-in request. Returns false if the request is another one. */
export type SignInEndpoints = (request: IncomingMessage, response: ServerResponse, path: string) => boolean;

/** What the gateway gives to these endpoints. */
export interface SignInContext {
  readonly admissions: Admissions;
  readonly metrics: Metrics;
  readonly logger: GatewayLogger;
}

/** How long a person may take at the provider, in seconds. */
const PENDING_LIFE_S = 600;
/** The largest body: a sealed refresh token and its frame. */
const MAX_BODY_BYTES = 16_384;

/** Checks the options and creates the endpoints. Rejects with an explanation if an option is invalid. */
export async function createSignInEndpoints(options: GatewayOptions, context: SignInContext): Promise<SignInEndpoints> {
  const prefix = `${normalizePrefix(options.pathPrefix ?? "")}/sign-in`;
  const answer = options.signIn ? await createAnswers(options, options.signIn, context) : null;
  const steps = ["", "/callback", "/provider", "/token", "/revoke"];

  return (request, response, path) => {
    if (!path.startsWith(prefix) || !steps.includes(path.slice(prefix.length))) return false;
    const step = path.slice(prefix.length);
    if (answer) {
      answer(request, response, step).catch(() => {
        // The request was aborted: there is no one to answer.
        response.destroy();
      });
    } else if (step === "" || step === "/callback") {
      sendText(response, 404, "Sign-in is not configured: this gateway has no OpenID settings.");
    } else {
      allowPage(request, response, context.admissions.isAllowed(request));
      sendJson(response, 404, { error: "not_offered" });
    }
    return true;
  };
}

async function createAnswers(
  options: GatewayOptions,
  settings: SignInOptions,
  { admissions, metrics, logger }: SignInContext,
): Promise<(request: IncomingMessage, response: ServerResponse, step: string) => Promise<void>> {
  check(settings);
  const [provider, seal] = await Promise.all([createProvider(settings), createSeal(settings.key)]).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
      throw new Error("Sign-in needs two more packages: npm install openid-client jose");
    },
  );
  logger.info({ issuer: settings.issuer }, "sign-in enabled");
  if (settings.key === undefined) {
    logger.warn({}, "no sign-in key set: a restart signs all users out, and sessions are not shared between instances");
  }

  /** Returns the address of this gateway for browsers. */
  function baseOf({ headers }: IncomingMessage): string {
    if (settings.publicUrl !== undefined) return settings.publicUrl.replace(/\/+$/, "");
    const said = options.trustProxy === true ? String(headers["x-forwarded-proto"] ?? "") : "";
    const secure = options.tls !== undefined || said.split(",").at(-1)?.trim() === "https";
    return `${secure ? "https" : "http"}://${headers.host ?? "localhost"}${normalizePrefix(options.pathPrefix ?? "")}`;
  }

  /** Returns whether the origin is the gateway's or listed by name; `*` does not count here. */
  function mayHaveTokens(request: IncomingMessage, origin: string): boolean {
    const base = baseOf(request);
    return admissions.isListed(origin) || (URL.canParse(base) && new URL(base).origin === origin);
  }

  function note(step: SignInStep, outcome: SignInOutcome, origin: string, error?: unknown): void {
    metrics.signIn(step, outcome);
    const fields = { step, outcome, origin };
    if (error === undefined && outcome === "ok") logger.info(fields, "sign-in");
    else if (error instanceof SignInFailure) {
      logger.warn({ ...fields, code: error.code, reason: reasonOf(error) }, "sign-in");
    } else logger.warn({ ...fields, reason: error }, "sign-in");
  }

  async function sessionOf(grant: Grant, origin: string, previous?: string): Promise<Record<string, unknown>> {
    const refresh = grant.refreshToken ?? previous;
    return {
      access_token: grant.accessToken,
      expires_in: grant.expiresIn,
      // Only this origin can use it, and only through this gateway.
      session: refresh === undefined ? undefined : await seal.close("web-terminal-session", { refresh, origin }),
    };
  }

  async function begin(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const to = { origin: query.get("origin") ?? "", page: query.get("state") ?? "" };
    if (!mayHaveTokens(request, to.origin)) {
      note("begin", "refused", to.origin, "origin");
      sendText(
        response,
        403,
        `Pages of ${to.origin || "no origin"} may not sign users in here. Allow the origin by name with --allow-origin.`,
      );
    } else if (!/^[\w-]{16,128}$/.test(to.page)) {
      note("begin", "refused", to.origin, "state");
      sendText(response, 400, "This address is for the sign-in button of a phone.");
    } else {
      const base = baseOf(request);
      try {
        const { url, pending } = await provider.begin(`${base}/sign-in/callback`);
        const sealed = await seal.close("web-terminal-pending", { ...pending, ...to }, PENDING_LIFE_S);
        response.setHeader("set-cookie", cookie(base, pending.state, sealed, PENDING_LIFE_S));
        note("begin", "ok", to.origin);
        sendAway(response, to, url);
      } catch (error) {
        note("begin", "failed", to.origin, error);
        sendBack(response, to, { error: "server_error" });
      }
    }
  }

  async function finish(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> {
    const base = baseOf(request);
    const state = query.get("state") ?? "";
    const sealed = cookieOf(request, state);
    const pending =
      sealed === null ? null : ((await seal.open("web-terminal-pending", sealed)) as (Pending & PageTarget) | null);
    // The library compares again; this finds the page to tell.
    if (pending?.state !== state) {
      note("finish", "refused", "", "state");
      sendText(
        response,
        400,
        "This sign-in has expired, or was started in another browser. Close this window and sign in again.",
      );
      return;
    }
    response.setHeader("set-cookie", cookie(base, state, "", 0));
    const url = new URL(`${base}/sign-in/callback`);
    url.search = query.toString();
    try {
      const grant = await provider.finish(url, pending);
      const session = await sessionOf(grant, pending.origin);
      note("finish", "ok", pending.origin);
      sendBack(response, pending, session as Record<string, string | number | undefined>);
    } catch (error) {
      const { code } = error as SignInFailure;
      note("finish", code === "access_denied" ? "refused" : "failed", pending.origin, error);
      sendBack(response, pending, { error: code });
    }
  }

  /** Answers a request of a page about its session. */
  async function ask(request: IncomingMessage, response: ServerResponse, step: "renew" | "revoke"): Promise<void> {
    const { origin = "" } = request.headers;
    const body = await readBody(request, MAX_BODY_BYTES);
    const given = new URLSearchParams(body?.toString() ?? "").get("session") ?? "";
    const session = await seal.open("web-terminal-session", given);
    const refresh = session?.["refresh"];
    if (typeof refresh !== "string" || session?.["origin"] !== origin) {
      note(step, "refused", origin, "session");
      sendJson(response, 401, { error: "invalid_grant" });
      return;
    }
    try {
      if (step === "revoke") await provider.revoke(refresh);
      const answer = step === "revoke" ? {} : await sessionOf(await provider.renew(refresh), origin, refresh);
      note(step, "ok", origin);
      sendJson(response, 200, answer);
    } catch (error) {
      // Only the provider ends a session; a network failure is temporary.
      const over = (error as SignInFailure).code === "invalid_grant";
      note(step, over ? "refused" : "failed", origin, error);
      sendJson(response, over ? 401 : 502, { error: over ? "invalid_grant" : "temporarily_unavailable" });
    }
  }

  return async (request, response, step) => {
    const query = new URL(request.url ?? "/", "http://gateway").searchParams;
    const forPages = step !== "" && step !== "/callback";
    const method = step === "/token" || step === "/revoke" ? "POST" : "GET";
    const allowed = mayHaveTokens(request, request.headers.origin ?? "");
    if (forPages) allowPage(request, response, allowed);
    if (request.method !== method) response.writeHead(405, { allow: method }).end();
    else if (step === "") await begin(request, response, query);
    else if (step === "/callback") await finish(request, response, query);
    // A page of the gateway's origin sends no Origin header with GET.
    else if (step === "/provider") sendJson(response, 200, { issuer: settings.issuer });
    else if (!allowed) sendJson(response, 403, { error: "access_denied" });
    else await ask(request, response, step === "/token" ? "renew" : "revoke");
  };
}

/** Throws for mistakes that otherwise the first person who signs in would find. */
function check({ issuer, key, publicUrl }: SignInOptions): void {
  const secure = (text: string): boolean =>
    URL.canParse(text) && (/^https:/.test(text) || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(text));
  if (!secure(issuer))
    throw new Error(`Invalid issuer "${issuer}": expected https://host, as in the discovery document of the provider.`);
  if (publicUrl !== undefined && !secure(publicUrl)) {
    throw new Error(`Invalid public URL "${publicUrl}": expected https://host, as pages write it in endpoint.`);
  }
  if (key !== undefined && key.length < LEAST_KEY_LENGTH) {
    throw new Error(
      `Invalid sign-in key: expected at least ${LEAST_KEY_LENGTH} characters. Create one with: openssl rand -base64 32`,
    );
  }
}

/** Names the cookie of one attempt, so that two windows do not interfere with each other. */
const cookieName = (state: string): string => `web-terminal-${state.replace(/[^\w-]/g, "").slice(0, 16)}`;

/** Formats a cookie. It is Lax, because the provider sends the person back by a link from another site. */
function cookie(base: string, state: string, value: string, life: number): string {
  const { pathname, protocol } = new URL(`${base}/sign-in`);
  const secure = protocol === "https:" ? "; Secure" : "";
  return `${cookieName(state)}=${value}; Path=${pathname}; Max-Age=${life}; HttpOnly; SameSite=Lax${secure}`;
}

function cookieOf(request: IncomingMessage, state: string): string | null {
  const start = `${cookieName(state)}=`;
  const found = (request.headers.cookie ?? "").split(/; */).find((each) => each.startsWith(start));
  return found?.slice(start.length) ?? null;
}

/** Allows only origins that may have tokens to read the response. */
function allowPage(request: IncomingMessage, response: ServerResponse, allowed: boolean): void {
  response.setHeader("vary", "origin");
  const { origin } = request.headers;
  if (origin !== undefined && allowed) response.setHeader("access-control-allow-origin", origin);
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** Returns the library's description of an error, without the content of the request. */
function reasonOf({ cause, message }: SignInFailure): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? `: ${cause.cause.message}` : "";
  return `${message}${inner}`;
}
