/**
 * One call machine in many tabs. The leader sequences every input and tells the followers; each tab applies the same
 * inputs to the same pure machine, so that all of them know the same. Effects run once: the leader speaks with the core
 * and keeps time, the tab that owns a call has its media. A chunk of its own, which a tab that is alone never loads.
 */
import type { Effect, MachineInput } from "../../call/inputs.js";
import type { Store } from "../../call/store.js";
import type { Clock } from "../../clock.js";
import { createLeaderElection } from "./leader-election.js";
import { fromPlain, fromPlainSnapshot, toPlain, toPlainSnapshot, type TabMessage } from "./messages.js";
import {
  createOtherTabs,
  createOwnership,
  isLeaderInput,
  livingOwners,
  nextOwners,
  targetOf,
  type Roles,
} from "./ownership.js";
import { createRequests } from "./requests.js";
import { tabLock, type TabChannel } from "./tab-channel.js";

/** Dependencies of a replicated store. */
export interface ReplicatedStoreOptions {
  /** The machine of this tab. */
  readonly store: Store<Roles>;
  readonly channel: TabChannel;
  readonly clock: Clock;
  /** Whether this tab leads already, because it was alone. */
  readonly isLeader: boolean;
  readonly onBecameLeader: () => void;
  readonly onLostLeadership: () => void;
  /** Frees the media of a call that another tab owns from now on. */
  readonly releaseMedia: (id: string) => void;
}

/** The machine of this tab as one of many. */
export interface ReplicatedStore {
  /** Resolves when this tab knows what the others know. */
  readonly ready: Promise<void>;
  /**
   * Has an input sequenced. Resolves once it has been applied in this tab.
   *
   * @throws TerminalError `not-connected` if there is no leader to sequence it.
   */
  post(input: MachineInput): Promise<void>;
  /** Handles a message of another tab. */
  readonly handleMessage: (message: TabMessage) => void;
  /** Another tab has stolen the leader lock with which this tab began. */
  readonly handleFirstLockStolen: () => void;
  /** Takes over the roles of an input that this tab has applied. */
  apply(roles: Roles): void;
  /** Returns whether this tab runs an effect. */
  runsHere(effect: Effect): boolean;
  /** Whether the media of a call is here; a call without an owner, and no call (null), are the leader's. */
  readonly owns: (id: string | null) => boolean;
  readonly isPrimary: Roles["isPrimary"];
  readonly isLeader: boolean;
  readonly isAlone: boolean;
  /** Runs a task while no other tab runs one: of several that find the registration refused, each tries if it has to. */
  inTurn(task: () => Promise<void>): Promise<void>;
  /** Takes the lead from the tab that has it. Resolves when that has been tried. */
  readonly takeOver: () => Promise<void>;
  /** Leaves the other tabs, and ends the calls of this one; if it is alone, the registration. */
  leave(): void;
}

/** Joins the other tabs. */
export function createReplicatedStore(options: ReplicatedStoreOptions): ReplicatedStore {
  const { clock, channel, store } = options;
  const self = channel.id;
  /** Higher with each leader, even with one that has never heard of the leaders before it: hence the time. */
  let term = options.isLeader ? clock.now() : 0;
  let version = 0;
  /** The last leader other than this tab. */
  let lastLeader: string | null = null;
  let onState = (): void => undefined;

  const ownership = createOwnership(
    self,
    options.isLeader ? [...store.snapshot.calls.keys()] : [],
    () => election.isLeader,
    options.releaseMedia,
  );
  const others = createOtherTabs(
    channel,
    // Acquaintance is mutual: a tab that takes over has to know of those that were there before it.
    () => {
      channel.post({ type: "presence", tab: self, visible: channel.isVisible() });
    },
    (tab) => {
      election.whenCertain(() => {
        handleTabClosed(tab);
      });
    },
  );

  const isAlone = (): boolean => election.isLeader && others.size === 0;

  const runsHere = (effect: Effect): boolean => {
    switch (targetOf(effect)) {
      case "leader":
        return election.isLeader;
      case "all":
        return true;
      case "owner":
        return ownership.owns("id" in effect ? effect.id : null);
    }
  };

  /** Gives an input its place among the others. Only the leader does that. */
  const sequence = (input: MachineInput, from: string, request: string | null): void => {
    // The answer was prepared in the tab that rings; another one has to prepare its own.
    const answers = input.type === "answer" && store.snapshot.calls.get(input.id)?.state === "incoming";
    if (answers && (ownership.sequenced.get(input.id) ?? self) !== from) {
      place({ type: "claim", id: input.id }, from, null);
    }
    place(input, from, request);
  };

  const place = (input: MachineInput, from: string, request: string | null): void => {
    version += 1;
    const at = clock.now();
    const { snapshot } = store;
    const living = livingOwners(ownership.sequenced, snapshot);
    const owners = nextOwners(living, input, from, others.ringingTab(), snapshot);
    ownership.sequenced = owners;
    const primaryTabs = ownership.primaryTabs();
    const plain = toPlain(input);
    channel.post({ type: "input", tab: self, term, version, at, from, request, input: plain, owners, primaryTabs });
    store.post(input, at, ownership.rolesFor(owners, primaryTabs, self));
    if (request !== null) requests.confirm(request);
  };

  const ask = (request: string, input: MachineInput): void => {
    channel.post({ type: "request", tab: self, request, input: toPlain(input) });
  };
  const requests = createRequests(self, clock, ask);

  const hello = (): void => {
    channel.post({ type: "hello", tab: self, visible: channel.isVisible() });
  };

  const sendState = (): void => {
    const { owners } = ownership;
    channel.post({ type: "state", tab: self, term, version, snapshot: toPlainSnapshot(store.snapshot), owners });
  };

  const handleState = (message: Extract<TabMessage, { type: "state" }>): void => {
    if (election.isLeader || message.term < term) return;
    election.leaderHeard();
    const isNewLeader = message.term > term;
    ({ term, version, tab: lastLeader } = message);
    ownership.sequenced = message.owners;
    // Other tabs have acted on what this one has missed.
    store.reset(fromPlainSnapshot(message.snapshot), { owners: message.owners, isPrimary: () => false });
    onState();
    // The last leader may not have sequenced these.
    if (isNewLeader) requests.forEach(ask);
  };

  const handleInput = (message: Extract<TabMessage, { type: "input" }>): void => {
    // A stale leader, which was frozen while another tab took over, speaks of the past.
    if (election.isLeader || message.term < term) return;
    election.leaderHeard();
    if (message.term !== term || message.version !== version + 1) {
      hello();
      return;
    }
    ({ version, tab: lastLeader } = message);
    const { owners, primaryTabs, tab } = message;
    ownership.sequenced = owners;
    store.post(fromPlain(message.input), message.at, ownership.rolesFor(owners, primaryTabs, tab));
    if (message.request !== null) requests.confirm(message.request);
  };

  /**
   * Handles the end of another tab. Calls whose media was there go on at the core, and can be pulled.
   *
   * @param hungUp calls that the tab wants hung up. It does not hear of that any more: their events are primary here.
   */
  const handleTabClosed = (tab: string, hungUp: readonly string[] = []): void => {
    others.forget(tab);
    ownership.unreachable.delete(tab);
    if (!election.isLeader) return;
    for (const [id, owner] of ownership.sequenced) {
      if (owner !== tab) continue;
      ownership.removeOwner(id);
      place({ type: hungUp.includes(id) ? "hangup" : "abandoned", id }, self, null);
    }
  };

  const handleMessage = (message: TabMessage): void => {
    // A stale leader may hear of the new one before the browser reports the loss of its lock.
    if (election.isLeader && "term" in message && message.term > term) election.stepDown();
    election.whenCertain(() => {
      handle(message);
    });
  };

  const handle = (message: TabMessage): void => {
    if (message.type !== "leave") others.meet(message.tab, "visible" in message ? message.visible : undefined);
    switch (message.type) {
      case "hello":
        ownership.unreachable.delete(message.tab);
        if (election.isLeader) sendState();
        return;
      case "presence":
        return;
      case "leave":
        handleTabClosed(message.tab, message.calls);
        return;
      case "state":
        handleState(message);
        return;
      case "request":
        if (election.isLeader) sequence(fromPlain(message.input), message.tab, message.request);
        return;
      case "input":
        handleInput(message);
        return;
      case "ping":
        if (election.isLeader) channel.post({ type: "pong", tab: self, term, version });
        return;
      case "pong":
        if (message.term < term) return;
        election.leaderHeard();
        if (message.version > version) hello();
    }
  };

  const becomeLeader = (heldLocks: readonly string[]): void => {
    const tookOver = term > 0;
    term = Math.max(term + 1, clock.now());
    const owners = [...ownership.sequenced.values()].filter((tab) => tab !== self);
    if (lastLeader !== null) ownership.unreachable.add(lastLeader);
    for (const tab of owners) if (!heldLocks.includes(tabLock(channel.name, tab))) ownership.unreachable.add(tab);
    sendState();
    if (tookOver) {
      place({ type: "registration-lost", reason: "Another tab has taken over." }, self, null);
      // Owners that this tab has never met may have closed.
      for (const tab of owners) others.meet(tab);
      requests.forEach((request, input) => {
        sequence(input, self, request);
      });
    }
    onState();
    options.onBecameLeader();
    hello();
  };

  const election = createLeaderElection({
    clock,
    channel,
    isLeader: options.isLeader,
    hasOthers: () => others.size > 0,
    onBecameLeader: becomeLeader,
    onLostLeadership: options.onLostLeadership,
    requestState: hello,
    ping: () => {
      channel.post({ type: "ping", tab: self });
    },
  });

  const ready = options.isLeader
    ? Promise.resolve()
    : new Promise<void>((resolve) => {
        onState = resolve;
      });
  channel.onVisibilityChange(hello);
  if (options.isLeader) {
    sendState();
    hello();
  }
  election.start();

  return {
    ready,
    async post(input) {
      const ledBefore = election.isLeader;
      const certain = election.certainty();
      if (certain !== null) await certain;
      if (election.isLeader) sequence(input, self, null);
      else if (!ledBefore || !isLeaderInput(input)) await requests.ask(input);
    },
    handleMessage,
    handleFirstLockStolen: election.handleFirstLockStolen,
    apply(roles) {
      ownership.apply(roles);
    },
    runsHere,
    owns: ownership.owns,
    isPrimary: ownership.isPrimary,
    get isLeader() {
      return election.isLeader;
    },
    get isAlone() {
      return isAlone();
    },
    inTurn: (task) => channel.inTurn(task, clock),
    takeOver: election.takeOver,
    leave() {
      onState();
      if (isAlone()) {
        const { owners } = ownership;
        // Told to none: a tab that this one has not heard of yet goes on with the calls.
        store.post({ type: "registration-closed" }, clock.now(), ownership.rolesFor(owners, owners, self));
      }
      const calls = ownership.ownCalls();
      const hungUp = calls.filter((id) => {
        const state = store.snapshot.calls.get(id)?.state ?? "ended";
        return state !== "incoming" && state !== "ended";
      });
      // The events of these calls are primary in another tab, if there is one.
      ownership.unreachable.add(self);
      ownership.successor = others.successor() ?? self;
      const { isLeader } = election;
      if (isLeader) for (const id of hungUp) sequence({ type: "hangup", id }, self, null);
      channel.post({ type: "leave", tab: self, calls: isLeader ? [] : hungUp });
      for (const id of calls) options.releaseMedia(id);
      if (isLeader) options.onLostLeadership();
      election.stop();
      requests.close();
    },
  };
}
