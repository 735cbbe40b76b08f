/** Which tab has which part in which call, as the tab `self` knows it. */
import { speakersOf, withoutOwner, type Roles } from "./ownership.js";
import type { Owners } from "./messages.js";

/** The parts of all tabs. */
export interface TabRoles {
  /** As of the event that was carried out last. */
  readonly owners: Owners;
  /** As of the event that was put in its place last. */
  sequenced: Owners;
  /** Tabs that may not hear what happens: gone, frozen, or about to be. */
  readonly deaf: Set<string>;
  /** Who acts on what such a tab would have; null: the holder. */
  heir: string | null;
  /** The media of a call is nobody's now. */
  disown(id: string): void;
  /** For the event that is put in its place now. */
  speakers(): Owners;
  /** What an event means for this tab. `holder`: the tab that put it in its place. */
  readonly of: (owners: Owners, speakers: Owners, holder: string) => Roles;
  /** An event has been carried out. */
  follow(roles: Roles): void;
  /** Whether the media of this call is here; of one whose media nobody has, whether this tab holds. */
  readonly owns: (id: string | null) => boolean;
  readonly isPrimary: Roles["isPrimary"];
  /** Calls whose media is here. */
  mine(): readonly string[];
}

/** Makes them. `owned`: calls that this tab had before it knew of others. */
export function createTabRoles(
  self: string,
  owned: readonly string[],
  holds: () => boolean,
  onDisowned: (id: string) => void,
): TabRoles {
  let owners: Owners = new Map(owned.map((id) => [id, self]));
  let isPrimary: Roles["isPrimary"] = holds;
  const mine = (): string[] => [...owners].filter(([, owner]) => owner === self).map(([id]) => id);

  return {
    get owners() {
      return owners;
    },
    sequenced: owners,
    deaf: new Set(),
    heir: null,
    disown(id) {
      this.sequenced = withoutOwner(this.sequenced, id);
    },
    speakers() {
      return speakersOf(this.sequenced, this.deaf, this.heir);
    },
    of: (now, speakers, holder) => ({
      owners: now,
      isPrimary: (id) => ((id === null ? undefined : speakers.get(id)) ?? holder) === self,
    }),
    follow(roles) {
      const before = mine();
      ({ owners, isPrimary } = roles);
      for (const id of before) if (owners.get(id) !== self) onDisowned(id);
    },
    owns(id) {
      const owner = id === null ? undefined : owners.get(id);
      return owner === undefined ? holds() : owner === self;
    },
    isPrimary: (id) => isPrimary(id),
    mine,
  };
}
