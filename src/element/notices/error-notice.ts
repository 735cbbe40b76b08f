/** The last error: what went wrong, what can be done, and the button to do it. */
import { html, nothing, type TemplateResult } from "lit";
import type { TerminalErrorCode } from "../../errors.js";
import type { FeatureModule } from "../features/feature-host.js";
import { icon } from "../icons/icons.js";
import { viewOf, type Actions, type Features, type ViewModel } from "../view-model.js";
import { errorNoticeStrings } from "./error-notice.en.js";
import { errorNoticeStyles } from "./error-notice.styles.js";

export const errorNoticeFeature: FeatureModule<Features["errorNotice"]> = {
  english: errorNoticeStrings,
  styles: errorNoticeStyles,
  create: createErrorNotice,
};

const MICROPHONE_CODES: ReadonlySet<TerminalErrorCode> = new Set([
  "microphone-denied",
  "microphone-denied-by-system",
  "microphone-blocked-by-policy",
  "microphone-not-found",
  "microphone-busy",
  "microphone-silent",
]);

/** Errors of the audio output: to answer again would not change them. */
const OUTPUT_CODES: ReadonlySet<TerminalErrorCode> = new Set(["speaker-not-available", "sound-blocked"]);

function createErrorNotice(): Features["errorNotice"] {
  return { view };
}

function view(viewModel: ViewModel, actions: Actions): TemplateResult | typeof nothing {
  const { notice, strings } = viewModel;
  if (notice === null) return nothing;
  return html`
    <div part="toast" class="toast">
      ${MICROPHONE_CODES.has(notice.code) ? icon("microphone-off") : icon("alert")}
      <div>
        <button class="plain" type="button" aria-label=${strings.text("dismiss")} @click=${actions.dismissNotice}>
          ${icon("close")}
        </button>
        <p><strong>${strings.errorText(notice)}</strong> <span>${strings.errorHint(notice)}</span></p>
        ${
          notice.retryable && !OUTPUT_CODES.has(notice.code) && viewOf(viewModel) === "ring"
            ? html`<button class="small" type="button" @click=${actions.answer}>${strings.text("try-again")}</button>`
            : nothing
        }
      </div>
    </div>
  `;
}
