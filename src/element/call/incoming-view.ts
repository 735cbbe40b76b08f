/** The screen of an incoming call. */
import { html, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import type { Actions, ViewModel } from "../view-model.js";
import { callNotices } from "./call-notices.js";
import { contactView } from "./contact-view.js";

/** Draws the other party and the buttons to answer, decline, and leave the ring to the mobile. It does not trap the focus: the page stays usable. */
export function incomingView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { strings, busy, features } = viewModel;
  const { ringOnMobile } = features;
  return html`
    <div part="ring-dialog" class="talk ring" role="dialog" aria-labelledby="ring-title" aria-describedby="who">
      ${contactView(call, viewModel)}
      <p class="progress" id="ring-title">${strings.text(ringOnMobile?.stateKey(call) ?? "state-incoming")}</p>
      ${callNotices(viewModel, actions)}
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
          <span id="reject">${strings.text("reject")}</span>
        </div>
        ${ringOnMobile?.view(call, viewModel)}
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
          <span id="answer">${strings.text("answer")}</span>
        </div>
      </div>
    </div>
  `;
}
