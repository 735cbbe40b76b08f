/** The border for access tokens: what `getToken` and `token-url` answer is checked here. No token is ever quoted. */
import type { TokenResult } from "../../phone/types.js";
import { described, isRecord, kindOf, refusal, type Warn } from "./refusal.js";

/** Longest life that is believed, in seconds: ten years. Longer ones overflow dates. */
const MAX_LIFE_S = 315_360_000;

/**
 * Returns a token with its life. A life that is no positive number is left out: the token's own end counts then.
 *
 * @param field which setting gave it.
 * @throws TypeError where there is no token; the phone tells of it as `token-source-failed`.
 */
export function validToken(field: string, given: unknown, warn: Warn): TokenResult {
  const { accessToken, expiresIn } = isRecord(given) ? given : { accessToken: given };
  if (typeof accessToken !== "string" || accessToken === "") {
    const came = isRecord(given) ? `an object whose access token is ${kindOf(accessToken)}` : kindOf(given);
    const text = refusal(field, "an access token", came, "Nothing is registered with it.");
    warn(text);
    throw new TypeError(text);
  }
  if (expiresIn == null) return accessToken;
  const life = typeof expiresIn === "string" && expiresIn.trim() !== "" ? Number(expiresIn) : expiresIn;
  if (typeof life === "number" && life > 0 && life <= MAX_LIFE_S) return { accessToken, expiresIn: life };
  warn(refusal(`${field}: expiresIn`, "a positive number of seconds", described(expiresIn)));
  return accessToken;
}
