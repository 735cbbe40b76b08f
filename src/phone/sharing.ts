/**
 * One machine in many tabs, in a chunk of its own: a tab that is alone needs none of it. The
 * tab that holds the registration puts every event in its place and tells the others; each
 * runs the same pure machine on the same events, so that all of them know the same. Deeds
 * are done once: the holder speaks with the core and keeps time, the tab that owns a call has
 * its media.
 */
import type { CallEvent, Effect } from "../call/events.js";
import type { Store } from "../call/store.js";
import type { Clock } from "../clock.js";
import { TerminalError } from "../errors.js";
import { forAll, forHolder } from "./deeds.js";
import { createHolderWatch } from "./holder-watch.js";
import { livingOwners, nextOwners, withoutOwner } from "./owners.js";
import { fromPlain, toPlain, type Owners, type TabMessage } from "./tab-messages.js";
import { createTabLocks } from "./tab-locks.js";
import type { TabPort } from "./tab-port.js";

/** A request that no holder has taken by then fails, in milliseconds. */
const REQUEST_MS = 10_000;

/** What sharing needs. */
export interface SharingOptions {
  /** This tab's machine. */
  readonly store: Store<Owners>;
  readonly port: TabPort;
  readonly clock: Clock;
  /** Whether this tab has the registration already, because it was alone. */
  readonly holds: boolean;
  /** This tab has the registration from now on, or not any more. */
  readonly onHold: () => void;
  readonly onLetGo: () => void;
  /** The media of this call is another tab's now. */
  readonly onDisowned: (id: string) => void;
}

/** This tab as one of many. */
export interface Sharing {
  /** Resolves when this tab knows what the others know. */
  readonly ready: Promise<void>;
  post(event: CallEvent): Promise<void>;
  /** A message of another tab. */
  readonly hear: (message: unknown) => void;
  /** Another tab has taken the registration from this one. */
  readonly lose: () => void;
  /** What an event that has been carried out says of owners. */
  follow(owners: Owners): void;
  isMine(effect: Effect): boolean;
  readonly isPrimary: (id: string | null) => boolean;
  readonly holds: boolean;
  readonly isAlone: boolean;
  /** Ends the calls of this tab, and leaves the others. */
  stop(): void;
}

/** Something that this tab wants, until the holder has put it in its place. */
interface Request {
  readonly event: CallEvent;
  readonly resolve: () => void;
  readonly reject: (error: TerminalError) => void;
  readonly cancel: () => void;
}

/** Joins the other tabs. */
export function createSharing(options: SharingOptions): Sharing {
  const { clock, port, store } = options;
  const self = port.id;
  const locks = createTabLocks(port);
  let { holds } = options;
  let term = holds ? 1 : 0;
  let version = 0;
  /** As of the event that was carried out last, and as of the one that was put in its place last. */
  let owners: Owners = new Map(holds ? [...store.snapshot.calls.keys()].map((id) => [id, self]) : []);
  let sequenced: Owners = owners;
  /** Other tabs, and whether the user sees them; only the holder needs to know. */
  const tabs = new Map<string, boolean>();
  const requests = new Map<string, Request>();
  let requestCount = 0;
  let onState = (): void => undefined;

  const isPrimary = (id: string | null): boolean => {
    const owner = id === null ? undefined : owners.get(id);
    return owner === undefined ? holds : owner === self;
  };

  const isMine = (effect: Effect): boolean =>
    forHolder(effect) ? holds : forAll(effect) || isPrimary("id" in effect ? effect.id : null);

  /** The tab that rings: one that the user sees, this one first. */
  const ringer = (): string => {
    if (locks.isVisible()) return self;
    for (const [tab, visible] of tabs) if (visible) return tab;
    return self;
  };

  /** Puts an event in its place. Only the holder does that. */
  const sequence = (event: CallEvent, from: string, request: string | null): void => {
    // The answer was prepared in the tab that rings; another one has to prepare its own.
    const rings = event.type === "answer" && store.snapshot.calls.get(event.id)?.state === "incoming";
    if (rings && (sequenced.get(event.id) ?? self) !== from) {
      place({ type: "claim", id: event.id }, from, null);
    }
    place(event, from, request);
  };

  const place = (event: CallEvent, from: string, request: string | null): void => {
    version += 1;
    const at = clock.now();
    sequenced = nextOwners(livingOwners(sequenced, store.snapshot), event, from, ringer(), store.snapshot);
    port.post({
      type: "event",
      tab: self,
      term,
      version,
      at,
      from,
      request,
      event: toPlain(event),
      owners: sequenced,
    } satisfies TabMessage);
    store.post(event, at, sequenced);
    if (request !== null) settle(request, null);
  };

  const settle = (request: string, error: TerminalError | null): void => {
    const waiting = requests.get(request);
    if (waiting === undefined) return;
    requests.delete(request);
    waiting.cancel();
    if (error === null) waiting.resolve();
    else waiting.reject(error);
  };

  const ask = (request: string, event: CallEvent): void => {
    port.post({ type: "request", tab: self, request, event: toPlain(event) } satisfies TabMessage);
  };

  const tellState = (): void => {
    port.post({ type: "state", tab: self, term, version, snapshot: store.snapshot, owners } satisfies TabMessage);
  };

  /** One that thaws may still believe that it holds: whoever has the lock has the last word. */
  const outrank = (other: number): void => {
    if (other < term) return;
    term = other + 1;
    tellState();
  };

  const takeState = (message: Extract<TabMessage, { type: "state" }>): void => {
    holderWatch.heard();
    const isNewHolder = message.term > term;
    ({ term, version } = message);
    sequenced = message.owners;
    store.reset(message.snapshot, message.owners);
    onState();
    // What the holder before did not get to do is asked of this one.
    if (isNewHolder) for (const [request, { event }] of requests) ask(request, event);
  };

  /**
   * A tab has gone. Calls whose media was there go on elsewhere: they can be pulled.
   *
   * @param over calls that the tab wanted hung up. It hears no news of them any more, so they are this one's.
   */
  const handleGone = (tab: string, over: readonly string[] = []): void => {
    tabs.delete(tab);
    if (!holds) return;
    for (const [id, owner] of sequenced) {
      if (owner !== tab) continue;
      sequenced = withoutOwner(sequenced, id);
      place({ type: over.includes(id) ? "hangup" : "abandoned", id }, self, null);
    }
  };

  const meet = (tab: string, visible: boolean): void => {
    const isNew = !tabs.has(tab);
    tabs.set(tab, visible);
    if (isNew) {
      locks.watch(tab, () => {
        handleGone(tab);
      });
    }
  };

  const handleMessage = (data: unknown): void => {
    const message = data as TabMessage;
    switch (message.type) {
      case "hello":
        meet(message.tab, message.visible);
        if (holds) tellState();
        return;
      case "bye":
        handleGone(message.tab, message.calls);
        return;
      case "state":
        meet(message.tab, tabs.get(message.tab) ?? false);
        if (holds) outrank(message.term);
        else if (message.term >= term) takeState(message);
        return;
      case "request":
        if (holds) sequence(fromPlain(message.event), message.tab, message.request);
        return;
      case "event":
        handleEvent(message);
        return;
      case "ping":
        if (holds) port.post({ type: "pong", tab: self, term, version } satisfies TabMessage);
        return;
      case "pong":
        if (message.term < term) return;
        holderWatch.heard();
        if (message.version > version) hello();
    }
  };

  const handleEvent = (message: Extract<TabMessage, { type: "event" }>): void => {
    if (holds) {
      outrank(message.term);
      return;
    }
    // A holder that was frozen while another took over speaks of the past.
    if (message.term < term) return;
    holderWatch.heard();
    if (message.term !== term || message.version !== version + 1) {
      hello();
      return;
    }
    version = message.version;
    sequenced = message.owners;
    store.post(fromPlain(message.event), message.at, message.owners);
    if (message.request !== null) settle(message.request, null);
  };

  const hello = (): void => {
    port.post({ type: "hello", tab: self, visible: locks.isVisible() } satisfies TabMessage);
  };

  const handleHeld = (): void => {
    const tookOver = term > 0;
    holds = true;
    term += 1;
    tellState();
    if (tookOver) {
      place({ type: "link-lost", reason: "Another tab has taken over." }, self, null);
      // Tabs that this one has never met may be alive, and the one before is not.
      for (const owner of new Set(sequenced.values())) if (owner !== self) meet(owner, false);
      for (const [request, { event }] of requests) sequence(event, self, request);
    }
    onState();
    options.onHold();
    hello();
  };

  const handleLost = (): void => {
    holds = false;
    options.onLetGo();
    // Back in the queue, as any other tab; what was missed is asked for.
    locks.hold(handleHeld, handleLost, false);
    hello();
  };

  /** Whoever is about to be frozen lets another tab hold, before anything is missed. */
  const handleFreeze = (): void => {
    if (!holds || tabs.size === 0) return;
    locks.yield();
    handleLost();
  };

  const holderWatch = createHolderWatch({
    clock,
    isWatching: () => !holds && locks.isVisible(),
    ping: () => port.post({ type: "ping", tab: self } satisfies TabMessage),
    onFrozen: () => locks.hold(handleHeld, handleLost, true),
  });

  const ready = holds
    ? Promise.resolve()
    : new Promise<void>((resolve) => {
        onState = resolve;
      });
  locks.onVisible(hello);
  locks.onFreeze(handleFreeze);
  if (holds) tellState();
  else locks.hold(handleHeld, handleLost, false);
  hello();
  holderWatch.start();

  return {
    ready,
    hear: handleMessage,
    lose: handleLost,
    isMine,
    isPrimary,
    follow(next) {
      const before = owners;
      owners = next;
      for (const [id, owner] of before) if (owner === self && next.get(id) !== owner) options.onDisowned(id);
    },
    get isAlone() {
      return holds && tabs.size === 0;
    },
    get holds() {
      return holds;
    },
    post(event) {
      if (holds) {
        sequence(event, self, null);
        return Promise.resolve();
      }
      requestCount += 1;
      const request = `${self} ${requestCount}`;
      return new Promise((resolve, reject) => {
        const cancel = clock.after(REQUEST_MS, () => {
          settle(request, new TerminalError("not-connected"));
        });
        requests.set(request, { event, resolve, reject, cancel });
        ask(request, event);
      });
    },
    stop() {
      holderWatch.stop();
      onState();
      const mine = [...owners].filter(([, owner]) => owner === self).map(([id]) => id);
      const over = mine.filter((id) => !["incoming", "ended"].includes(store.snapshot.calls.get(id)?.state ?? "ended"));
      if (holds) for (const id of over) sequence({ type: "hangup", id }, self, null);
      port.post({ type: "bye", tab: self, calls: holds ? [] : over } satisfies TabMessage);
      for (const id of mine) options.onDisowned(id);
      if (holds) options.onLetGo();
      holds = false;
      for (const request of [...requests.keys()]) settle(request, new TerminalError("not-connected"));
    },
  };
}
