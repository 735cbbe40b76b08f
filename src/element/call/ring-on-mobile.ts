/** Leaves a ring to the mobile, which rings for the same call: it is silent here, and can be answered on either. */
import { html, nothing } from "lit";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import { icon } from "../icons/icons.js";
import type { RingOnMobileFeature } from "../view-model.js";
import { ringOnMobileStrings } from "./ring-on-mobile.en.js";
import { ringOnMobileStyles } from "./ring-on-mobile.styles.js";

export const ringOnMobileFeature: FeatureModule<RingOnMobileFeature> = {
  english: ringOnMobileStrings,
  styles: ringOnMobileStyles,
  create: createRingOnMobile,
};

function createRingOnMobile(host: FeatureHost): RingOnMobileFeature {
  /** Id of the call that was left to the mobile. */
  let left = "";
  return {
    view({ id }, { strings }) {
      const handleClick = (): void => {
        left = id;
        host.phone?.silence(id);
        host.element.requestUpdate();
      };
      return html`
        <div class="labelled">
          <button
            part="to-phone-button"
            class="round"
            type="button"
            aria-labelledby="on-mobile"
            ?disabled=${left === id}
            @click=${handleClick}
          >
            ${icon("mobile")}
          </button>
          <span id="on-mobile">${strings.text("to-phone")}</span>
          ${left === id ? html`<p class="said note">${strings.text("ring-on-mobile")}</p>` : nothing}
        </div>
      `;
    },
    notes: ({ snapshot: { call }, strings }) => (call?.id === left ? [strings.text("ring-on-mobile")] : []),
    stateKey: ({ id }) => (left === id ? "ring-on-mobile" : undefined),
  };
}
