/** A call that is over: why, how long it took, and again. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import type { Feature } from "../features/feature-loader.js";
import { banners } from "../notices/banners.en.js";
import { ended } from "./ended-view.en.js";
import { laterIcon } from "../icons/feature-icons.js";
import type { Actions, ViewModel } from "../view-model.js";

export const english = { ...ended, pull: banners.pull };
export { ended as styles } from "./ended-view.styles.js";

export interface EndedViewFeature extends Feature {
  view(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult;
}

export function create(): EndedViewFeature {
  return { view };
}

const failures: ReadonlySet<string | null> = new Set([
  "no-microphone",
  "media-failed",
  "bad-sdp",
  "signaling-lost",
  "dropped-by-core",
  "error",
]);

/** Stays until it is dismissed, or the next number is typed. */
function view(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { words, notice } = viewModel;
  const { cause, answeredAt, endedAt } = call;
  if (cause === "signaling-lost" && viewModel.snapshot.subscriber === "elsewhere")
    return stillUpView(call, viewModel, actions);
  const failed = failures.has(cause);
  const why = words.text(cause === null ? "state-ended" : `cause-${cause}`);
  return html`
    <div class="talk ended">
      ${viewModel.callBundle?.contact(call, viewModel)}
      <div class="outcome ${failed ? "failed" : ""}">
        <p class="why">${failed ? laterIcon("alert") : nothing}${notice === null ? why : words.errorText(notice)}</p>
        ${notice === null ? nothing : html`<p class="hint">${words.errorHint(notice)}</p>`}
        ${
          answeredAt === null || endedAt === null
            ? nothing
            : html`<p class="hint">${words.text("call-duration", { time: words.duration(endedAt - answeredAt) })}</p>`
        }
      </div>
      <slot name="ended"></slot>
      <div class="stack">
        ${
          call.number === ""
            ? nothing
            : html`<button part="call-button" class="main call" type="button" data-focus @click=${actions.callAgain}>
                ${icon("phone")}<span>${words.text("call-again")}</span>
              </button>`
        }
        <button class="quiet" type="button" ?data-focus=${call.number === ""} @click=${actions.dismissCall}>
          ${words.text("close")}
        </button>
      </div>
    </div>
  `;
}

/** It was lost here, by a tab that closed or a connection that broke, and the core has it still: it can be had back. */
function stillUpView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { words, notice, busy } = viewModel;
  return html`
    <div class="talk ended">
      ${viewModel.callBundle?.contact(call, viewModel)}
      <div class="outcome">
        <p class="why">${notice === null ? words.text("call-still-up") : words.errorText(notice)}</p>
        <p class="hint">${notice === null ? words.text("call-still-up-text") : words.errorHint(notice)}</p>
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
          ${icon("phone")}<span>${words.text("pull")}</span>
        </button>
        <button class="quiet" type="button" @click=${actions.dismissCall}>${words.text("close")}</button>
      </div>
    </div>
  `;
}
