/** The browser holds sound back: says so, lets it in with a click, and flashes the page's title while it rings unheard. */
import { html, type TemplateResult } from "lit";
import { laterIcon } from "../icons/feature-icons.js";
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";
import type { Actions, ViewModel } from "../view-model.js";

export { unheard as english } from "./autoplay-blocked.en.js";
export { banner as styles } from "./banner.styles.js";

/** Half a flash, in milliseconds: far below three flashes a second (WCAG 2.3.1). */
const beat = 1000;

export interface AutoplayBlockedFeature extends Feature {
  view(viewModel: ViewModel, actions: Actions): TemplateResult;
}

export function create(host: FeatureHost): AutoplayBlockedFeature {
  let timer: ReturnType<typeof setInterval> | undefined;
  let title = "";
  let flashed = "";

  const stop = (): void => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    // A page that has set another title meanwhile keeps it.
    if (document.title === flashed) document.title = title;
  };

  const flash = (): void => {
    if (flashed !== "" && document.title === flashed) {
      document.title = title;
      return;
    }
    title = document.title;
    flashed = `☎ ${host.words.text("state-incoming")}`;
    document.title = flashed;
  };

  return {
    view({ words, part }, actions) {
      part("assist");
      return html`
        <div class="banner warn">
          ${laterIcon("sound-off")}
          <p>${words.text("audio-blocked")}</p>
          <button class="small" type="button" @click=${actions.unlockAudio}>${words.text("audio-unlock")}</button>
        </div>
      `;
    },
    follow({ audio, calls }) {
      const rings = audio === "blocked" && calls.some(({ id, state }) => state === "incoming" && id !== host.hostRings);
      if (!rings) stop();
      else if (timer === undefined) {
        flash();
        timer = setInterval(flash, beat);
      }
    },
    close: stop,
  };
}
