/** Notes that browsers keep for the gateway and cannot read or change: JWE (RFC 7516), so that nothing is kept here. */
import { hkdfSync, randomBytes } from "node:crypto";
import type { JWTPayload } from "jose";

/** What a note is for; one kind never passes for another. */
export type SealKind = "web-terminal-pending" | "web-terminal-session";

/** Closes and opens notes. */
export interface Seal {
  /** `life`: in seconds; without one the note says itself what it is good for. */
  close(kind: SealKind, claims: JWTPayload, life?: number): Promise<string>;
  /** Null where it is not ours, was changed, is of another kind, or is too old. */
  open(kind: SealKind, note: string): Promise<JWTPayload | null>;
}

/** The shortest secret, in characters. */
export const LEAST_KEY_LENGTH = 32;

/** Makes a seal of a secret; of a random one where none is given. */
export async function createSeal(secret: string | undefined): Promise<Seal> {
  const { EncryptJWT, jwtDecrypt } = await import("jose");
  const key = new Uint8Array(hkdfSync("sha256", secret ?? randomBytes(32), "", "web-terminal-gateway sign-in", 32));
  return {
    close(kind, claims, life) {
      const token = new EncryptJWT(claims).setProtectedHeader({ alg: "dir", enc: "A256GCM", typ: kind }).setIssuedAt();
      return (life === undefined ? token : token.setExpirationTime(`${life}s`)).encrypt(key);
    },
    async open(kind, note) {
      try {
        const { payload } = await jwtDecrypt(note, key, {
          typ: kind,
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
        });
        return payload;
      } catch {
        return null;
      }
    },
  };
}
