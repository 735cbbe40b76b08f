/** Whom an access token is for, as far as it tells. */
import { claimsOf } from "../registration/tokens.js";

/** Returns the `sub` claim of a JWT (RFC 7519, 4.1.2), unverified; null where there is none. */
export function subjectOf(token: string): string | null {
  const { sub } = claimsOf(token);
  return typeof sub === "string" && sub !== "" ? sub : null;
}
