/** More than one call: who else calls, and which other calls are up. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import type { Feature } from "../features/feature-loader.js";
import { waitingCall, type Actions, type ViewModel } from "../view-model.js";

export { several as english } from "./other-calls.en.js";
export { several as styles } from "./other-calls.styles.js";

export interface OtherCallsFeature extends Feature {
  view(viewModel: ViewModel, actions: Actions): TemplateResult;
}

export function create(): OtherCallsFeature {
  return { view };
}

function view(viewModel: ViewModel, actions: Actions): TemplateResult {
  const { calls, call: shown } = viewModel.snapshot;
  const waiting = waitingCall(viewModel);
  const others = calls.filter((call) => call !== shown && call !== waiting && call.state !== "ended");
  return html`
    ${waiting === undefined ? nothing : waitingView(waiting, viewModel, actions)}
    ${
      others.length === 0
        ? nothing
        : html`<ul class="others" aria-label=${viewModel.words.text("other-calls")}>
            ${others.map((call) => otherView(call, viewModel, actions))}
          </ul>`
    }
  `;
}

/** A ring beside a call. It covers nothing of that call: its own buttons stay where they are. */
function waitingView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { words, callBundle, busy } = viewModel;
  return html`
    <div
      part="ring-dialog"
      class="waiting"
      role="dialog"
      aria-labelledby="waiting-title"
      aria-describedby="waiting-who"
    >
      <div class="waiting-about">
        <p class="waiting-title" id="waiting-title">${words.text("waiting-title")}</p>
        <p class="waiting-who" id="waiting-who"><bdi>${callBundle?.partyOf(call, viewModel)}</bdi></p>
      </div>
      <div class="waiting-deeds">
        <button part="reject-button" class="quiet" type="button" value=${call.id} @click=${actions.reject}>
          ${words.text("reject")}
        </button>
        <button
          part="answer-button"
          class="main call ${busy ? "waits" : ""}"
          type="button"
          value=${call.id}
          data-focus
          @click=${actions.answer}
        >
          ${words.text(viewModel.snapshot.call?.state === "ended" ? "answer" : "hold-and-answer")}
        </button>
      </div>
    </div>
  `;
}

function otherView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { words, callBundle, now } = viewModel;
  const who = callBundle?.partyOf(call, viewModel) ?? "";
  return html`
    <li class="other">
      <div class="about">
        <p class="past-who"><bdi>${who}</bdi></p>
        <p class="past-what">
          ${callBundle?.callStatus(call, words)}${
            call.answeredAt === null
              ? nothing
              : html` · <span role="timer" aria-live="off">${words.duration(now - call.answeredAt)}</span>`
          }
        </p>
      </div>
      ${
        call.held
          ? html`<button
              class="small"
              type="button"
              value=${call.id}
              aria-label=${words.text("switch-to", { who })}
              @click=${actions.swap}
            >
              ${words.text("switch")}
            </button>`
          : nothing
      }
      <button
        class="plain danger end"
        type="button"
        value=${call.id}
        aria-label=${words.text("hangup-of", { who })}
        @click=${actions.hangup}
      >
        ${icon("phone")}
      </button>
    </li>
  `;
}
