/** Custom states for `:state()` in the page's styles, with the substitutes of older browsers. */
import type { PhoneSnapshot } from "../phone/types.js";

/** The custom states of the element, as in its JSDoc. */
export type CustomState = "ready" | "ringing" | "in-call" | "muted" | "poor" | "offline";

/** Returns the states that are on. */
export function customStatesOf({ connection, call, quality }: PhoneSnapshot): ReadonlySet<CustomState> {
  const on = new Set<CustomState>();
  if (connection === "ready") on.add("ready");
  else if (connection !== "connecting") on.add("offline");
  if (call?.state === "incoming") on.add("ringing");
  else if (call !== null && call.state !== "ended") on.add("in-call");
  if (call?.muted === true && call.state !== "ended") on.add("muted");
  if (call?.state === "recovering" || (call?.state === "active" && quality?.level === "poor")) on.add("poor");
  return on;
}

/** Creates a function that sets states on `internals`; without `CustomStateSet`, on `data-state` of the element. */
export function createCustomStates(
  element: HTMLElement,
  internals: ElementInternals | null,
): (on: ReadonlySet<CustomState>) => void {
  let shown: ReadonlySet<CustomState> = new Set();
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
