/**
 * The call machine of this tab, alone or as one of many. The code for many is loaded when another tab turns up: a tab
 * that is alone needs only to notice that.
 */
import type { Effect, MachineInput } from "../../call/inputs.js";
import type { Snapshot } from "../../call/model.js";
import { createStore } from "../../call/store.js";
import type { Clock } from "../../clock.js";
import type { TabMessage } from "./messages.js";
import type { Roles } from "./ownership.js";
import type { ReplicatedStore, ReplicatedStoreOptions } from "./replicated-store.js";
import type { TabChannel } from "./tab-channel.js";

/** Dependencies of a tab's machine. */
export interface TabStoreOptions {
  readonly initial: Snapshot;
  readonly clock: Clock;
  readonly onChange: (next: Snapshot, previous: Snapshot) => void;
  /** `runsHere`: whether this tab is to run the effect. */
  readonly onEffect: (effect: Effect, runsHere: boolean) => void;
  readonly onProcessed: (snapshot: Snapshot) => void;
  /** This tab opens the registration: it took over from another leader. */
  readonly onBecameLeader: () => void;
  /** This tab closes the registration: another one leads, or will. */
  readonly onLostLeadership: () => void;
  /** Frees the media of a call that another tab owns from now on. */
  readonly releaseMedia: (id: string) => void;
  /** Loads the code for many tabs. Default: its chunk. */
  readonly loadReplicatedStore?: () => Promise<{ readonly createReplicatedStore: CreateReplicatedStore }>;
}

type CreateReplicatedStore = (options: ReplicatedStoreOptions) => ReplicatedStore;

/** The machine of this tab. */
export interface TabStore {
  readonly snapshot: Snapshot;
  /**
   * Posts an input. Resolves once it has been applied in this tab.
   *
   * @throws TerminalError `not-connected` if there is no leader to sequence it.
   */
  post(input: MachineInput): Promise<void>;
  /** Joins the tabs on a channel; null: this tab stays alone. Resolves when it knows what they know. Idempotent. */
  join(channel: TabChannel | null): Promise<void>;
  /** Runs a task while no other tab runs one. */
  inTurn(task: () => Promise<void>): Promise<void>;
  /** Takes the lead from the tab that has it. Resolves when that has been tried. */
  takeOver(): Promise<void>;
  /** Leaves the other tabs, and ends the calls of this one; if it is alone, the registration. */
  leave(): void;
  /** Whether this tab has the registration. A tab that is alone has. */
  readonly isLeader: boolean;
  /** Whether the media of a call is in this tab. */
  readonly owns: (id: string) => boolean;
  /** Whether the events of a call, or of none (null), are primary in this tab, as of the input that is being applied. */
  readonly isPrimary: Roles["isPrimary"];
}

const aloneRoles: Roles = { owners: new Map(), isPrimary: () => true };

/** Creates the machine of this tab, which is alone until it joins others. */
export function createTabStore(options: TabStoreOptions): TabStore {
  const { clock, loadReplicatedStore = () => import("./replicated-store.js") } = options;
  let shared: ReplicatedStore | null = null;
  /** Null before `join()`; a null channel means that there are no others to join. */
  let joined: { readonly channel: TabChannel | null } | null = null;
  /** Messages that came before the code for many tabs was loaded. */
  let early: TabMessage[] = [];
  /** Whether the leader lock was stolen, perhaps before that code was loaded. */
  let lockStolen = false;

  const store = createStore<Roles>({
    initial: options.initial,
    onStep: (roles) => shared?.apply(roles),
    onChange: options.onChange,
    onEffect(effect) {
      options.onEffect(effect, shared === null || shared.runsHere(effect));
    },
    onProcessed: options.onProcessed,
  });

  const share = async (channel: TabChannel, isLeader: boolean): Promise<void> => {
    const loaded = await loadReplicatedStore().catch(() => null);
    if (joined?.channel !== channel || shared !== null) return;
    if (loaded === null) {
      // It could not be loaded: this tab stays alone, and leaves the lead to those that can share.
      joined = { channel: null };
      channel.close();
      return;
    }
    shared = loaded.createReplicatedStore({ ...options, store, channel, isLeader });
    if (lockStolen) shared.handleFirstLockStolen();
    for (const message of early.splice(0)) shared.handleMessage(message);
    await shared.ready;
  };

  return {
    get snapshot() {
      return store.snapshot;
    },
    get isLeader() {
      return shared === null || shared.isLeader;
    },
    owns: (id) => shared === null || shared.owns(id),
    isPrimary: (id) => shared === null || shared.isPrimary(id),
    async post(input) {
      // Another tab may have taken over while this one was frozen.
      const check = shared === null ? joined?.channel?.checkAfterPause(clock.now(), true) : null;
      if (check && (await check) === null) return;
      if (shared !== null) await shared.post(input);
      else store.post(input, clock.now(), aloneRoles);
    },
    async join(channel) {
      if (joined !== null) return;
      joined = { channel };
      if (channel === null) return;
      early = [];
      lockStolen = false;
      let leads = false;
      channel.onMessage((message) => {
        if (shared !== null) shared.handleMessage(message);
        else if (early.push(message) === 1 && leads) void share(channel, true);
      });
      leads = await channel.tryAcquireLeaderLock(() => {
        lockStolen = true;
        shared?.handleFirstLockStolen();
      });
      if (!leads || early.length > 0) await share(channel, leads);
    },
    inTurn: (task) => (shared === null ? task() : shared.inTurn(task)),
    takeOver: async () => shared?.takeOver(),
    leave() {
      const channel = joined?.channel;
      joined = null;
      const isAlone = shared === null || shared.isAlone;
      if (shared === null) store.post({ type: "registration-closed" }, clock.now(), aloneRoles);
      else shared.leave();
      shared = null;
      channel?.close();
      // The others go on with calls that this tab does not know any more.
      if (!isAlone) store.reset(options.initial, aloneRoles);
    },
  };
}
