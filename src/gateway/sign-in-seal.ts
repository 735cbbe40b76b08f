/** Seals state that browsers keep for the gateway and cannot read or change: JWE (RFC 7516). */
import { hkdfSync, randomBytes } from "node:crypto";
import type { JWTPayload } from "jose";

/** The purpose of a sealed text; one kind is never accepted as another. */
export type SealKind = "web-terminal-pending" | "web-terminal-session";

/** Seals and opens. */
export interface Seal {
  /** Seals a value. `life`: in seconds; without it the seal does not expire. */
  close(kind: SealKind, claims: JWTPayload, life?: number): Promise<string>;
  /** Resolves with the value; null if the text is not ours, was changed, is of another kind, or has expired. */
  open(kind: SealKind, note: string): Promise<JWTPayload | null>;
}

/** The shortest key, in characters. */
export const LEAST_KEY_LENGTH = 32;

/** Creates a seal from a key; from a random one if none is given. */
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
