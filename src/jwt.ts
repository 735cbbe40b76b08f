/** Reads JSON Web Tokens (RFC 7519). Nothing is verified: that is the core's task. */

/** Returns the claims of a token (RFC 7519, section 4); none if it is not a JWT. */
function claimsOf(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
    return (JSON.parse(atob(payload)) as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}

/** Returns whom a token is for, its `sub` claim (RFC 7519, 4.1.2); null if it has none. */
export function subjectOf(token: string): string | null {
  const { sub } = claimsOf(token);
  return typeof sub === "string" && sub !== "" ? sub : null;
}

/** Returns when a token expires by its `exp` claim (RFC 7519, 4.1.4), in epoch milliseconds; null if it has none. */
export function expiryOf(token: string): number | null {
  const { exp } = claimsOf(token);
  return typeof exp === "number" ? exp * 1000 : null;
}
