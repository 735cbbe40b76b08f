/** A call whose sound is in another tab: what can be done from here, and nothing that cannot. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import { laterIcon } from "../icons/feature-icons.js";
import type { Part } from "../features/feature-loader.js";
import type { Actions, Scene } from "../view-model.js";
import { notice } from "../notices/error-slot.js";

export { otherTab as english } from "./call-in-other-tab.en.js";
export { otherTab as styles } from "./call-in-other-tab.styles.js";

export interface OtherTabPart extends Part {
  view(call: CallInfo, scene: Scene, actions: Actions): TemplateResult;
}

export function create(): OtherTabPart {
  return { view };
}

/** Keypad, devices, quality and the small window belong to the tab that has the sound. */
function view(call: CallInfo, scene: Scene, actions: Actions): TemplateResult {
  const { words, talking, snapshot, now } = scene;
  const { state, muted, held, answeredAt } = call;
  const up = state === "active" || state === "recovering";
  return html`
    <div class="talk call">
      ${talking?.contact(call, scene)}
      <p class="progress">
        ${state === "active" && !held ? nothing : html`<span>${talking?.callStatus(call, words)}</span>`}
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
      ${notice(scene, actions)} ${snapshot.calls.length > 1 ? scene.part("several")?.view(scene, actions) : nothing}
      <slot name="in-call"></slot>
      <div class="tools">
        ${tool(
          "mute-button",
          muted ? icon("microphone-off") : talking?.callIcon("microphone"),
          words.text(muted ? "unmute" : "mute"),
          { on: muted, enabled: state !== "moving", action: actions.mute },
        )}
        ${tool("hold-button", talking?.callIcon(held ? "play" : "pause"), words.text(held ? "resume" : "hold"), {
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
