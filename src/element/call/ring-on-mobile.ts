/** Leaves a ring to the mobile, which rings for the same call: it is quiet here, and can be answered on either. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";
import type { ViewModel } from "../view-model.js";
import type { StringKey } from "../i18n/strings.js";

export { ringOnMobile as english } from "./ring-on-mobile.en.js";
export { ringOnMobile as styles } from "./ring-on-mobile.styles.js";

export interface RingOnMobileFeature extends Feature {
  view(call: CallInfo, viewModel: ViewModel): TemplateResult;
  /** What the screen says of the call in place of its state; undefined before it is left. */
  word(call: CallInfo): StringKey | undefined;
}

export function create(host: FeatureHost): RingOnMobileFeature {
  let left = "";
  return {
    view({ id }, { words }) {
      const handleClick = (): void => {
        left = id;
        host.phone?.silence(id);
        host.requestUpdate();
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
          <span id="on-mobile">${words.text("to-phone")}</span>
          ${left === id ? html`<p class="said note">${words.text("ring-on-mobile")}</p>` : nothing}
        </div>
      `;
    },
    word: ({ id }) => (left === id ? "ring-on-mobile" : undefined),
  };
}
