/** Which of the ways to a token a page has chosen. */
import type { TokenSource } from "../../phone/types.js";

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
  // Frameworks set what they do not have to undefined or null.
  if (settings.getToken) return "getToken";
  if (settings.token) return "token";
  return settings.tokenUrl ? "tokenUrl" : settings.signIn ? "signIn" : null;
}
