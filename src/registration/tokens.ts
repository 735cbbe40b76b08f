/** Keeps the access token: asks for it when it is needed, and again before it expires. */
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import { expiryOf } from "../jwt.js";

/**
 * Why a token is asked for. `start`: to register. `expiring`: the last one is about to expire. `rejected`: the
 * service did not accept the last one.
 */
export type TokenReason = "start" | "expiring" | "rejected";

/** An access token; as an object with its remaining life in seconds, if that is known. */
export type TokenResult = string | { readonly accessToken: string; readonly expiresIn?: number };

/** Returns an access token. Rejects if there is none; with a `TerminalError` `signed-out` the phone does not ask again. */
export type TokenSource = (reason: TokenReason) => Promise<TokenResult>;

/** How long before its expiry a token is renewed, in milliseconds. */
export const EXPIRY_MARGIN_MS = 60_000;

/** A token, and when it expires: epoch milliseconds, null if unknown. */
export interface Token {
  readonly value: string;
  readonly expiresAt: number | null;
}

/** Keeps the token of one registration. */
export interface TokenKeeper {
  /** Resolves with the token to open a stream with: the kept one, or a new one. */
  get(): Promise<Token>;
  /** Asks for a new token. */
  renew(reason: TokenReason): Promise<Token>;
  /** Discards the kept token. */
  forget(): void;
}

/** Creates a keeper for the tokens of a source. */
export function createTokenKeeper(source: TokenSource, clock: Clock): TokenKeeper {
  let kept: Token | null = null;

  const renew = async (reason: TokenReason): Promise<Token> => {
    let result: TokenResult;
    try {
      result = await source(reason);
    } catch (cause) {
      throw TerminalError.from(cause, "token-source-failed");
    }
    // A host's JavaScript is not type-checked.
    const value =
      typeof result === "string" ? result : (result as Partial<Exclude<TokenResult, string>> | null)?.accessToken;
    if (typeof value !== "string" || value === "") {
      throw new TerminalError("token-source-failed", {
        developerHint: "getToken has to return a string or {accessToken, expiresIn}.",
      });
    }
    const expiresIn = typeof result === "string" ? undefined : result.expiresIn;
    kept = { value, expiresAt: expiresIn === undefined ? expiryOf(value) : clock.now() + expiresIn * 1000 };
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
