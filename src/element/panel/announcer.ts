/** Tells screen readers, in a live region, the notes that appear on a screen next to its main message. */
import type { FeatureHost } from "../features/feature-host.js";
import type { ViewModel } from "../view-model.js";

/** A live region that appears together with its text is not read. */
const SETTLE_MS = 100;

export interface Announcer {
  /** Called after each render. */
  updated(viewModel: ViewModel): void;
  close(): void;
}

export function createAnnouncer(host: FeatureHost): Announcer {
  const region = document.createElement("p");
  region.className = "said";
  region.role = "status";
  region.dir = "ltr";
  host.element.renderRoot.append(region);
  let said: readonly string[] = [];
  let isHeard = false;

  const start = setTimeout(() => {
    isHeard = true;
    host.element.requestUpdate();
  }, SETTLE_MS);

  return {
    updated(viewModel) {
      if (!isHeard) return;
      const notes = Object.values(viewModel.features).flatMap((feature) => feature.notes?.(viewModel) ?? []);
      // A note that is still on screen has been said.
      const fresh = notes.filter((note) => !said.includes(note));
      said = notes;
      if (fresh.length > 0 || notes.length === 0) region.textContent = fresh.join(" ");
      region.lang = viewModel.strings.locale;
      region.dir = viewModel.strings.direction ?? "ltr";
    },
    close() {
      clearTimeout(start);
      region.remove();
    },
  };
}
