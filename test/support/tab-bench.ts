/** Real phones in the tabs of one browser, all of one person, and the simulated core's real call model. */
import "../../src/phone/tabs/replicated-store.js";
import type { Clock } from "../../src/clock.js";
import { createPhone, type Phone, type PhoneEvent } from "../../src/phone/index.js";
import { createFakeClock, settled, type FakeClock } from "./fake-clock.js";
import { createFakeCore, type FakeCore, type FakeLine } from "./fake-core.js";
import { createFakeMedia, type FakeMedia } from "./fake-media.js";
import { createFakeBrowser, type FakeBrowser, type FakePage } from "./tab-browser.js";
import { loadNumberRules } from "../../src/numbers/number-reader.js";

// Numbers are then read at once, in the turn of the event loop in which they are dialed.
await loadNumberRules();

export const alice = "+4790000001";
export const bob = "+4790000002";

/** What a tab told its page, by what happened; `primary` as the page saw it. */
export interface Told {
  readonly what: string;
  readonly primary: boolean;
  readonly at: number;
  /** While the phone is closed. */
  readonly leaving: boolean;
  /** Told by a tab that catches up with what others had heard before. */
  readonly late: boolean;
}

export interface Tab {
  readonly page: FakePage;
  readonly phone: Phone;
  readonly media: FakeMedia;
  readonly line: FakeLine;
  readonly told: Told[];
  /** What this tab's page gives as its token. */
  token: string;
  /** The phone is closed in good order; the page lives on. */
  leave(): void;
  readonly left: boolean;
}

export interface TabBench {
  readonly clock: FakeClock;
  readonly core: FakeCore;
  readonly browser: FakeBrowser;
  /** All that were ever opened. */
  readonly tabs: readonly Tab[];
  /** Those that are open, thawed, and have not left. */
  readonly live: readonly Tab[];
  readonly bob: Phone;
  /** Tokens that the core refuses. */
  readonly refused: Set<string>;
  /** How the pages that are opened from now on write it. */
  endpoint: string;
  open(): Tab;
  /** Lets time pass, and everything that waits for none. */
  run(ms: number): Promise<void>;
}

const nameOf = (event: PhoneEvent): string => {
  const call = "call" in event ? event.call : null;
  const about = call === null ? [] : [call.id, call.state, call.cause, String(call.muted)];
  const connection = event.type === "connection-change" ? [event.previous, event.connection] : [];
  return [event.type, ...about, ...connection].join(" ");
};

/** `delays`: of the messages between terminals and core, in turn. */
export async function createTabBench(calls: "single" | "multiple" = "single", delays = [5]): Promise<TabBench> {
  const clock = createFakeClock();
  const browser = createFakeBrowser(clock.now);
  const core = createFakeCore(clock);
  const tabs: Tab[] = [];
  const refused = new Set<string>();
  let endpoint = "wss://gateway.example";
  let asked = 0;
  const delay = (): number => delays[(asked += 1) % delays.length] ?? 5;

  const hasLeaderLock = (page: FakePage): boolean =>
    [...browser.held].some(([name, each]) => name.endsWith(" leader") && each === page);

  const open = (number: string, shared: boolean): Tab => {
    const page = browser.openPage(`${number} ${tabs.length}`);
    const timers = new Set<() => void>();
    const own: Clock = {
      now: clock.now,
      after(ms, task) {
        const cancel = clock.after(ms, () => {
          timers.delete(cancel);
          page.deliver(task);
        });
        timers.add(cancel);
        return () => {
          timers.delete(cancel);
          cancel();
        };
      },
    };
    const media = createFakeMedia(own, `${page.name} `);
    core.network.join(media);
    const line = core.line(number, delay);
    const told: Told[] = [];
    let left = false;
    let token = "token";
    const phone = page.run(() =>
      createPhone(
        {
          endpoint,
          getToken: () => Promise.resolve(token),
          calls,
          account: number,
          tabs: shared ? "shared" : "single",
        },
        {
          openStream(request, handlers) {
            if (refused.has(request.headers["authorization"]?.replace("Bearer ", "") ?? "")) {
              own.after(delay(), () => handlers.onEnd({ code: "unauthenticated", message: "" }));
              return { send: () => undefined, finish: () => undefined, probe: () => undefined, close: () => undefined };
            }
            return line.open(request, {
              onHeaders: (headers) => page.deliver(() => handlers.onHeaders(headers)),
              onMessage: (bytes) => page.deliver(() => handlers.onMessage(bytes)),
              onEnd: (status) => page.deliver(() => handlers.onEnd(status)),
            });
          },
          createPeerConnection(configuration) {
            media.createPeerConnection(configuration);
            const connection = media.connections.at(-1)!;
            // The network reaches into the page it belongs to.
            for (const name of ["become", "hear"] as const) {
              const deed = connection[name].bind(connection) as (...values: unknown[]) => void;
              connection[name] = (...values: unknown[]) => page.deliver(() => deed(...values));
            }
            return connection as unknown as RTCPeerConnection;
          },
          getUserMedia: media.getUserMedia,
          createPlayback: media.createPlayback,
          clock: own,
          random: () => 0.3,
        },
      ),
    );
    phone.on((event, primary = true) => {
      told.push({
        what: nameOf(event),
        primary,
        at: clock.now(),
        late: page.isCatchingUp && !(primary && hasLeaderLock(page)) && !left,
        leaving: left,
      });
    });
    page.onClose(() => {
      for (const cancel of timers) cancel();
      line.break(0, 40);
      for (const connection of media.connections) connection.close();
      for (const track of media.tracks) track.stop();
      for (const playback of media.playbacks) playback.closed = true;
    });
    page.run(() => phone.connect()).catch(() => undefined);
    const leave = (): void => {
      left = true;
      page.run(() => {
        phone.close();
      });
    };
    return {
      page,
      phone,
      media,
      line,
      told,
      get token() {
        return token;
      },
      set token(next) {
        token = next;
      },
      leave,
      get left() {
        return left;
      },
    };
  };

  const live = (): Tab[] => tabs.filter(({ page, left }) => !page.closed && !page.frozen && !left);

  /** Whether each tab has its modules: importing them takes time of the real world. */
  const joined = (): boolean => {
    // What listens for its page being frozen shares; one that is alone needs not.
    return live().every(({ page }, _, all) => page.listens("freeze") || (all.length === 1 && hasLeaderLock(page)));
  };

  const run = async (ms: number): Promise<void> => {
    await settled();
    const from = performance.now();
    while (!joined()) {
      if (performance.now() - from > 20_000) throw new Error("a tab does not join the others");
      await settled();
    }
    await clock.run(ms);
  };

  const { phone } = open(bob, false);
  await run(500);
  return {
    clock,
    core,
    browser,
    tabs,
    get live() {
      return live();
    },
    bob: phone,
    refused,
    get endpoint() {
      return endpoint;
    },
    set endpoint(next) {
      endpoint = next;
    },
    open() {
      const tab = open(alice, true);
      tabs.push(tab);
      return tab;
    },
    run,
  };
}
