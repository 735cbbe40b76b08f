/** A call whose sound is in another tab: what can be done from here, and nothing that cannot. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import { laterIcon } from "../icons/feature-icons.js";
import type { Feature } from "../features/feature-loader.js";
import type { Actions, ViewModel } from "../view-model.js";
import { notice } from "../notices/error-slot.js";

export { otherTab as english } from "./call-in-other-tab.en.js";
export { otherTab as styles } from "./call-in-other-tab.styles.js";

export interface CallInOtherTabFeature extends Feature {
  view(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult;
}

export function create(): CallInOtherTabFeature {
  return { view };
}

/** Keypad, devices, quality and the small window belong to the tab that has the sound. */
function view(call: CallInfo, viewModel: ViewModel, actions: Actions): TemplateResult {
  const { words, callBundle, snapshot, now } = viewModel;
  const { state, muted, held, answeredAt } = call;
  const up = state === "active" || state === "recovering";
  return html`
    <div class="talk call">
      ${callBundle?.contact(call, viewModel)}
      <p class="progress">
        ${state === "active" && !held ? nothing : html`<span>${callBundle?.callStatus(call, words)}</span>`}
        ${
          answeredAt !== null && (up || state === "moving")
            ? html`<span part="timer" class="timer" role="timer" aria-live="off"
                >${words.duration(now - answeredAt)}</span
              >`
            : nothing
        }
        ${
          muted && state === "active"
            ? html`<span class="flag">${icon("microphone-off")}${words.text("state-muted")}</span>`
            : nothing
        }
      </p>
      <div class="banner">
        ${laterIcon("pop-out")}
        <p><strong>${words.text("other-tab")}</strong><br />${words.text("other-tab-text")}</p>
      </div>
      ${notice(viewModel, actions)}
      ${snapshot.calls.length > 1 ? viewModel.part("several")?.view(viewModel, actions) : nothing}
      <slot name="in-call"></slot>
      <div class="tools">
        ${tool(
          "mute-button",
          muted ? icon("microphone-off") : callBundle?.callIcon("microphone"),
          words.text(muted ? "unmute" : "mute"),
          { on: muted, enabled: state !== "moving", action: actions.mute },
        )}
        ${tool("hold-button", callBundle?.callIcon(held ? "play" : "pause"), words.text(held ? "resume" : "hold"), {
          on: held,
          enabled: up,
          action: actions.hold,
        })}
        ${tool("to-phone-button", icon("mobile"), words.text("to-phone"), {
          enabled: state === "active",
          action: actions.toPhone,
          hint: words.text("to-phone-label"),
        })}
      </div>
      <button part="hangup-button" class="main danger" type="button" data-focus @click=${actions.hangup}>
        ${icon("phone")}<span>${words.text("hangup")}</span>
      </button>
    </div>
  `;
}

interface Tool {
  readonly on?: boolean;
  readonly enabled: boolean;
  readonly action: () => void;
  /** More than the word below the picture can say. */
  readonly hint?: string;
}

function tool(
  part: string,
  picture: unknown,
  label: string,
  { on = false, enabled, action, hint }: Tool,
): TemplateResult {
  return html`
    <button
      part=${part}
      class="tool ${on ? "on" : ""}"
      type="button"
      ?disabled=${!enabled}
      title=${hint ?? nothing}
      @click=${action}
    >
      <span class="disc">${picture}</span><span class="label">${label}</span>
    </button>
  `;
}
