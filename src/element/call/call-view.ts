/** A call on its way, or running. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { callIcon } from "./call-icons.js";
import { icon } from "../icons/icons.js";
import { callStatus } from "./call-text.js";
import type { Actions, ViewModel } from "../view-model.js";
import { beside } from "./call-notices.js";
import { contact } from "./contact-view.js";

/** Who, how long, and what can be done about it. */
export function callView(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { words, keypad } = viewModel;
  const active = call.state === "active";
  return html`
    <div class="talk call ${keypad ? "with-keypad" : ""}">
      ${contact(call, viewModel)}
      <p class="progress">
        ${active && !call.held ? nothing : html`<span>${callStatus(call, words)}</span>`}
        ${
          call.answeredAt !== null && (active || call.state === "recovering" || call.state === "moving")
            ? html`<span part="timer" class="timer" role="timer" aria-live="off"
                >${words.duration(viewModel.now - call.answeredAt)}</span
              >`
            : nothing
        }
        ${call.muted && active ? html`<span class="flag">${icon("microphone-off")}${words.text("state-muted")}</span>` : nothing}
      </p>
      ${viewModel.snapshot.connection === "ready" && call.state !== "recovering" ? nothing : viewModel.part("banners")?.lost(viewModel)}
      ${beside(viewModel, actions)}
      <slot name="in-call"></slot>
      ${keypad ? viewModel.part("keypad")?.view(viewModel, actions) : nothing} ${tools(call, viewModel, actions)}
      <button part="hangup-button" class="main danger" type="button" data-focus @click=${actions.hangup}>
        ${icon("phone")}<span>${words.text("hangup")}</span>
      </button>
    </div>
  `;
}

function tools(call: CallInfo, { words, keypad }: ViewModel, actions: Actions): TemplateResult {
  const on = call.state === "active" || call.state === "recovering";
  // Before the answer only the microphone can be set; the rest has nothing to work on.
  return html`
    <div class="tools">
      ${tool(
        "mute-button",
        call.muted ? icon("microphone-off") : callIcon("microphone"),
        words.text(call.muted ? "unmute" : "mute"),
        {
          pressed: call.muted,
          enabled: call.state !== "moving",
          action: actions.mute,
        },
      )}
      ${tool("keypad-button", callIcon("keypad"), words.text("keypad"), { pressed: keypad, enabled: on, action: actions.toggleKeypad })}
      ${tool("hold-button", callIcon(call.held ? "play" : "pause"), words.text(call.held ? "resume" : "hold"), {
        pressed: call.held,
        enabled: on,
        action: actions.hold,
      })}
      ${tool("to-phone-button", icon("mobile"), words.text("to-phone"), {
        enabled: call.state === "active",
        action: actions.toPhone,
        hint: words.text("to-phone-label"),
      })}
    </div>
  `;
}

interface Tool {
  readonly pressed?: boolean;
  readonly enabled: boolean;
  readonly action: () => void;
  /** More than the word below the picture can say. */
  readonly hint?: string;
}

/** The word changes with the state, so the state is not said a second time by `aria-pressed`. */
function tool(
  part: string,
  picture: TemplateResult,
  label: string,
  { pressed = false, enabled, action, hint }: Tool,
): TemplateResult {
  return html`
    <button
      part=${part}
      class="tool ${pressed ? "on" : ""}"
      type="button"
      ?disabled=${!enabled}
      title=${hint ?? nothing}
      aria-expanded=${part === "keypad-button" ? String(pressed) : nothing}
      @click=${action}
    >
      <span class="disc">${picture}</span><span class="label">${label}</span>
    </button>
  `;
}
