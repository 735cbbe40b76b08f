/** Whose registration this is: tabs of the same person at the same gateway share one. */
import { subjectOf } from "../subject.js";

/** Opaque: the token's subject, else a hash of the token. */
export async function identityOf(token: string): Promise<string> {
  const subject = subjectOf(token);
  if (subject !== null) return subject;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
