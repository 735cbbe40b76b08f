/** Streams on which single requests may send, each identified by an id and a secret that only its page knows. */
import { randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import type { SendRequest } from "../gen/webterminal/gateway/v1/pipe_pb.js";
import type { StreamStatus } from "../wire/stream.js";
import type { PageConnectionHandlers } from "./page-connection.js";

/** Names the session in a Send, as the page received it when its stream was accepted. */
export interface FetchSession {
  readonly id: string;
  readonly secret: string;
}

/** A page on whose stream requests can send. */
export interface Addressee {
  /** Resolves when the core can take more. */
  take(request: SendRequest): Promise<void>;
}

/** The sessions of open streams and of those that have just ended. */
export interface FetchSessions {
  /** Creates a page with a session; the handlers are the bridge's. */
  open<Page extends Addressee>(
    handlers: PageConnectionHandlers,
    make: (session: FetchSession, handlers: PageConnectionHandlers) => Page,
  ): Page;
  /** Delivers a message. Resolves with null if it was accepted, otherwise with the reason. */
  take(request: SendRequest): Promise<StreamStatus | null>;
}

/** Creates an empty set of sessions. An ended session is forgotten after `closeMs`. */
export function createFetchSessions(closeMs: number): FetchSessions {
  const open = new Map<string, { readonly secret: string; readonly page: Addressee }>();
  return {
    open(handlers, make) {
      const session = { id: randomUUID(), secret: randomBytes(24).toString("base64url") };
      const page = make(session, {
        ...handlers,
        onClosed(code, message) {
          // A Send that crosses the end is not an error: the page is about to learn how the stream ended.
          setTimeout(() => open.delete(session.id), closeMs).unref();
          handlers.onClosed(code, message);
        },
      });
      open.set(session.id, { secret: session.secret, page });
      return page;
    },
    async take(request) {
      const found = open.get(request.session);
      if (!found) return { code: "not_found", message: "unknown session" };
      if (!isSame(found.secret, request.secret))
        return { code: "permission_denied", message: "session secret does not match" };
      await found.page.take(request);
      return null;
    },
  };
}

/** Returns the response headers that name a session to the page. */
export function nameOf({ id, secret }: FetchSession): string {
  return `${id} ${secret}`;
}

function isSame(secret: string, given: string): boolean {
  const [one, other] = [Buffer.from(secret), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
