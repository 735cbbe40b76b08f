/**
 * The machine of this tab, alone or as one of many. What sharing takes is fetched when
 * another tab turns up.
 */
import type { MachineInput, Effect } from "../../call/inputs.js";
import type { Snapshot } from "../../call/model.js";
import { createStore } from "../../call/store.js";
import type { Clock } from "../../clock.js";
import type { Roles } from "./ownership.js";
import type { Sharing } from "./replicated-store.js";
import type { TabPort } from "./tab-channel.js";

/** What the machine of a tab needs. */
export interface TabStoreOptions {
  readonly initial: Snapshot;
  readonly clock: Clock;
  readonly onChange: (next: Snapshot, previous: Snapshot) => void;
  /** `mine`: this tab is to do it. */
  readonly onEffect: (effect: Effect, mine: boolean) => void;
  readonly onSettled: (snapshot: Snapshot) => void;
  /** This tab has the registration from now on, or not any more. */
  readonly onHold: () => void;
  readonly onLetGo: () => void;
  /** The media of this call is another tab's now. */
  readonly onDisowned: (id: string) => void;
}

/** The machine, wherever its events are put in their place. */
export interface TabStore {
  readonly snapshot: Snapshot;
  /** Makes an event happen. Resolves when it has, in this tab; rejects where no tab holds the registration. */
  post(event: MachineInput): Promise<void>;
  /** Joins other tabs; without a port this tab stands alone. Resolves when it knows what they know. Idempotent. */
  join(port: TabPort | null): Promise<void>;
  /** Runs a task while no other tab runs one. */
  inTurn(task: () => Promise<void>): Promise<void>;
  /** Takes the registration from the tab that has it. Resolves when that has been tried. */
  takeOver(): Promise<void>;
  /** Leaves them, and ends the calls whose media is in this tab. */
  leave(): void;
  /** Whether this tab has the registration. */
  readonly holds: boolean;
  /** Whether no other tab shares it. */
  readonly isAlone: boolean;
  /** Whether the media of this call is in this tab. */
  readonly owns: (id: string) => boolean;
  /** Whether, of all tabs, this one acts on what the event that is carried out says of a call, or of none. */
  readonly isPrimary: Roles["isPrimary"];
}

const alone: Roles = { owners: new Map(), isPrimary: () => true };

/** Makes the machine of this tab. It stands alone until it joins others. */
export function createTabStore(options: TabStoreOptions): TabStore {
  const { clock } = options;
  let sharing: Sharing | null = null;
  /** Null within: there are no others to join. */
  let joined: { readonly port: TabPort | null } | null = null;
  /** What other tabs said before this one could listen. */
  let early: unknown[] = [];
  /** Another tab took the registration over, maybe before this one could share it. */
  let lost = false;

  const store = createStore<Roles>({
    initial: options.initial,
    onStep: (roles) => sharing?.follow(roles),
    onChange: options.onChange,
    onEffect(effect) {
      options.onEffect(effect, sharing === null || sharing.isMine(effect));
    },
    onSettled: options.onSettled,
  });

  /** From now on this tab is one of many. `holds`: it was the first. */
  const share = async (port: TabPort, holds: boolean): Promise<void> => {
    const { createSharing } = await import("./replicated-store.js");
    if (joined?.port !== port || sharing !== null) return;
    sharing = createSharing({ ...options, store, port, holds });
    if (lost) sharing.lose();
    for (const message of early.splice(0)) sharing.hear(message);
    await sharing.ready;
  };

  return {
    get snapshot() {
      return store.snapshot;
    },
    get holds() {
      return sharing === null || sharing.holds;
    },
    get isAlone() {
      return sharing === null || sharing.isAlone;
    },
    owns: (id) => sharing === null || sharing.owns(id),
    isPrimary: (id) => sharing === null || sharing.isPrimary(id),
    async post(event) {
      // Another tab may have taken over while this one was frozen; what the end brings cannot wait.
      const pending = sharing === null && event.type !== "registration-closed";
      const knows = pending && joined?.port?.look(clock.now(), true);
      if (knows && (await knows) === null) return;
      if (sharing !== null) await sharing.post(event);
      else store.post(event, clock.now(), alone);
    },
    async join(port) {
      if (joined !== null) return;
      joined = { port };
      if (port === null) return;
      early = [];
      lost = false;
      let first = false;
      port.onMessage((message) => {
        if (sharing !== null) sharing.hear(message);
        // Somebody else is there.
        else if (early.push(message) === 1 && first) void share(port, true);
      });
      first = await port.tryHold(() => {
        lost = true;
        sharing?.lose();
      });
      if (!first || early.length > 0) await share(port, first);
    },
    inTurn: (task) => (sharing === null ? task() : sharing.inTurn(task)),
    takeOver: async () => sharing?.takeOver(),
    leave() {
      const port = joined?.port;
      joined = null;
      const isAlone = sharing === null || sharing.isAlone;
      sharing?.stop();
      sharing = null;
      port?.close();
      // Others go on with what this tab does not know any more.
      if (!isAlone) store.reset(options.initial, alone);
    },
  };
}
