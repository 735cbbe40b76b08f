/** The panel at rest: number field, dial pad, call button. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons/icons.js";
import type { Actions, ViewModel } from "../view-model.js";
import { dialPad } from "./dial-pad.js";

export function dialView(viewModel: ViewModel, actions: Actions): TemplateResult {
  const { strings, number, fieldError, snapshot, features } = viewModel;
  const reachable = snapshot.connection === "ready" && !viewModel.busy;
  return html`
    <div class="ready">
      <div class="entry">
        ${features.errorNotice?.view(viewModel, actions)} ${features.autoplayBlocked?.view(viewModel, actions)}
        ${features.banners?.view(viewModel, actions)}
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
            aria-label=${strings.text("number-label")}
            aria-invalid=${fieldError === null ? "false" : "true"}
            aria-describedby="field-error"
            placeholder=${strings.text("number-placeholder")}
            .value=${number}
            @input=${actions.edit}
            @compositionend=${actions.edit}
          />
          <button
            class="plain erase"
            type="button"
            aria-label=${strings.text("erase")}
            ?hidden=${number === ""}
            @click=${actions.erase}
          >
            ${icon("backspace")}
          </button>
        </div>
        ${number === "" && fieldError === null ? features.history?.recent(viewModel, actions) : nothing}
        <p class="field-error ${fieldError === null ? "empty" : ""}" id="field-error" role="alert">
          ${
            fieldError === null
              ? nothing
              : html`<strong>${strings.errorText(fieldError)}</strong> ${strings.errorHint(fieldError)}`
          }
        </p>
      </div>
      ${dialPad(strings, actions, { plus: true })}
      <button
        part="call-button"
        class="main call ${viewModel.busy ? "waits" : ""}"
        type="button"
        aria-disabled=${reachable ? "false" : "true"}
        @click=${actions.dial}
      >
        ${icon("phone")}<span>${strings.text("call")}</span>
      </button>
    </div>
  `;
}
