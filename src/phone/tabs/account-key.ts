/** Whose registration this is: tabs of the same person at the same gateway share one. */
import { claimsOf } from "../../registration/tokens.js";

/** Opaque: the token's `sub` (RFC 7519, 4.1.2), else a hash of the token. */
export async function identityOf(token: string): Promise<string> {
  const { sub } = claimsOf(token);
  if (typeof sub === "string" && sub !== "") return sub;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
