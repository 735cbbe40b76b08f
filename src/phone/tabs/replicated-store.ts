/**
 * One machine in many tabs, in a chunk of its own: a tab that is alone needs none of it. The
 * tab that holds the registration puts every event in its place and tells the others; each
 * runs the same pure machine on the same events, so that all of them know the same. Deeds
 * are done once: the holder speaks with the core and keeps time, the tab that owns a call has
 * its media.
 */
import type { MachineInput, Effect } from "../../call/inputs.js";
import type { Store } from "../../call/store.js";
import type { Clock } from "../../clock.js";
import { forAll, forHolder, isOfHolder } from "./effect-routing.js";
import { livingOwners, nextOwners, type Roles } from "./ownership.js";
import { fromPlain, toPlain, type TabMessage } from "./messages.js";
import { createTabLocks } from "./tab-locks.js";
import { createTabPeers } from "./other-tabs.js";
import { lifeLock, type TabPort } from "./tab-channel.js";
import { createTabRequests } from "./requests.js";
import { createTabRoles } from "./tab-roles.js";
import { createTenure } from "./leader-election.js";

/** What sharing needs. */
export interface SharingOptions {
  /** This tab's machine. */
  readonly store: Store<Roles>;
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
  post(event: MachineInput): Promise<void>;
  /** A message of another tab. */
  readonly hear: (message: unknown) => void;
  /** Another tab has taken the registration from this one. */
  readonly lose: () => void;
  /** Who does what as of an event that has been carried out. */
  follow(roles: Roles): void;
  isMine(effect: Effect): boolean;
  /** Whether the media of this call is here; of one whose media nobody has, whether this tab holds. */
  readonly owns: (id: string | null) => boolean;
  readonly isPrimary: Roles["isPrimary"];
  readonly holds: boolean;
  readonly isAlone: boolean;
  /** Runs a task while no other tab runs one: of several that find the registration refused, each tries if it has to. */
  inTurn(task: () => Promise<void>): Promise<void>;
  /** Takes the registration from the tab that has it. Resolves when that has been tried. */
  readonly takeOver: () => Promise<void>;
  /** Ends the calls of this tab, and leaves the others. */
  stop(): void;
}

/** Joins the other tabs. */
export function createSharing(options: SharingOptions): Sharing {
  const { clock, port, store } = options;
  const self = port.id;
  const locks = createTabLocks(port);
  /** Higher with each holder, be it one that never heard of those before. */
  let term = options.holds ? clock.now() : 0;
  let version = 0;
  /** The last other tab that held. */
  let holder: string | null = null;
  let onState = (): void => undefined;

  const owned = options.holds ? [...store.snapshot.calls.keys()] : [];
  const roles = createTabRoles(self, owned, () => tenure.holds, options.onDisowned);
  const peers = createTabPeers(self, locks, (tab) => {
    tenure.whenSure(() => {
      handleGone(tab);
    });
  });

  const isMine = (effect: Effect): boolean =>
    forHolder(effect) ? tenure.holds : forAll(effect) || roles.owns("id" in effect ? effect.id : null);

  /** Puts an event in its place. Only the holder does that. */
  const sequence = (event: MachineInput, from: string, request: string | null): void => {
    // The answer was prepared in the tab that rings; another one has to prepare its own.
    const rings = event.type === "answer" && store.snapshot.calls.get(event.id)?.state === "incoming";
    if (rings && (roles.sequenced.get(event.id) ?? self) !== from) {
      place({ type: "claim", id: event.id }, from, null);
    }
    place(event, from, request);
  };

  const place = (event: MachineInput, from: string, request: string | null): void => {
    version += 1;
    const at = clock.now();
    const { snapshot } = store;
    const owners = nextOwners(livingOwners(roles.sequenced, snapshot), event, from, peers.ringer(), snapshot);
    roles.sequenced = owners;
    const speakers = roles.speakers();
    port.post({
      type: "event",
      tab: self,
      term,
      version,
      at,
      from,
      request,
      event: toPlain(event),
      owners,
      speakers,
    } satisfies TabMessage);
    store.post(event, at, roles.of(owners, speakers, self));
    if (request !== null) requests.settle(request);
  };

  const ask = (request: string, event: MachineInput): void => {
    port.post({ type: "request", tab: self, request, event: toPlain(event) } satisfies TabMessage);
  };
  const requests = createTabRequests(self, clock, ask);

  const tellState = (): void => {
    const { owners } = roles;
    port.post({ type: "state", tab: self, term, version, snapshot: store.snapshot, owners } satisfies TabMessage);
  };

  const takeState = (message: Extract<TabMessage, { type: "state" }>): void => {
    tenure.heard();
    const isNewHolder = message.term > term;
    ({ term, version, tab: holder } = message);
    roles.sequenced = message.owners;
    // Others have acted on what this tab has missed.
    store.reset(message.snapshot, { owners: message.owners, isPrimary: () => false });
    onState();
    // What the holder before did not get to do is asked of this one.
    if (isNewHolder) requests.forEach(ask);
  };

  /**
   * A tab has gone. Calls whose media was there go on elsewhere: they can be pulled.
   *
   * @param over calls that the tab wanted hung up. It hears no news of them any more, so they are this one's.
   */
  const handleGone = (tab: string, over: readonly string[] = []): void => {
    peers.forget(tab);
    roles.deaf.delete(tab);
    if (!tenure.holds) return;
    for (const [id, owner] of roles.sequenced) {
      if (owner !== tab) continue;
      roles.disown(id);
      place({ type: over.includes(id) ? "hangup" : "abandoned", id }, self, null);
    }
  };

  const handleMessage = (data: unknown): void => {
    const message = data as TabMessage;
    // One that was frozen while another took over may not have heard that yet: its lock is gone.
    if (tenure.holds && "term" in message && message.term > term) tenure.giveUp();
    tenure.whenSure(() => {
      handle(message);
    });
  };

  const handle = (message: TabMessage): void => {
    switch (message.type) {
      case "hello":
        roles.deaf.delete(message.tab);
        peers.meet(message.tab, message.visible);
        if (tenure.holds) tellState();
        return;
      case "bye":
        handleGone(message.tab, message.calls);
        return;
      case "state":
        peers.meet(message.tab);
        if (!tenure.holds && message.term >= term) takeState(message);
        return;
      case "request":
        if (tenure.holds) sequence(fromPlain(message.event), message.tab, message.request);
        return;
      case "event":
        handleEvent(message);
        return;
      case "ping":
        if (tenure.holds) port.post({ type: "pong", tab: self, term, version } satisfies TabMessage);
        return;
      case "pong":
        if (message.term < term) return;
        tenure.heard();
        if (message.version > version) hello();
    }
  };

  const handleEvent = (message: Extract<TabMessage, { type: "event" }>): void => {
    // A holder that was frozen while another took over speaks of the past.
    if (tenure.holds || message.term < term) return;
    tenure.heard();
    if (message.term !== term || message.version !== version + 1) {
      hello();
      return;
    }
    ({ version, tab: holder } = message);
    const { owners, speakers, tab } = message;
    roles.sequenced = owners;
    store.post(fromPlain(message.event), message.at, roles.of(owners, speakers, tab));
    if (message.request !== null) requests.settle(message.request);
  };

  const hello = (): void => {
    port.post({ type: "hello", tab: self, visible: locks.isVisible() } satisfies TabMessage);
  };

  const begin = (locksHeld: readonly string[]): void => {
    const tookOver = term > 0;
    term = Math.max(term + 1, clock.now());
    const others = [...roles.sequenced.values()].filter((tab) => tab !== self);
    if (holder !== null) roles.deaf.add(holder);
    for (const tab of others) if (!locksHeld.includes(lifeLock(port.name, tab))) roles.deaf.add(tab);
    tellState();
    if (tookOver) {
      place({ type: "registration-lost", reason: "Another tab has taken over." }, self, null);
      // Tabs that this one has never met may be alive, and the one before is not.
      for (const tab of others) peers.meet(tab);
      requests.forEach((request, event) => {
        sequence(event, self, request);
      });
    }
    onState();
    options.onHold();
    hello();
  };

  const tenure = createTenure({
    clock,
    port,
    locks,
    holds: options.holds,
    hasOthers: () => peers.size > 0,
    onBegin: begin,
    onEnd: options.onLetGo,
    hello,
    ping: () => port.post({ type: "ping", tab: self } satisfies TabMessage),
  });

  const post = async (event: MachineInput): Promise<void> => {
    const held = tenure.holds;
    const doubt = tenure.doubt();
    if (doubt !== null) await doubt;
    if (tenure.holds) sequence(event, self, null);
    else if (!held || !isOfHolder(event)) await requests.ask(event);
  };

  const ready = options.holds
    ? Promise.resolve()
    : new Promise<void>((resolve) => {
        onState = resolve;
      });
  locks.onVisible(hello);
  if (options.holds) {
    tellState();
    hello();
  }
  tenure.start();

  return {
    ready,
    hear: handleMessage,
    lose: tenure.loseFirst,
    isMine,
    owns: roles.owns,
    isPrimary: roles.isPrimary,
    follow: (next) => {
      roles.follow(next);
    },
    get isAlone() {
      return tenure.holds && peers.size === 0;
    },
    get holds() {
      return tenure.holds;
    },
    inTurn: (task) => locks.inTurn(task, clock),
    takeOver: tenure.takeOver,
    post,
    stop() {
      onState();
      const mine = roles.mine();
      const over = mine.filter((id) => !["incoming", "ended"].includes(store.snapshot.calls.get(id)?.state ?? "ended"));
      // Whoever leaves does not act on that any more, if another tab can.
      roles.deaf.add(self);
      roles.heir = peers.best() ?? self;
      const { holds } = tenure;
      if (holds) for (const id of over) sequence({ type: "hangup", id }, self, null);
      port.post({ type: "bye", tab: self, calls: holds ? [] : over } satisfies TabMessage);
      for (const id of mine) options.onDisowned(id);
      if (holds) options.onLetGo();
      tenure.stop();
      requests.close();
    },
  };
}
