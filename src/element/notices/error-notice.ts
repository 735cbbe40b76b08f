/** What went wrong, what can be done, and the way to do it. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons/icons.js";
import type { Feature } from "../features/feature-loader.js";
import { viewOf, type Actions, type ViewModel } from "../view-model.js";
import { laterIcon } from "../icons/feature-icons.js";

export { trouble as english } from "./error-notice.en.js";
export { notice as styles } from "./error-notice.styles.js";

export interface ErrorNoticeFeature extends Feature {
  view(viewModel: ViewModel, actions: Actions): TemplateResult | typeof nothing;
}

export function create(): ErrorNoticeFeature {
  return { view };
}

function view(viewModel: ViewModel, actions: Actions): TemplateResult | typeof nothing {
  const { notice, words } = viewModel;
  if (notice === null) return nothing;
  return html`
    <div part="toast" class="toast">
      ${notice.code.startsWith("microphone") ? icon("microphone-off") : laterIcon("alert")}
      <div>
        <button class="plain" type="button" aria-label=${words.text("dismiss")} @click=${actions.dismissNotice}>
          ${laterIcon("close")}
        </button>
        <p><strong>${words.errorText(notice)}</strong> <span>${words.errorHint(notice)}</span></p>
        ${
          notice.retryable && !/^(speaker|sound)-/.test(notice.code) && viewOf(viewModel) === "ring"
            ? html`<button class="small" type="button" @click=${actions.answer}>${words.text("try-again")}</button>`
            : nothing
        }
      </div>
    </div>
  `;
}
