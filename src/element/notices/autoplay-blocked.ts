/** The browser blocks sound: offers to allow it by a click, and flashes the page's title while a call rings unheard. */
import { html } from "lit";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import { icon } from "../icons/icons.js";
import type { Features } from "../view-model.js";
import { autoplayBlockedStrings } from "./autoplay-blocked.en.js";
import { bannerStyles } from "./banner.styles.js";

export const autoplayBlockedFeature: FeatureModule<Features["autoplayBlocked"]> = {
  english: autoplayBlockedStrings,
  styles: bannerStyles,
  create: createAutoplayBlocked,
};

/** Half a flash: far below three flashes a second (WCAG 2.3.1). */
const HALF_FLASH_MS = 1000;

function createAutoplayBlocked(host: FeatureHost): Features["autoplayBlocked"] {
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
    flashed = `☎ ${host.strings.text("state-incoming")}`;
    document.title = flashed;
  };

  return {
    view: ({ strings }, actions) => html`
      <div class="banner warn">
        ${icon("sound-off")}
        <p>${strings.text("audio-blocked")}</p>
        <button class="small" type="button" @click=${actions.unlockAudio}>${strings.text("audio-unlock")}</button>
      </div>
    `,
    notes: ({ strings }) => [strings.text("audio-blocked")],
    willUpdate({ audio, calls }) {
      const rings = audio === "blocked" && calls.some(({ id, state }) => state === "incoming" && id !== host.hostRings);
      if (!rings) {
        stop();
      } else if (timer === undefined) {
        flash();
        timer = setInterval(flash, HALF_FLASH_MS);
      }
    },
    close: stop,
  };
}
