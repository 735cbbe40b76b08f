/**
 * Keeps the focus in its place while views come and go, and says what stands beside the state. Fetched when the
 * panel first has the focus, a call, or something to say.
 */
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";

export interface FocusManager extends Feature {
  /** Moves the focus to the first deed of the view, now or as soon as that is here. */
  focus(): void;
}

export function create(host: FeatureHost): FocusManager {
  const root = host.renderRoot as ShadowRoot;
  const find = (selector: string): HTMLElement | null => root.querySelector<HTMLElement>(selector);
  const ringsBeside = (): string | null => find(".waiting button")?.getAttribute("value") ?? null;
  const placeNow = (): string => (find("[part=badge]") === null ? host.view : "folded");

  let place = placeNow();
  let waiting = ringsBeside();
  /** What had the focus before this update. */
  let held: HTMLElement | null = null;
  /** What gets it back when another call no longer rings beside the first. */
  let owed: HTMLElement | null = null;
  let wanted = false;

  /** The first deed of the view; the panel until that is here, so that its keys work at once. */
  const focusFirst = (): void => {
    const first = find(waiting === null ? "[data-focus]" : ".waiting [data-focus]");
    (first ?? find(".panel"))?.focus({ preventScroll: true });
    wanted = first === null;
  };

  /** The focus was on something that has gone, while the view stayed. */
  const rescue = (lost: HTMLElement): void => {
    if (owed !== null && isUsable(owed)) owed.focus({ preventScroll: true });
    else if (lost.matches("[part=key]")) find("[part=keypad-button]")?.focus();
    // In a call the first deed is to hang up: nobody's next Enter may do that unasked.
    else if (/^(call|ring|ended)$/.test(place)) find(".panel")?.focus({ preventScroll: true });
    else focusFirst();
  };

  const followFocus = (): void => {
    const before = { place, waiting };
    place = placeNow();
    waiting = ringsBeside();
    // Where the focus has left for the page, nothing takes it back.
    if (held === null) wanted = false;
    else if (place !== before.place || (wanted && held.matches(".panel"))) focusFirst();
    else if (waiting !== null && waiting !== before.waiting) {
      owed ??= held;
      focusFirst();
    } else if (!isUsable(held)) rescue(held);
    if (waiting === null) owed = null;
  };

  const region = document.createElement("p");
  region.className = "said";
  region.role = "status";
  region.dir = "ltr";
  root.append(region);
  let said: readonly string[] = [];
  let listened = false;

  /** Only what is new: what still stands there has been said. */
  const followNotes = (): void => {
    if (!listened) return;
    const notes = [...root.querySelectorAll(".banner:not([role]) > p, .quality, .note")].map((node) => textOf(node));
    const fresh = notes.filter((note) => !said.includes(note));
    said = notes;
    if (fresh.length > 0 || notes.length === 0) region.textContent = fresh.join(" ");
    region.lang = host.words.locale;
    region.dir = host.words.direction ?? "ltr";
  };

  const controller = {
    hostUpdate: () => {
      held = root.activeElement as HTMLElement | null;
    },
    hostUpdated: () => {
      followFocus();
      followNotes();
    },
  };
  host.addController(controller);
  // A live region that comes together with its words is not read.
  const start = setTimeout(() => {
    listened = true;
    followNotes();
  }, 100);

  return {
    focus: focusFirst,
    close() {
      clearTimeout(start);
      host.removeController(controller);
      region.remove();
    },
  };
}

/** Whether it can still have the focus: it is there, seen, and not switched off. */
function isUsable(node: HTMLElement): boolean {
  return node.isConnected && node.checkVisibility() && !node.matches(":disabled");
}

function textOf(node: Element): string {
  return (node.textContent ?? "").replace(/\s+/g, " ").trim();
}
