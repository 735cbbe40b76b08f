/** The calls that are not on screen: another incoming call, and those on hold. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import type { FeatureModule } from "../features/feature-host.js";
import { waitingCall, type Actions, type Features, type ViewModel } from "../view-model.js";

import { otherCallsStrings } from "./other-calls.en.js";
import { otherCallsStyles } from "./other-calls.styles.js";
import { callStatus, partyOf } from "./call-text.js";

export const otherCallsFeature: FeatureModule<Features["otherCalls"]> = {
  english: otherCallsStrings,
  styles: otherCallsStyles,
  create: createOtherCalls,
};

function createOtherCalls(): Features["otherCalls"] {
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
        : html`<ul class="others" aria-label=${viewModel.strings.text("other-calls")}>
            ${others.map((call) => otherView(call, viewModel, actions))}
          </ul>`
    }
  `;
}

/** Draws a ring during a call. It covers nothing of that call, whose buttons stay in place. */
function waitingView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { strings, busy } = viewModel;
  return html`
    <div
      part="ring-dialog"
      class="waiting"
      role="dialog"
      aria-labelledby="waiting-title"
      aria-describedby="waiting-who"
    >
      <div class="waiting-about">
        <p class="waiting-title" id="waiting-title">${strings.text("waiting-title")}</p>
        <p class="waiting-who" id="waiting-who"><bdi>${partyOf(call, viewModel)}</bdi></p>
      </div>
      <div class="waiting-deeds">
        <button part="reject-button" class="quiet" type="button" value=${call.id} @click=${actions.reject}>
          ${strings.text("reject")}
        </button>
        <button
          part="answer-button"
          class="main call ${busy ? "waits" : ""}"
          type="button"
          value=${call.id}
          data-focus
          @click=${actions.answer}
        >
          ${strings.text(viewModel.snapshot.call?.state === "ended" ? "answer" : "hold-and-answer")}
        </button>
      </div>
    </div>
  `;
}

function otherView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { strings, now } = viewModel;
  const who = partyOf(call, viewModel);
  return html`
    <li class="other">
      <div class="about">
        <p class="past-who"><bdi>${who}</bdi></p>
        <p class="past-what">
          ${callStatus(call, strings)}${
            call.answeredAt === null
              ? nothing
              : html` · <span role="timer" aria-live="off">${strings.duration(now - call.answeredAt)}</span>`
          }
        </p>
      </div>
      ${
        call.held
          ? html`<button
              class="small"
              type="button"
              value=${call.id}
              aria-label=${strings.text("switch-to", { who })}
              @click=${actions.swap}
            >
              ${strings.text("switch")}
            </button>`
          : nothing
      }
      <button
        class="plain danger end"
        type="button"
        value=${call.id}
        aria-label=${strings.text("hangup-of", { who })}
        @click=${actions.hangup}
      >
        ${icon("phone")}
      </button>
    </li>
  `;
}
