/** The screen of a call whose audio is in another tab, with the actions that work from here. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import type { FeatureModule } from "../features/feature-host.js";
import type { Actions, Features, ViewModel } from "../view-model.js";
import { callInOtherTabStrings } from "./call-in-other-tab.en.js";
import { callInOtherTabStyles } from "./call-in-other-tab.styles.js";
import { callTool } from "./call-tool.js";
import { contactView } from "./contact-view.js";
import { callStatus } from "./call-text.js";

export const callInOtherTabFeature: FeatureModule<Features["callInOtherTab"]> = {
  english: callInOtherTabStrings,
  styles: callInOtherTabStyles,
  create: createCallInOtherTab,
};

function createCallInOtherTab(): Features["callInOtherTab"] {
  return {
    view,
    notes: ({ strings }) => [`${strings.text("other-tab")}. ${strings.text("other-tab-text")}`],
  };
}

/** Draws the call. Keypad, devices, quality and the small window belong to the tab that has the audio. */
function view(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { strings, features, now } = viewModel;
  const { state, muted, held, answeredAt } = call;
  const up = state === "active" || state === "recovering";
  return html`
    <div class="talk call">
      ${contactView(call, viewModel)}
      <p class="progress">
        ${state === "active" && !held ? nothing : html`<span>${callStatus(call, strings)}</span>`}
        ${
          answeredAt !== null && (up || state === "moving")
            ? html`<span part="timer" class="timer" role="timer" aria-live="off"
                >${strings.duration(now - answeredAt)}</span
              >`
            : nothing
        }
        ${
          muted && state === "active"
            ? html`<span class="flag">${icon("microphone-off")}${strings.text("state-muted")}</span>`
            : nothing
        }
      </p>
      <div class="banner">
        ${icon("pop-out")}
        <p><strong>${strings.text("other-tab")}</strong><br />${strings.text("other-tab-text")}</p>
      </div>
      ${features.errorNotice?.view(viewModel, actions)} ${features.otherCalls?.view(viewModel, actions)}
      <slot name="in-call"></slot>
      <div class="tools">
        ${callTool({
          part: "mute-button",
          icon: muted ? icon("microphone-off") : icon("microphone"),
          label: strings.text(muted ? "unmute" : "mute"),
          on: muted,
          enabled: state !== "moving",
          action: actions.mute,
        })}
        ${callTool({
          part: "hold-button",
          icon: icon(held ? "play" : "pause"),
          label: strings.text(held ? "resume" : "hold"),
          on: held,
          enabled: up,
          action: actions.hold,
        })}
        ${callTool({
          part: "to-phone-button",
          icon: icon("mobile"),
          label: strings.text("to-phone"),
          enabled: state === "active",
          action: actions.toPhone,
          hint: strings.text("to-phone-label"),
        })}
      </div>
      <button part="hangup-button" class="main danger" type="button" data-focus @click=${actions.hangup}>
        ${icon("phone")}<span>${strings.text("hangup")}</span>
      </button>
    </div>
  `;
}
