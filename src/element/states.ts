/** Custom states for `:state()` in the page's styles, with what older browsers have instead. */

/** The states of the element, as in its JSDoc. */
export type StateName = "ready" | "ringing" | "in-call" | "muted" | "poor" | "offline";

/** Sets states on `internals`; without `CustomStateSet`, on `data-state` of the element. */
export function createStates(
  element: HTMLElement,
  internals: ElementInternals | null,
): (on: ReadonlySet<StateName>) => void {
  let shown: ReadonlySet<StateName> = new Set();
  const set = internals?.states;
  return (on) => {
    if (on.size === shown.size && [...on].every((name) => shown.has(name))) return;
    if (set) {
      for (const name of shown) remove(set, name);
      for (const name of on) add(set, name);
    } else {
      element.dataset["state"] = [...on].join(" ");
    }
    shown = on;
  };
}

function add(set: CustomStateSet, name: string): void {
  try {
    set.add(name);
  } catch {
    // Chromium before 125 wants dashes in front, and matches `:--name`.
    set.add(`--${name}`);
  }
}

function remove(set: CustomStateSet, name: string): void {
  set.delete(name);
  set.delete(`--${name}`);
}
