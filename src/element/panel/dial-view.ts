/** Number field, dial pad, call button; and the call that runs elsewhere. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons/icons.js";
import type { Actions, ViewModel } from "../view-model.js";
import { notice } from "../notices/error-slot.js";
import { dialpad } from "./dial-pad.js";

/** The panel at rest. */
export function readyView(viewModel: ViewModel, actions: Actions): TemplateResult {
  const { words, number, fieldError, snapshot } = viewModel;
  const reachable = snapshot.connection === "ready" && !viewModel.busy;
  return html`
    <div class="ready">
      <div class="entry">
        ${banners(viewModel, actions)}
        <div class="field ${number.length > 14 ? "long" : ""}" dir="ltr">
          <input
            part="display"
            class="display"
            type="tel"
            inputmode="tel"
            autocomplete="off"
            spellcheck="false"
            dir=${number === "" ? "auto" : "ltr"}
            maxlength="64"
            data-focus
            aria-label=${words.text("number-label")}
            aria-invalid=${fieldError === null ? "false" : "true"}
            aria-describedby="field-error"
            placeholder=${words.text("number-placeholder")}
            .value=${number}
            @input=${actions.edit}
            @compositionend=${actions.edit}
          />
          <button
            class="plain erase"
            type="button"
            aria-label=${words.text("erase")}
            ?hidden=${number === ""}
            @click=${actions.erase}
          >
            ${icon("backspace")}
          </button>
        </div>
        ${viewModel.history && number === "" && fieldError === null ? viewModel.part("history")?.recent(viewModel, actions) : nothing}
        <p class="field-error ${fieldError === null ? "empty" : ""}" id="field-error" role="alert">
          ${
            fieldError === null
              ? nothing
              : html`<strong>${words.errorText(fieldError)}</strong> ${words.errorHint(fieldError)}`
          }
        </p>
      </div>
      ${dialpad(words, actions, true)}
      <button
        part="call-button"
        class="main call ${viewModel.busy ? "waits" : ""}"
        type="button"
        aria-disabled=${reachable ? "false" : "true"}
        @click=${actions.dial}
      >
        ${icon("phone")}<span>${words.text("call")}</span>
      </button>
    </div>
  `;
}

/** Above the field, where there is something to say. */
function banners(viewModel: ViewModel, actions: Actions): unknown {
  const { subscriber, connection, permission, audio } = viewModel.snapshot;
  return [
    notice(viewModel, actions),
    audio === "blocked" ? viewModel.part("unheard")?.view(viewModel, actions) : nothing,
    viewModel.failure?.code === "no-webrtc" ||
    subscriber === "elsewhere" ||
    connection === "reconnecting" ||
    permission === "denied"
      ? viewModel.part("banners")?.view(viewModel, actions)
      : nothing,
  ];
}
