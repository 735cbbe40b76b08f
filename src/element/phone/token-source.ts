/** Unites the four ways in which a page hands over its access token. */
import { TerminalError } from "../../errors.js";
import { subjectOf } from "../../jwt.js";
import type { TokenSource } from "../../phone/types.js";
import { isRecord } from "../validation/refusal.js";
import { validToken } from "../validation/valid-token.js";
import type { RegistrationSettings } from "./registration-settings.js";
import { tokenKind, type TokenSettings, type TokenSourceHost } from "./token-kind.js";

/** Longest wait for the page's own server. */
const TOKEN_URL_TIMEOUT_MS = 15_000;

/** Creates a source that reads `settings` for each request. Its caller makes a `TerminalError` of what it throws. */
export function createTokenSource(settings: () => TokenSettings, host: TokenSourceHost): TokenSource {
  let last: string | null = null;
  return async (reason) => {
    const { token, getToken, tokenUrl } = settings();
    switch (tokenKind(settings())) {
      case "getToken":
        return validToken("getToken", await (getToken as TokenSource)(reason), (text) => host.warnOnce(text));
      case "token":
        // The same token once more would be refused once more: only the page can help now.
        if (reason === "rejected" && token === last) throw new TerminalError("signed-out");
        last = token;
        return token as string;
      case "tokenUrl":
        return validToken("token-url", await fetchToken(tokenUrl), (text) => host.warnOnce(text));
      case "signIn":
        return host.signInToken(reason);
      case null:
        throw new TerminalError("not-configured");
    }
  };
}

/**
 * Returns whether both settings are for the same person, as far as they tell: by `account`, else by the subject of
 * fixed tokens, else by the tokens themselves. Other sources do not tell before they are asked.
 */
export function isSamePerson(one: RegistrationSettings, other: RegistrationSettings): boolean {
  if (one.account !== "") return one.account === other.account;
  const [first, second] = [one.tokens, other.tokens].map((tokens) =>
    tokenKind(tokens) === "token" ? tokens.token : null,
  );
  if (first == null || second == null || first === second) return true;
  const [subject, otherSubject] = [first, second].map(subjectOf);
  if (subject != null && otherSubject != null) return subject === otherSubject;
  // Opaque tokens are one person's only if an account that has become known says so.
  return other.account !== "";
}

/** Fetches `{"access_token": "…", "expires_in": seconds}` (RFC 6749, section 5.1) as the signed-in user. */
async function fetchToken(url: string): Promise<unknown> {
  const response = await fetch(url, {
    credentials: "include",
    cache: "no-store",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(TOKEN_URL_TIMEOUT_MS),
  });
  // The page's own session is gone: asking again brings nothing.
  if ([401, 403].includes(response.status)) throw new TerminalError("signed-out");
  if (!response.ok) throw new Error(`token-url answered ${response.status}`);
  // A page to sign in at is a frequent answer; it is no token.
  const body: unknown = await response.json().catch(() => null);
  return isRecord(body) ? { accessToken: body["access_token"], expiresIn: body["expires_in"] } : null;
}
