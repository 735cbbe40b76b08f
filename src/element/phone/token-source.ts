/** Unites the four ways in which a page hands over its access token. */
import { TerminalError } from "../../errors.js";
import type { TokenResult, TokenSource } from "../../phone/types.js";
import type { SignInFeature } from "../view-model.js";
import { tokenKind, type TokenSettings } from "./token-kind.js";

/** Longest wait for the page's own server. */
const TOKEN_URL_TIMEOUT_MS = 15_000;

/** Creates a source that reads `settings` for each request. Its caller makes a `TerminalError` of what it throws. */
export const createTokenSource =
  (settings: TokenSettings, signInToken: SignInFeature["token"]): TokenSource =>
  async (reason) => {
    switch (tokenKind(settings)) {
      case "getToken":
        return (settings.getToken as TokenSource)(reason);
      case "token":
        // The same token once more would be refused once more: only the page can help now.
        if (reason === "rejected") throw new TerminalError("signed-out");
        return settings.token as string;
      case "tokenUrl":
        return fetchToken(settings.tokenUrl);
      case "signIn":
        return signInToken(reason);
      case null:
        throw new TerminalError("not-configured");
    }
  };

/** `{"access_token": "…", "expires_in": seconds}` (RFC 6749, section 5.1), fetched as the signed-in user. */
async function fetchToken(url: string): Promise<TokenResult> {
  const response = await fetch(url, {
    credentials: "include",
    cache: "no-store",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(TOKEN_URL_TIMEOUT_MS),
  });
  // The page's own session is gone: asking again brings nothing.
  if ([401, 403].includes(response.status)) throw new TerminalError("signed-out");
  if (!response.ok) throw new Error(`token-url answered ${response.status}`);
  const body = (await response.json()) as { access_token?: unknown; expires_in?: unknown } | null;
  if (typeof body?.access_token !== "string") throw new Error("token-url gave no access_token");
  const expiresIn = Number(body.expires_in ?? Number.NaN);
  return { accessToken: body.access_token, ...(Number.isFinite(expiresIn) && { expiresIn }) };
}
