/** The three ways in which a page hands over its access token, made one. */
import { TerminalError } from "../errors.js";
import type { TokenReason, TokenResult, TokenSource } from "../phone-types.js";
import { tokenKind, type TokenSettings } from "./token-kind.js";

/** Longest wait for the page's own server, in milliseconds. */
const tokenUrlTimeout = 15_000;

/** A source that looks at `settings` anew for each request. Rejects with a {@link TerminalError}. */
export function createTokenSource(settings: TokenSettings): TokenSource {
  return async (reason) => {
    try {
      return await askFor(settings, reason);
    } catch (error) {
      throw TerminalError.from(error, "token-source-failed");
    }
  };
}

async function askFor(settings: TokenSettings, reason: TokenReason): Promise<TokenResult> {
  switch (tokenKind(settings)) {
    case "getToken":
      return (settings.getToken as TokenSource)(reason);
    case "token":
      // The same token once more would be refused once more: only the page can help now.
      if (reason === "rejected") throw new TerminalError("signed-out");
      return settings.token as string;
    case "tokenUrl":
      return fetchToken(settings.tokenUrl);
    case null:
      throw new TerminalError("not-configured");
  }
}

/** `{"access_token": "…", "expires_in": seconds}` (RFC 6749, section 5.1), fetched as the signed-in user. */
async function fetchToken(url: string): Promise<TokenResult> {
  const response = await fetch(url, {
    credentials: "include",
    cache: "no-store",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(tokenUrlTimeout),
  });
  // The page's own session is gone: asking again brings nothing.
  if (response.status === 401 || response.status === 403) throw new TerminalError("signed-out");
  if (!response.ok) {
    throw new TerminalError("token-source-failed", { cause: new Error(`token-url answered ${response.status}`) });
  }
  const body: unknown = await response.json();
  if (typeof body !== "object" || body === null || !("access_token" in body) || typeof body.access_token !== "string") {
    throw new TerminalError("token-source-failed", { cause: new Error("token-url gave no access_token") });
  }
  const expiresIn = "expires_in" in body ? Number(body.expires_in) : Number.NaN;
  return Number.isFinite(expiresIn)
    ? { accessToken: body.access_token, expiresIn }
    : { accessToken: body.access_token };
}
