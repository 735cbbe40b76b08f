/** Which of the ways to a token a page has chosen. */
import type { TokenReason, TokenResult, TokenSource } from "../../phone/types.js";

/** What the element knows of tokens; read each time one is asked for, so that a new one counts at once. */
export interface TokenSettings {
  readonly token: string | null;
  readonly getToken: TokenSource | null;
  readonly tokenUrl: string;
  readonly signIn: boolean;
}

/** Which way is in use. A function beats a fixed token, which beats a URL, which beats a button. */
export type TokenKind = "getToken" | "token" | "tokenUrl" | "signIn";

/** The way that these settings choose, or null where none is given. */
export function tokenKind(settings: TokenSettings): TokenKind | null {
  if (settings.getToken !== null) return "getToken";
  if (settings.token !== null && settings.token !== "") return "token";
  return settings.tokenUrl !== "" ? "tokenUrl" : settings.signIn ? "signIn" : null;
}

/** Supplies the token of a signed-in person, and tells the developer what is wrong with a token of the page. */
export interface TokenSourceHost {
  readonly signInToken: (reason: TokenReason) => Promise<TokenResult>;
  warnOnce(text: string): void;
}
