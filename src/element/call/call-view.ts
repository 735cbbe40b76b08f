/** The screen of a call that is on its way, or running. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { callTool } from "./call-tool.js";
import { icon } from "../icons/icons.js";
import { callStatus } from "./call-text.js";
import type { Actions, ViewModel } from "../view-model.js";
import { callNotices } from "./call-notices.js";
import { contactView } from "./contact-view.js";

export function callView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { strings, keypad, features } = viewModel;
  const active = call.state === "active";
  return html`
    <div class="talk call ${keypad ? "with-keypad" : ""}">
      ${contactView(call, viewModel)}
      <p class="progress">
        ${active && !call.held ? nothing : html`<span>${callStatus(call, strings)}</span>`}
        ${
          call.answeredAt !== null && (active || call.state === "recovering" || call.state === "moving")
            ? html`<span part="timer" class="timer" role="timer" aria-live="off"
                >${strings.duration(viewModel.now - call.answeredAt)}</span
              >`
            : nothing
        }
        ${call.muted && active ? html`<span class="flag">${icon("microphone-off")}${strings.text("state-muted")}</span>` : nothing}
      </p>
      ${features.banners?.lost(viewModel)} ${callNotices(viewModel, actions)}
      <slot name="in-call"></slot>
      ${features.keypad?.view(viewModel, actions)} ${tools(call, viewModel, actions)}
      <button part="hangup-button" class="main danger" type="button" data-focus @click=${actions.hangup}>
        ${icon("phone")}<span>${strings.text("hangup")}</span>
      </button>
    </div>
  `;
}

function tools(call: CallInfo, { strings, keypad }: ViewModel, actions: Actions): TemplateResult {
  const isUp = call.state === "active" || call.state === "recovering";
  // Before the answer only the microphone can be set; the rest has nothing to work on.
  return html`
    <div class="tools">
      ${callTool({
        part: "mute-button",
        icon: call.muted ? icon("microphone-off") : icon("microphone"),
        label: strings.text(call.muted ? "unmute" : "mute"),
        on: call.muted,
        enabled: call.state !== "moving",
        action: actions.mute,
      })}
      ${callTool({
        part: "keypad-button",
        icon: icon("keypad"),
        label: strings.text("keypad"),
        on: keypad,
        enabled: isUp,
        expands: true,
        action: actions.toggleKeypad,
      })}
      ${callTool({
        part: "hold-button",
        icon: icon(call.held ? "play" : "pause"),
        label: strings.text(call.held ? "resume" : "hold"),
        on: call.held,
        enabled: isUp,
        action: actions.hold,
      })}
      ${callTool({
        part: "to-phone-button",
        icon: icon("mobile"),
        label: strings.text("to-phone"),
        enabled: call.state === "active",
        action: actions.toPhone,
        hint: strings.text("to-phone-label"),
      })}
    </div>
  `;
}
