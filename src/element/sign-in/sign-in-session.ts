/**
 * Who has signed in at a gateway: an access token, and a session that the gateway has sealed and
 * alone can use. All tabs of this origin know the same; it is gone with the last of them.
 */
import { TerminalError } from "../../errors.js";
import { createMemoryBackedStorage } from "../../storage.js";
import type { TokenReason, TokenResult } from "../../phone/types.js";

/** A sign-in as it is kept, in this page's memory and in its `sessionStorage`. */
interface Kept {
  readonly accessToken: string;
  /** Epoch milliseconds; null where the provider does not say. */
  readonly expiresAt: number | null;
  /** Null where the provider grants no renewal. */
  readonly session: string | null;
  /** When it was given, in epoch milliseconds: of two, the later one counts. */
  readonly at: number;
}

/** The answer of the gateway's window and of its token endpoint. */
export interface Answer {
  readonly access_token?: unknown;
  readonly expires_in?: unknown;
  readonly session?: unknown;
}

/** A person's sign-in at one gateway. */
export interface SignInSession {
  readonly isSignedIn: boolean;
  /** Rejects with `signed-out` where the person has to sign in. */
  token(reason: TokenReason): Promise<TokenResult>;
  take(answer: Answer): void;
  signOut(): Promise<void>;
  /** Calls `listener` when the person has signed in or out, here or in another tab; not when a session expires. Returns a function that stops it. */
  onChange(listener: () => void): () => void;
}

type Message =
  | { readonly type: "ask" }
  | { readonly type: "kept"; readonly kept: Kept }
  /** Of this session, or of whichever there is. */
  | { readonly type: "out"; readonly session: string | null };

/** Longest wait for the gateway. */
const GATEWAY_TIMEOUT_MS = 15_000;
/** Longest wait for other tabs. */
const TABS_TIMEOUT_MS = 200;
/** A token that expires sooner is renewed at once. */
const MIN_LIFE_MS = 5_000;

/** Outlives a reload. A frame without storage keeps it as long as the page. */
const storage = createMemoryBackedStorage(() => sessionStorage);

const sessions = new Map<string, SignInSession>();

/** `base`: the gateway's address for signing in. */
export function sessionOf(base: string, account: string): SignInSession {
  const key = `web-terminal:sign-in ${base} ${account}`;
  const known = sessions.get(key) ?? createSession(base, key);
  sessions.set(key, known);
  return known;
}

function createSession(base: string, key: string): SignInSession {
  const listeners = new Set<() => void>();
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(key);
  let kept = readKept(key);
  let asked: Promise<void> | null = null;
  let onKept = (): void => undefined;

  const post = (message: Message): void => channel?.postMessage(message);

  const set = (next: Kept | null, tell = next !== null && kept === null): void => {
    kept = next;
    if (next === null) storage.remove(key);
    else storage.setJson(key, next);
    if (tell) for (const listener of listeners) listener();
  };

  channel?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if (data.type === "ask") {
      if (kept !== null) post({ type: "kept", kept });
    } else if (data.type === "kept") {
      if (kept === null || data.kept.at > kept.at) set(data.kept);
      onKept();
    } else if (kept !== null && (data.session === null || data.session === kept.session)) {
      set(null, data.session === null);
    }
  });

  /** Learns what other tabs know, if there are any. */
  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      onKept = resolve;
      setTimeout(resolve, TABS_TIMEOUT_MS);
      post({ type: "ask" });
    });

  const isFresh = ({ expiresAt }: Kept): boolean => expiresAt === null || expiresAt - Date.now() > MIN_LIFE_MS;

  const result = ({ accessToken, expiresAt }: Kept): TokenResult =>
    expiresAt === null ? accessToken : { accessToken, expiresIn: Math.max(0, (expiresAt - Date.now()) / 1000) };

  const take = ({ access_token: accessToken, expires_in: life, session }: Answer): Kept => {
    if (typeof accessToken !== "string") throw new Error("the gateway gave no access_token");
    const at = Date.now();
    const next: Kept = {
      accessToken,
      expiresAt: typeof life === "number" ? at + life * 1000 : null,
      session: typeof session === "string" ? session : null,
      at,
    };
    set(next);
    post({ type: "kept", kept: next });
    return next;
  };

  const request = (step: "token" | "revoke", session: string): Promise<Response> =>
    fetch(`${base}/${step}`, {
      method: "POST",
      body: new URLSearchParams({ session }),
      signal: AbortSignal.timeout(GATEWAY_TIMEOUT_MS),
    });

  /** One tab at a time: a provider may take a session for stolen that is used twice. */
  const renew = async (): Promise<TokenResult> => {
    const stale = kept?.accessToken;
    const renewNow = async (): Promise<TokenResult> => {
      // Another tab may have done it, while this one waited or was asleep.
      await ask();
      if (kept !== null && kept.accessToken !== stale && isFresh(kept)) return result(kept);
      const session = kept?.session ?? null;
      const response = session === null ? null : await request("token", session);
      if (response === null || response.status === 401 || response.status === 403) {
        set(null);
        if (session !== null) post({ type: "out", session });
        throw new TerminalError("signed-out");
      }
      if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
      return result(take((await response.json()) as Answer));
    };
    const locks = (navigator as { locks?: LockManager }).locks;
    return locks === undefined ? renewNow() : locks.request(key, renewNow);
  };

  return {
    get isSignedIn() {
      return kept !== null;
    },
    take,
    async token(reason) {
      if (kept === null) await (asked ??= ask());
      if (kept === null) throw new TerminalError("signed-out");
      return reason === "start" && isFresh(kept) ? result(kept) : renew();
    },
    async signOut() {
      const session = kept?.session ?? null;
      set(null, true);
      post({ type: "out", session: null });
      // Where the gateway cannot be reached, the tokens live out their time, unknown to any page.
      if (session !== null) await request("revoke", session).catch(() => undefined);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readKept(key: string): Kept | null {
  return storage.getJson(key) as Kept | null;
}
