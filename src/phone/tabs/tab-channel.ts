/**
 * What a tab needs to find out that it is not alone: a channel that all tabs of one origin
 * hear, one lock that the holder of the registration has, and a lock for each tab that is
 * let go when it dies, however it dies. Nothing but the origin is needed: no worker file, so
 * that a script from another origin will do.
 */
import { createDoubt, type Doubt } from "./leadership-check.js";

/** This tab among those of one registration. */
export interface TabPort extends Doubt {
  /** What the tabs call themselves together. */
  readonly name: string;
  /** Random, of this tab's page. */
  readonly id: string;
  /** Tells all other tabs. What is told has to be plain data. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Becomes the holder if there is none. `onLost`: it was taken over. */
  tryHold(onLost: () => void): Promise<boolean>;
  /** Lets another tab hold. */
  yield(): void;
  /** Aborted when this tab leaves. */
  readonly left: AbortSignal;
  /** Lets go of everything. */
  close(): void;
}

/** The lock of the tab that has the registration. */
export const holderLock = (name: string): string => `${name} holder`;

/** The lock that a tab has for as long as it lives. */
export const lifeLock = (name: string, tab: string): string => `${name} tab ${tab}`;

/** The lock of the tab that tries to connect: one at a time. */
export const turnLock = (name: string): string => `${name} turn`;

/** Whether this browser, on this page, can share a registration. Insecure pages have no locks. */
export function canShareTabs(): boolean {
  return (
    typeof BroadcastChannel !== "undefined" &&
    typeof navigator !== "undefined" &&
    (navigator as { locks?: LockManager }).locks !== undefined
  );
}

/** Joins the tabs that use `name`. Resolves once the others can tell whether this tab lives. */
export async function joinTabs(name: string, id: string): Promise<TabPort> {
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  const { signal: left } = leaving;
  let release = (): void => undefined;

  /** A lock's life: until this tab leaves. */
  const untilLeft = (): Promise<void> =>
    new Promise((resolve) => {
      left.addEventListener("abort", () => {
        resolve();
      });
    });

  // The others hear of this tab only after it has its lock, lest they get that first.
  await new Promise<void>((resolve, reject) => {
    navigator.locks
      .request(lifeLock(name, id), () => {
        resolve();
        return untilLeft();
      })
      .catch(reject);
  });

  const doubt = createDoubt(async () => {
    const locks = await navigator.locks.query();
    // Who waits for a tab's end shares its lock, once that is free.
    const held = locks.held?.filter(({ mode }) => mode === "exclusive") ?? [];
    const client = (lock: string): string | undefined => held.find((each) => each.name === lock)?.clientId;
    const holds = client(holderLock(name)) === client(lifeLock(name, id));
    return holds ? held.map((lock) => lock.name ?? "") : null;
  });

  return {
    ...doubt,
    name,
    id,
    left,
    post(message) {
      if (!left.aborted) channel.postMessage(message);
    },
    onMessage(listener) {
      channel.addEventListener("message", ({ data }) => {
        if (!left.aborted) listener(data);
      });
    },
    tryHold(onLost) {
      return new Promise((resolve) => {
        navigator.locks
          .request(holderLock(name), { ifAvailable: true }, (lock) => {
            resolve(lock !== null);
            if (lock === null) return;
            return Promise.race([
              untilLeft(),
              new Promise<void>((yielded) => {
                release = yielded;
              }),
            ]);
          })
          .catch(() => {
            if (!left.aborted) onLost();
          });
      });
    },
    yield() {
      release();
    },
    close() {
      leaving.abort();
      channel.close();
    },
  };
}
