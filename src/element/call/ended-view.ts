/** The screen of an ended call: why it ended, how long it took, and a button to call again. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallCause, CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import type { FeatureModule } from "../features/feature-host.js";
import { bannersStrings } from "../notices/banners.en.js";
import type { Actions, Features, ViewModel } from "../view-model.js";

import { endedViewStrings } from "./ended-view.en.js";
import { endedViewStyles } from "./ended-view.styles.js";
import { contactView } from "./contact-view.js";

export const endedViewFeature: FeatureModule<Features["endedView"]> = {
  english: { ...endedViewStrings, pull: bannersStrings.pull },
  styles: endedViewStyles,
  create: createEndedView,
};

function createEndedView(): Features["endedView"] {
  return { view };
}

const FAILURES: ReadonlySet<CallCause | null> = new Set([
  "no-microphone",
  "media-failed",
  "bad-sdp",
  "signaling-lost",
  "dropped-by-core",
  "error",
]);

/** Draws the screen, which stays until it is dismissed or the next number is typed. */
function view(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { strings, notice } = viewModel;
  const { cause, answeredAt, endedAt } = call;
  if (cause === "signaling-lost" && viewModel.snapshot.subscriber === "elsewhere")
    return stillUpView(call, viewModel, actions);
  const failed = FAILURES.has(cause);
  const why = strings.text(cause === null ? "state-ended" : `cause-${cause}`);
  return html`
    <div class="talk ended">
      ${contactView(call, viewModel)}
      <div class="outcome ${failed ? "failed" : ""}">
        <p class="why">${failed ? icon("alert") : nothing}${notice === null ? why : strings.errorText(notice)}</p>
        ${notice === null ? nothing : html`<p class="hint">${strings.errorHint(notice)}</p>`}
        ${
          answeredAt === null || endedAt === null
            ? nothing
            : html`<p class="hint">
                ${strings.text("call-duration", { time: strings.duration(endedAt - answeredAt) })}
              </p>`
        }
      </div>
      <slot name="ended"></slot>
      <div class="stack">
        ${
          call.number === ""
            ? nothing
            : html`<button part="call-button" class="main call" type="button" data-focus @click=${actions.callAgain}>
                ${icon("phone")}<span>${strings.text("call-again")}</span>
              </button>`
        }
        <button class="quiet" type="button" ?data-focus=${call.number === ""} @click=${actions.dismissCall}>
          ${strings.text("close")}
        </button>
      </div>
    </div>
  `;
}

/** Draws a call that was lost here, by a tab that closed or a connection that broke, and that the core still has: it can be pulled back. */
function stillUpView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { strings, notice, busy } = viewModel;
  return html`
    <div class="talk ended">
      ${contactView(call, viewModel)}
      <div class="outcome">
        <p class="why">${notice === null ? strings.text("call-still-up") : strings.errorText(notice)}</p>
        <p class="hint">${notice === null ? strings.text("call-still-up-text") : strings.errorHint(notice)}</p>
      </div>
      <slot name="ended"></slot>
      <div class="stack">
        <button
          part="call-button"
          class="main call ${busy ? "waits" : ""}"
          type="button"
          data-focus
          @click=${actions.pull}
        >
          ${icon("phone")}<span>${strings.text("pull")}</span>
        </button>
        <button class="quiet" type="button" @click=${actions.dismissCall}>${strings.text("close")}</button>
      </div>
    </div>
  `;
}
