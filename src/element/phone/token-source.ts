/** The four ways in which a page hands over its access token, made one. */
import { TerminalError } from "../../errors.js";
import type { TokenResult, TokenSource } from "../../phone/types.js";
import type { SignInHost } from "../sign-in/sign-in.js";
import { subjectOf } from "../../phone/subject.js";
import type { RegistrationSettings } from "../registration-settings.js";
import { tokenKind, type TokenSettings } from "./token-kind.js";

/** Longest wait for the page's own server, in milliseconds. */
const tokenUrlTimeout = 15_000;

/**
 * Creates a source that reads `settings` for each request. The caller makes a `TerminalError` of any error it throws.
 *
 * @param host the element that shows the button of `sign-in`.
 */
export function createTokenSource(settings: () => TokenSettings, host: TokenSettings): TokenSource {
  let last: string | null = null;
  return async (reason) => {
    const { token, getToken, tokenUrl } = settings();
    switch (tokenKind(settings())) {
      case "getToken":
        return (getToken as TokenSource)(reason);
      case "token":
        // The same token once more would be refused once more: only the page can help now.
        if (reason === "rejected" && token === last) throw new TerminalError("signed-out");
        last = token;
        return token as string;
      case "tokenUrl":
        return fetchToken(tokenUrl);
      case "signIn":
        return (await import("../sign-in/sign-in.js")).signInOf(host as SignInHost).token(reason);
      case null:
        throw new TerminalError("not-configured");
    }
  };
}

/**
 * Returns whether both settings are for the same person, as far as they tell: by `account`, else by the subject of
 * fixed tokens, else by the tokens themselves. Other sources do not say it before they are asked.
 */
export function isSamePerson(one: RegistrationSettings, other: RegistrationSettings): boolean {
  if (one.account !== "") return one.account === other.account;
  const [first, second] = [one.tokens, other.tokens].map((tokens) =>
    tokenKind(tokens) === "token" ? tokens.token : null,
  );
  if (first == null || second == null || first === second) return true;
  const [subject, otherSubject] = [first, second].map(subjectOf);
  if (subject != null && otherSubject != null) return subject === otherSubject;
  // Of opaque tokens only an account that has become known says that they are one person's.
  return other.account !== "";
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
  if ([401, 403].includes(response.status)) throw new TerminalError("signed-out");
  if (!response.ok) throw new Error(`token-url answered ${response.status}`);
  const body = (await response.json()) as { access_token?: unknown; expires_in?: unknown } | null;
  if (typeof body?.access_token !== "string") throw new Error("token-url gave no access_token");
  const expiresIn = Number(body.expires_in ?? Number.NaN);
  return { accessToken: body.access_token, ...(Number.isFinite(expiresIn) && { expiresIn }) };
}
