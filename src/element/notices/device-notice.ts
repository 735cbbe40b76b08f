/** A device that goes, or comes back, while somebody talks: says so in the call. */
import { html, nothing, type TemplateResult } from "lit";
import { laterIcon } from "../icons/feature-icons.js";
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";
import type { DeviceChangeEvent } from "../events/phone-events.js";
import type { ViewModel } from "../view-model.js";

export { devices as english } from "./device-notice.en.js";
export { banner as styles } from "./banner.styles.js";

/** How long it stands that all is well again, in milliseconds. */
const wellFor = 6000;

export interface DeviceNoticeFeature extends Feature {
  view(viewModel: ViewModel): TemplateResult | typeof nothing;
}

export function create(host: FeatureHost): DeviceNoticeFeature {
  const element = host as unknown as HTMLElement;
  let word: { readonly key: "device-lost" | "device-back"; readonly label: string } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const say = (next: typeof word): void => {
    clearTimeout(timer);
    word = next;
    if (next?.key === "device-back") timer = setTimeout(() => say(null), wellFor);
    host.requestUpdate();
  };

  // Each tab has devices of its own, so this is heard where the phone's reports for one of all tabs are not.
  const handleChange = ({ lost, restored }: DeviceChangeEvent): void => {
    if (lost !== null) say({ key: "device-lost", label: lost.label });
    else if (restored !== null) say({ key: "device-back", label: restored.label });
  };
  element.addEventListener("device-change", handleChange);

  return {
    view({ words }) {
      if (word === null) return nothing;
      const device = word.label || words.text("device-some");
      return html`
        <div class="banner ${word.key === "device-lost" ? "warn" : ""}">
          ${laterIcon("plug")}
          <p>${words.text(word.key, { device })}</p>
        </div>
      `;
    },
    follow({ calls }) {
      // The next call begins without what was said in this one.
      if (calls.every(({ state }) => state === "ended")) word = null;
    },
    close() {
      clearTimeout(timer);
      element.removeEventListener("device-change", handleChange);
    },
  };
}
