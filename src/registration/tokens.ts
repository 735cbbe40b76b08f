/** The access token: asked for when needed, kept while it lives, asked for anew before it dies. */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";

/** Why a token is asked for. */
export type TokenReason = "start" | "expiring" | "rejected";

/** A token, with its life in seconds where that is known. */
export type TokenResult = string | { readonly accessToken: string; readonly expiresIn?: number };

/** The only way a credential gets in. */
export type TokenSource = (reason: TokenReason) => Promise<TokenResult>;

/** How long before its end a token is replaced, in milliseconds. */
export const EXPIRY_MARGIN_MS = 60_000;

/** A token and its end in epoch milliseconds, null where unknown. */
export interface Token {
  readonly value: string;
  readonly expiresAt: number | null;
}

/** Keeps the token of one registration. */
export interface TokenKeeper {
  /** The token to open a stream with: the kept one, or a new one. */
  get(): Promise<Token>;
  /** A new one in any case. */
  renew(reason: TokenReason): Promise<Token>;
  /** The kept one must not be used again. */
  forget(): void;
}

/** What a JWT claims (RFC 7519, 4), unverified; empty where the token is none. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
    return (JSON.parse(atob(payload)) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

/** The end of a JWT by its `exp` claim (RFC 7519, 4.1.4), in epoch milliseconds; null where there is none. */
export function jwtExpiry(token: string): number | null {
  const { exp } = claimsOf(token);
  return typeof exp === "number" ? exp * 1000 : null;
}

/** Keeps tokens of a source. */
export function createTokenKeeper(source: TokenSource, clock: Clock): TokenKeeper {
  let kept: Token | null = null;

  const renew = async (reason: TokenReason): Promise<Token> => {
    let result: TokenResult;
    try {
      result = await source(reason);
    } catch (cause) {
      throw TerminalError.from(cause, "token-source-failed");
    }
    // A host's JavaScript is not held to our types.
    const value =
      typeof result === "string" ? result : (result as Partial<Exclude<TokenResult, string>> | null)?.accessToken;
    if (typeof value !== "string" || value === "") {
      throw new TerminalError("token-source-failed", {
        hint: "getToken has to give a string, or {accessToken, expiresIn}.",
      });
    }
    const expiresIn = typeof result === "string" ? undefined : result.expiresIn;
    kept = { value, expiresAt: expiresIn === undefined ? jwtExpiry(value) : clock.now() + expiresIn * 1000 };
    return kept;
  };

  return {
    get() {
      if (kept === null) return renew("start");
      if (kept.expiresAt !== null && kept.expiresAt - EXPIRY_MARGIN_MS <= clock.now()) return renew("expiring");
      return Promise.resolve(kept);
    },
    renew,
    forget() {
      kept = null;
    },
  };
}
