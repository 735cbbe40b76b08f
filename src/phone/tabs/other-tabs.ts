/** The other tabs that this one knows of: which of them the user sees, and when one is gone. */
import type { TabLocks } from "./tab-locks.js";

/** Other tabs. */
export interface TabPeers {
  readonly size: number;
  /** This tab is there, seen by the user or not; without that, as it was known before. True where it was not known. */
  meet(tab: string, visible?: boolean): boolean;
  forget(tab: string): void;
  /** One of them, best one that the user sees; null where there is none. */
  readonly best: () => string | null;
  /** The tab that rings: one that the user sees, this one first. */
  readonly ringer: () => string;
}

/** Makes the peers of the tab `self`. */
export function createTabPeers(self: string, locks: TabLocks, onGone: (tab: string) => void): TabPeers {
  const visibility = new Map<string, boolean>();
  const seen = (): string | undefined => [...visibility].find(([, visible]) => visible)?.[0];

  return {
    get size() {
      return visibility.size;
    },
    meet(tab, visible = visibility.get(tab) ?? false) {
      const isNew = !visibility.has(tab);
      visibility.set(tab, visible);
      if (isNew) {
        locks.watch(tab, () => {
          onGone(tab);
        });
      }
      return isNew;
    },
    forget(tab) {
      visibility.delete(tab);
    },
    best: () => seen() ?? [...visibility.keys()][0] ?? null,
    ringer: () => (locks.isVisible() ? self : (seen() ?? self)),
  };
}
