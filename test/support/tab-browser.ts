/**
 * A browser's tabs in one process: pages with locks (W3C Web Locks) and channels (HTML, BroadcastChannel)
 * of one origin, that can be hidden, frozen, thawed and closed at any moment. What runs in a page is
 * known by its asynchronous context, so that the code under test finds the globals of its own page.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { setMaxListeners } from "node:events";

type Task = () => void;

/** One tab. */
export interface FakePage {
  readonly name: string;
  readonly frozen: boolean;
  readonly closed: boolean;
  visible: boolean;
  /** What it runs now is news of the past: it has just been opened or thawed, or hears the state that another tab tells. */
  readonly isCatchingUp: boolean;
  /** Whether its document has ever been listened to for such events. */
  listens(type: string): boolean;
  /** Runs code of the page now. */
  run<T>(task: () => T): T;
  /** Runs it as a task of its own: later where the page is frozen, never where it is closed. */
  deliver(task: Task): void;
  /** `warned`: the page hears `freeze` before, as most do. */
  freeze(warned: boolean): void;
  thaw(): void;
  /** As a window is closed, or a process dies: without a word. */
  close(): void;
  onClose(task: Task): void;
}

export interface FakeBrowser {
  openPage(name: string): FakePage;
  /** Names of locks that are held, each with the page that has it. */
  readonly held: ReadonlyMap<string, FakePage>;
}

interface Request {
  readonly page: FakePage;
  readonly shared: boolean;
  readonly grant: (lock: { name: string } | null) => void;
  readonly fail: (error: DOMException) => void;
}

const aborted = (text: string): DOMException => new DOMException(text, "AbortError");

/** Makes a browser, and its globals those of this process. `now`: what time it is. */
export function createFakeBrowser(now: () => number): FakeBrowser {
  type Page = FakePage & { listen: EventTarget["addEventListener"]; catchUp(task: () => unknown): void };
  const context = new AsyncLocalStorage<Page>();
  /** Whether it is news of the past that runs, with all that it leads to in its page. */
  const catching = new AsyncLocalStorage<boolean>();
  const held = new Map<string, Set<Request>>();
  const queues = new Map<string, Request[]>();
  const channels = new Set<FakeChannel>();

  const here = (): Page => {
    const page = context.getStore();
    if (page === undefined) throw new Error("this code runs in no page");
    return page;
  };

  const queueOf = (name: string): Request[] => {
    const queue = queues.get(name) ?? [];
    queues.set(name, queue);
    return queue;
  };

  /** Gives a free lock to whoever waits longest, be that page frozen or not. */
  const next = (name: string): void => {
    const holding = held.get(name) ?? new Set();
    const [request] = queueOf(name);
    if (request === undefined || (holding.size > 0 && !(request.shared && [...holding].every((one) => one.shared))))
      return;
    queueOf(name).shift();
    held.set(name, holding.add(request));
    request.page.deliver(() => request.grant({ name }));
    next(name);
  };

  const letGo = (name: string, request: Request): void => {
    const holding = held.get(name);
    if (holding?.delete(request) !== true) return;
    if (holding.size === 0) held.delete(name);
    next(name);
  };

  const locks = {
    query: (): Promise<LockManagerSnapshot> =>
      Promise.resolve({
        held: [...held].flatMap(([name, requests]) =>
          [...requests].map(({ page, shared }) => ({
            name,
            clientId: page.name,
            mode: shared ? ("shared" as const) : ("exclusive" as const),
          })),
        ),
      }),
    request(name: string, ...rest: readonly unknown[]): Promise<unknown> {
      const page = here();
      // What a page began before it was closed comes to nothing.
      if (page.closed) return new Promise(() => undefined);
      const callback = rest.at(-1) as (lock: { name: string } | null) => unknown;
      const { signal, steal, ifAvailable, mode } = (rest.length > 1 ? rest[0] : {}) as LockOptions;
      if (signal !== undefined && (steal === true || ifAvailable === true)) {
        return Promise.reject(new DOMException("signal with steal or ifAvailable", "NotSupportedError"));
      }
      if (signal !== undefined) setMaxListeners(0, signal);
      if (signal?.aborted === true) return Promise.reject(aborted("aborted"));
      return new Promise((resolve, reject) => {
        const request: Request = {
          page,
          shared: mode === "shared",
          fail: reject,
          grant(lock) {
            // A callback that throws rejects, as one that gives back a rejected promise.
            const done = new Promise((give) => {
              give(callback(lock));
            });
            if (lock === null) done.then(resolve, reject);
            else done.finally(() => letGo(name, request)).then(resolve, reject);
          },
        };
        if (ifAvailable === true && (held.has(name) || queueOf(name).length > 0)) {
          page.deliver(() => request.grant(null));
          return;
        }
        if (steal === true) {
          for (const robbed of held.get(name) ?? []) robbed.page.deliver(() => robbed.fail(aborted("stolen")));
          held.delete(name);
          queueOf(name).unshift(request);
        } else {
          queueOf(name).push(request);
        }
        signal?.addEventListener("abort", () => {
          const queue = queueOf(name);
          if (!queue.includes(request)) return;
          queue.splice(queue.indexOf(request), 1);
          reject(aborted("aborted"));
        });
        next(name);
      });
    },
  };

  class FakeChannel extends EventTarget {
    readonly page = here();
    constructor(readonly name: string) {
      super();
      if (!this.page.closed) channels.add(this);
      this.page.onClose(() => this.close());
    }
    postMessage(message: unknown): void {
      for (const channel of channels) {
        if (channel === this || channel.name !== this.name) continue;
        const data: unknown = structuredClone(message);
        queueMicrotask(() =>
          channel.page.deliver(() => {
            if (!channels.has(channel)) return;
            const told = (): unknown => channel.dispatchEvent(new MessageEvent("message", { data }));
            if ((data as { type?: unknown }).type === "state") channel.page.catchUp(told);
            else told();
          }),
        );
      }
    }
    close(): void {
      channels.delete(this);
    }
  }

  Object.defineProperties(globalThis, {
    navigator: { configurable: true, value: { locks } },
    BroadcastChannel: { configurable: true, value: FakeChannel },
    document: {
      configurable: true,
      value: {
        get visibilityState() {
          return here().visible ? "visible" : "hidden";
        },
        addEventListener(...listener: Parameters<EventTarget["addEventListener"]>) {
          here().listen(...listener);
        },
      },
    },
  });

  return {
    get held() {
      return new Map([...held].flatMap(([name, requests]) => [...requests].map(({ page }) => [name, page] as const)));
    },
    openPage(name) {
      const target = new EventTarget();
      const heard = new Set<string>();
      const waiting: Task[] = [];
      const closing: Task[] = [];
      let [visible, frozen, closed] = [false, false, false];
      let wokeAt = now();
      const page = {
        name,
        get isCatchingUp() {
          return catching.getStore() === true || wokeAt === now();
        },
        catchUp(task: () => unknown) {
          catching.run(true, task);
        },
        listens: (type: string) => heard.has(type),
        listen(...listener: Parameters<EventTarget["addEventListener"]>) {
          heard.add(listener[0]);
          target.addEventListener(...listener);
        },
        get frozen() {
          return frozen;
        },
        get closed() {
          return closed;
        },
        get visible() {
          return visible;
        },
        set visible(value) {
          if (visible === value) return;
          visible = value;
          page.deliver(() => target.dispatchEvent(new Event("visibilitychange")));
        },
        run: <T>(task: () => T): T => context.run(page, task),
        deliver(task: Task) {
          if (closed) return;
          if (frozen) waiting.push(task);
          else catching.run(false, () => page.run(task));
        },
        freeze(warned: boolean) {
          if (warned) page.deliver(() => target.dispatchEvent(new Event("freeze")));
          frozen = true;
        },
        thaw() {
          if (!frozen) return;
          frozen = false;
          wokeAt = now();
          for (const task of waiting.splice(0)) queueMicrotask(() => page.deliver(task));
        },
        close() {
          closed = true;
          for (const task of closing.splice(0)) task();
          for (const queue of queues.values()) {
            for (const request of [...queue]) if (request.page === page) queue.splice(queue.indexOf(request), 1);
          }
          for (const [lock, requests] of [...held]) {
            for (const request of [...requests]) if (request.page === page) letGo(lock, request);
          }
        },
        onClose(task: Task) {
          closing.push(task);
        },
      };
      return page;
    },
  };
}
