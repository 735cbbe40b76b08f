/**
 * Keeps the focus in place while views come and go, and announces what appears on them. Loaded when the panel first has
 * the focus, a call, or something to announce.
 */
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import {
  isFolded,
  viewOf,
  waitingCall,
  type FocusManagerFeature,
  type ViewModel,
  type ViewName,
} from "../view-model.js";
import { createAnnouncer } from "./announcer.js";

export const focusManagerFeature: FeatureModule<FocusManagerFeature> = { create: createFocusManager };

/** The screen that has the focus; null before the first render. */
type Place = ViewName | "folded" | null;

function createFocusManager(host: FeatureHost): FocusManagerFeature {
  const root = host.element.renderRoot as ShadowRoot;
  const find = (selector: string): HTMLElement | null => root.querySelector<HTMLElement>(selector);
  const announcer = createAnnouncer(host);

  let place: Place = null;
  /** Id of the call that rings on the screen of another. */
  let waiting: string | null = null;
  /** The node that had the focus before this render. */
  let held: HTMLElement | null = null;
  /** The node that gets the focus back when the waiting call has gone. */
  let owed: HTMLElement | null = null;
  let wanted = false;

  /** Focuses the first control of the view; the panel until that is here, so that its keys work at once. */
  const focusFirst = (): void => {
    const first = find(waiting === null ? "[data-focus]" : ".waiting [data-focus]");
    (first ?? find(".panel"))?.focus({ preventScroll: true });
    wanted = first === null;
  };

  /** Moves the focus from a node that has gone, while the view stayed. */
  const rescue = (lost: HTMLElement): void => {
    if (owed !== null && isUsable(owed)) {
      owed.focus({ preventScroll: true });
    } else if (lost.matches("[part=key]")) {
      find("[part=keypad-button]")?.focus();
    } else if (place === "call" || place === "ring" || place === "ended") {
      // The first control of a call hangs up: the next Enter must not do that unasked.
      find(".panel")?.focus({ preventScroll: true });
    } else {
      focusFirst();
    }
  };

  const followFocus = (viewModel: ViewModel): void => {
    const now = {
      place: isFolded(viewModel) ? "folded" : viewOf(viewModel),
      waiting: viewModel.features.otherCalls === undefined ? null : (waitingCall(viewModel)?.id ?? null),
    } as const;
    // What is on screen already when this feature is loaded has not just come.
    const before = place === null ? now : { place, waiting };
    ({ place, waiting } = now);
    // A focus that has left for the page is not taken back.
    if (held === null) wanted = false;
    else if (place !== before.place || (wanted && held.matches(".panel"))) focusFirst();
    else if (waiting !== null && waiting !== before.waiting) {
      owed ??= held;
      focusFirst();
    } else if (!isUsable(held)) rescue(held);
    if (waiting === null) owed = null;
  };

  return {
    focus: focusFirst,
    willUpdate() {
      held = root.activeElement as HTMLElement | null;
    },
    updated(viewModel) {
      followFocus(viewModel);
      announcer.updated(viewModel);
    },
    close: () => announcer.close(),
  };
}

/** Returns whether a node can have the focus: it is connected, visible and enabled. */
function isUsable(node: HTMLElement): boolean {
  return node.isConnected && node.checkVisibility() && !node.matches(":disabled");
}
