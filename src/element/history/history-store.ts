/** The list of calls in IndexedDB: the last 200 of each endpoint and account. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { CallCause, CallDirection, CallInfo } from "../../call/model.js";
import { subjectOf } from "../../jwt.js";
import { withoutDirectionControls } from "../validation/foreign-text.js";
import { described, refusal, type Warn } from "../validation/refusal.js";

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

/**
 * Opens the calls of one owner, an opaque name; see {@link ownerOf}.
 *
 * @param name of the database.
 * @param warn is told about rows that are left out.
 */
export async function openHistory(
  owner: string,
  name = "web-terminal",
  warn: Warn = () => undefined,
): Promise<HistoryStore> {
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
      return (await db.getAllFromIndex("calls", "time", range))
        .reverse()
        .flatMap((row) => validPastCall(row, warn) ?? []);
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

/** Returns a row of the database, which any script of this origin may have written; null where it cannot be shown. */
function validPastCall(row: PastCall, warn: Warn): PastCall | null {
  const { id, number, name, startedAt, answeredAt, endedAt } = row as Partial<Record<keyof PastCall, unknown>>;
  const isTime = (value: unknown): boolean =>
    Number.isFinite(value) && !Number.isNaN(new Date(value as number).getTime());
  if (
    typeof number !== "string" ||
    !isTime(startedAt) ||
    !isTime(endedAt) ||
    (answeredAt !== null && !isTime(answeredAt))
  ) {
    warn(refusal("history", "a call with a number and its times", `the row ${described(id)}`));
    return null;
  }
  if (name === null) return row;
  if (typeof name === "string") return { ...row, name: withoutDirectionControls(name) };
  warn(refusal("history: name", "a string or null", described(name)));
  return { ...row, name: null };
}

/**
 * Whose calls these are: endpoint and account, else the token's subject, else the token itself, hashed, so that
 * nobody reads it from the database. Null while none of them is known.
 */
export async function ownerOf(endpoint: string, account: string, token: string | null): Promise<string | null> {
  const person = account !== "" ? `account ${account}` : token === null ? null : personOf(token);
  if (person === null) return null;
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${endpoint}\n${person}`));
  return Array.from(new Uint8Array(bytes, 0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Names the person for whom a token is: by its subject, or else by the token. */
function personOf(token: string): string {
  const subject = subjectOf(token);
  return subject === null ? `token ${token}` : `sub ${subject}`;
}
