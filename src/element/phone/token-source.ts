/** The four ways in which a page hands over its access token, made one. */
import { TerminalError } from "../../errors.js";
import type { TokenSource } from "../../phone/types.js";
import type { SignInHost } from "../sign-in/sign-in.js";
import { isRecord } from "../refusal.js";
import { tokenKind, type TokenSettings } from "./token-kind.js";
import { validToken } from "../valid-token.js";

/** Longest wait for the page's own server, in milliseconds. */
const tokenUrlTimeout = 15_000;

/** Settings that say what is wrong with a token. */
type TokenHost = TokenSettings & { warnOnce(text: string): void };

/** Creates a source that reads the settings for each request. Its errors become a `TerminalError` in the token keeper. */
export const createTokenSource =
  (settings: TokenHost): TokenSource =>
  async (reason) => {
    const warn = (text: string): void => settings.warnOnce(text);
    switch (tokenKind(settings)) {
      case "getToken":
        return validToken("getToken", await (settings.getToken as TokenSource)(reason), warn);
      case "token":
        // The same token once more would be refused once more: only the page can help now.
        if (reason === "rejected") throw new TerminalError("signed-out");
        return settings.token as string;
      case "tokenUrl":
        return validToken("token-url", await fetchToken(settings.tokenUrl), warn);
      case "signIn":
        return (await import("../sign-in/sign-in.js")).signInOf(settings as SignInHost).token(reason);
      case null:
        throw new TerminalError("not-configured");
    }
  };

/** Fetches `{"access_token": "…", "expires_in": seconds}` (RFC 6749, section 5.1) as the signed-in user. */
async function fetchToken(url: string): Promise<unknown> {
  const response = await fetch(url, {
    credentials: "include",
    cache: "no-store",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(tokenUrlTimeout),
  });
  // The page's own session is gone: asking again brings nothing.
  if ([401, 403].includes(response.status)) throw new TerminalError("signed-out");
  if (!response.ok) throw new Error(`token-url answered ${response.status}`);
  // A page to sign in at is a frequent answer; it is no token.
  const body: unknown = await response.json().catch(() => null);
  return isRecord(body) ? { accessToken: body["access_token"], expiresIn: body["expires_in"] } : null;
}
