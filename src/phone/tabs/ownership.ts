/**
 * Which tab does what: which has the media of each call, in which one the events of a call are primary, which runs an
 * effect, and which one rings. All tabs apply the same rules to the same inputs, so all come to the same answer.
 */
import type { Effect, MachineInput, RegistrationInput } from "../../call/inputs.js";
import type { Snapshot } from "../../call/model.js";
import type { Owners } from "./messages.js";
import type { TabChannel } from "./tab-channel.js";

/** The roles of this tab as of one input. They pass through the machine together with that input. */
export interface Roles {
  readonly owners: Owners;
  /** Whether the events of a call are primary in this tab; `null` asks for events that belong to no call. */
  readonly isPrimary: (id: string | null) => boolean;
}

/** The tabs that run an effect: the leader, the tab with the call's media, or every tab. */
export type EffectTarget = "leader" | "owner" | "all";

const effectTargets: Readonly<Record<Effect["type"], EffectTarget>> = {
  // The leader speaks with the core and keeps time.
  send: "leader",
  probe: "leader",
  timer: "leader",
  "stop-timer": "leader",
  gap: "leader",
  // Every tab frees its share of a call.
  release: "all",
  "close-leg": "all",
  offer: "owner",
  answer: "owner",
  accept: "owner",
  apply: "owner",
  microphone: "owner",
  promote: "owner",
  digits: "owner",
  audio: "owner",
  renegotiated: "owner",
  report: "owner",
};

/** Returns which tabs run an effect. */
export function targetOf({ type }: Effect): EffectTarget {
  return effectTargets[type];
}

const leaderInputs: Readonly<Record<RegistrationInput["type"] | "timer" | "configure", true>> = {
  "registration-connecting": true,
  "registration-open": true,
  "registration-lost": true,
  "registration-refused": true,
  "registration-closed": true,
  "calls-stranded": true,
  message: true,
  timer: true,
  configure: true,
};

/**
 * Returns whether an input comes from the registration or the timers that only a leader has. One that arises in a tab
 * that has just lost the leadership is out of date, and no other tab is asked to sequence it.
 */
export function isLeaderInput({ type }: MachineInput): boolean {
  return Object.hasOwn(leaderInputs, type);
}

/** Returns the owners without calls that have ended. */
export function livingOwners(owners: Owners, { calls }: Snapshot): Owners {
  const living = [...owners].filter(([id]) => calls.has(id) && calls.get(id)?.state !== "ended");
  return living.length === owners.size ? owners : new Map(living);
}

function withOwner(owners: Owners, id: string, tab: string): Owners {
  return new Map(owners).set(id, tab);
}

/**
 * Returns the owners after an input that arose in the tab `from`: a tab that dials, pulls, answers or resumes a call
 * has its media; a call that begins to ring is prepared in the tab that rings.
 */
export function nextOwners(
  owners: Owners,
  input: MachineInput,
  from: string,
  ringingTab: string,
  { subscriber, calls }: Snapshot,
): Owners {
  switch (input.type) {
    case "dial":
      return withOwner(owners, input.id, from);
    case "answer":
    case "claim":
      // Of two tabs that answer, the first one gets the call.
      return calls.get(input.id)?.state === "incoming" ? withOwner(owners, input.id, from) : owners;
    case "pull":
      return subscriber.state === "elsewhere" ? withOwner(owners, subscriber.callId, from) : owners;
    case "resume":
      return withOwner(owners, input.call.id, from);
    case "message":
      return input.message.type === "offer" && !owners.has(input.message.callId)
        ? withOwner(owners, input.message.callId, ringingTab)
        : owners;
    default:
      return owners;
  }
}

/**
 * Returns the tab in which the events of each call are primary: the owner, or `successor` if the owner is unreachable.
 * Without a successor (null) such a call is left out, and its events are primary in the leader.
 */
function primaryTabsOf(owners: Owners, unreachable: ReadonlySet<string>, successor: string | null): Owners {
  if (![...owners.values()].some((tab) => unreachable.has(tab))) return owners;
  const primaryTabs = new Map(owners);
  for (const [id, tab] of owners) {
    if (!unreachable.has(tab)) continue;
    if (successor === null) primaryTabs.delete(id);
    else primaryTabs.set(id, successor);
  }
  return primaryTabs;
}

/** The ownership of all calls, as this tab knows it. */
export interface Ownership {
  /** After the last input that this tab applied. */
  readonly owners: Owners;
  /** After the last input that the leader sequenced; this tab may not have applied it yet. */
  sequenced: Owners;
  /** Tabs that may not hear of an event: closed, frozen, or about to be. */
  readonly unreachable: Set<string>;
  /** The tab in which the events of unreachable tabs are primary; null: the leader. */
  successor: string | null;
  /** Removes the owner of a call: no tab has its media. */
  removeOwner(id: string): void;
  /** Returns the primary tabs for an input that is sequenced now. */
  primaryTabs(): Owners;
  /** Returns the roles of this tab for an input that `leader` sequenced. */
  readonly rolesFor: (owners: Owners, primaryTabs: Owners, leader: string) => Roles;
  /** Takes over the roles of an input that this tab has applied. */
  apply(roles: Roles): void;
  /** Whether this tab has the media of a call. Those of a call without an owner, or of no call (null), are the leader's. */
  readonly owns: (id: string | null) => boolean;
  readonly isPrimary: Roles["isPrimary"];
  /** Returns the calls whose media is in this tab. */
  ownCalls(): readonly string[];
}

/**
 * Creates the ownership as known to the tab `self`.
 *
 * @param owned the calls that this tab had before another one joined.
 * @param releaseMedia frees the media of a call that another tab owns from now on.
 */
export function createOwnership(
  self: string,
  owned: readonly string[],
  isLeader: () => boolean,
  releaseMedia: (id: string) => void,
): Ownership {
  let owners: Owners = new Map(owned.map((id) => [id, self]));
  let sequenced = owners;
  let successor: string | null = null;
  let isPrimary: Roles["isPrimary"] = isLeader;
  const unreachable = new Set<string>();
  const ownCalls = (): string[] => [...owners].filter(([, owner]) => owner === self).map(([id]) => id);

  return {
    get owners() {
      return owners;
    },
    get sequenced() {
      return sequenced;
    },
    set sequenced(next) {
      sequenced = next;
    },
    unreachable,
    get successor() {
      return successor;
    },
    set successor(tab) {
      successor = tab;
    },
    removeOwner(id) {
      const next = new Map(sequenced);
      next.delete(id);
      sequenced = next;
    },
    primaryTabs: () => primaryTabsOf(sequenced, unreachable, successor),
    rolesFor: (next, primaryTabs, leader) => ({
      owners: next,
      isPrimary: (id) => ((id === null ? undefined : primaryTabs.get(id)) ?? leader) === self,
    }),
    apply(roles) {
      const before = ownCalls();
      ({ owners, isPrimary } = roles);
      for (const id of before) if (owners.get(id) !== self) releaseMedia(id);
    },
    owns(id) {
      const owner = id === null ? undefined : owners.get(id);
      return owner === undefined ? isLeader() : owner === self;
    },
    isPrimary: (id) => isPrimary(id),
    ownCalls,
  };
}

/** The other tabs of the registration that this one knows of. */
export interface OtherTabs {
  readonly size: number;
  /** Adds a tab, or updates whether the user sees it; without `visible` that stays as known. */
  meet(tab: string, visible?: boolean): void;
  forget(tab: string): void;
  /** Returns any other tab, preferably a visible one; null if there is none. */
  readonly successor: () => string | null;
  /** Returns the tab that rings: this one if the user sees it, else another visible one, else this one. */
  readonly ringingTab: () => string;
}

/**
 * Creates the list of other tabs, empty at first.
 *
 * @param onMet is called once for each tab when it is first heard of.
 * @param onClosed is called when a known tab has ended, however it ended.
 */
export function createOtherTabs(channel: TabChannel, onMet: () => void, onClosed: (tab: string) => void): OtherTabs {
  const visibility = new Map<string, boolean>();
  const visibleTab = (): string | undefined => [...visibility].find(([, visible]) => visible)?.[0];

  return {
    get size() {
      return visibility.size;
    },
    meet(tab, visible = visibility.get(tab) ?? false) {
      const isNew = !visibility.has(tab);
      visibility.set(tab, visible);
      if (!isNew) return;
      channel.onTabClosed(tab, () => {
        onClosed(tab);
      });
      onMet();
    },
    forget(tab) {
      visibility.delete(tab);
    },
    successor: () => visibleTab() ?? [...visibility.keys()][0] ?? null,
    ringingTab: () => (channel.isVisible() ? channel.id : (visibleTab() ?? channel.id)),
  };
}
