/** Someone calls. */
import { html, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import type { Actions, ViewModel } from "../view-model.js";
import { beside } from "./call-notices.js";
import { contact } from "./contact-view.js";

/** Who it is, accept, decline, leave it to the mobile. It does not trap the focus: the page's own work goes on. */
export function ringView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { words, busy, part } = viewModel;
  const onMobile = part("ring-on-mobile");
  return html`
    <div part="ring-dialog" class="talk ring" role="dialog" aria-labelledby="ring-title" aria-describedby="who">
      ${contact(call, viewModel)}
      <p class="progress" id="ring-title">${words.text(onMobile?.word(call) ?? "state-incoming")}</p>
      ${beside(viewModel, actions)}
      <div class="pair">
        <div class="labelled">
          <button
            part="reject-button"
            class="round danger"
            type="button"
            aria-labelledby="reject"
            @click=${actions.reject}
          >
            ${icon("phone")}
          </button>
          <span id="reject">${words.text("reject")}</span>
        </div>
        ${onMobile?.view(call, viewModel)}
        <div class="labelled">
          <button
            part="answer-button"
            class="round success ${busy ? "waits" : ""}"
            type="button"
            aria-labelledby="answer"
            data-focus
            @click=${actions.answer}
          >
            ${icon("phone")}
          </button>
          <span id="answer">${words.text("answer")}</span>
        </div>
      </div>
    </div>
  `;
}
