/** The list of calls in IndexedDB: the last 200 of each endpoint and account. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { CallCause, CallDirection, CallInfo } from "../../call/model.js";

/** How many calls are kept. */
const MAX_CALLS = 200;

/** A call that is over, as it is kept. No metadata and no audio: who, when, how long. */
export interface PastCall {
  readonly id: string;
  readonly owner: string;
  readonly number: string;
  readonly name: string | null;
  readonly direction: CallDirection;
  readonly cause: CallCause;
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number;
}

interface Schema extends DBSchema {
  calls: { key: [string, string]; value: PastCall; indexes: { time: [string, number] } };
}

/** Newest first. */
export interface HistoryStore {
  list(): Promise<PastCall[]>;
  add(call: CallInfo): Promise<void>;
  clear(): Promise<void>;
  close(): void;
}

/** The calls of one owner. `owner` is opaque; see {@link ownerOf}. */
export async function openHistory(owner: string, name = "web-terminal"): Promise<HistoryStore> {
  const db: IDBPDatabase<Schema> = await openDB<Schema>(name, 1, {
    upgrade(database) {
      database.createObjectStore("calls", { keyPath: ["owner", "id"] }).createIndex("time", ["owner", "startedAt"]);
    },
    // A newer version of the page wants to upgrade: it must not wait for this tab.
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase | null)?.close(),
  });
  const range = IDBKeyRange.bound([owner, -Infinity], [owner, Infinity]);

  return {
    async list() {
      return (await db.getAllFromIndex("calls", "time", range)).reverse();
    },
    async add(call) {
      const { id, number, direction, cause, startedAt, answeredAt, endedAt } = call;
      const transaction = db.transaction("calls", "readwrite");
      await transaction.store.put({
        id,
        owner,
        number,
        name: call.contact?.name ?? null,
        direction,
        cause: cause ?? "error",
        startedAt,
        answeredAt,
        endedAt: endedAt ?? Date.now(),
      });
      let surplus = (await transaction.store.index("time").count(range)) - MAX_CALLS;
      for (
        let cursor = await transaction.store.index("time").openCursor(range);
        cursor !== null && surplus > 0;
        cursor = await cursor.continue()
      ) {
        await cursor.delete();
        surplus -= 1;
      }
      await transaction.done;
    },
    async clear() {
      const transaction = db.transaction("calls", "readwrite");
      for (const key of await transaction.store.index("time").getAllKeys(range)) await transaction.store.delete(key);
      await transaction.done;
    },
    close: () => db.close(),
  };
}

/**
 * Whose calls these are: endpoint and account, else the token's subject, else the token itself, hashed, so that
 * nobody reads it from the database. Null while none of them is known.
 */
export async function ownerOf(endpoint: string, account: string, token: string | null): Promise<string | null> {
  const person = account !== "" ? `account ${account}` : token === null ? null : (subjectOf(token) ?? `token ${token}`);
  if (person === null) return null;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${endpoint}\n${person}`));
  return Array.from(new Uint8Array(bytes, 0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The `sub` of a JSON Web Token (RFC 7519, section 4.1.2), unverified: it only names a list. */
function subjectOf(token: string): string | null {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { sub } = JSON.parse(atob(payload)) as { sub?: unknown };
    return typeof sub === "string" ? `sub ${sub}` : null;
  } catch {
    return null;
  }
}
