/** A call on its way, or running. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon, type IconName } from "../icons.js";
import { callStatus, type Actions, type Scene } from "../scene.js";
import { contact } from "./contact.js";
import { dialpad } from "./parts.js";

/** Who, how long, and what can be done about it. */
export function callView(call: CallInfo, scene: Scene, actions: Actions): TemplateResult {
  const { words, keypad, snapshot } = scene;
  const active = call.state === "active";
  return html`
    <div class="talk call ${keypad ? "with-keypad" : ""}">
      ${contact(call, words)}
      <p class="progress ${active && !call.held ? "" : "waiting"}">
        ${active && call.held ? html`<span>${callStatus(call, words)}</span>` : nothing}
        ${
          call.answeredAt !== null && (active || call.state === "recovering" || call.state === "moving")
            ? html`<span part="timer" class="timer" role="timer" aria-live="off"
                >${words.duration(scene.now - call.answeredAt)}</span
              >`
            : nothing
        }
        ${active ? nothing : html`<span>${callStatus(call, words)}</span>`}
      </p>
      ${call.muted && active ? html`<p class="flag">${icon("microphone-off")}${words.text("state-muted")}</p>` : nothing}
      ${
        snapshot.connection === "reconnecting"
          ? html`<div class="banner warn">
              ${icon("offline")}
              <p>${words.text("call-reconnecting")}</p>
            </div>`
          : nothing
      }
      <slot name="in-call"></slot>
      ${
        keypad
          ? html`
              <output class="sent" dir="ltr" aria-label=${words.text("keypad")}>${scene.digits}</output>
              ${dialpad(words, actions, false)}
            `
          : nothing
      }
      ${tools(call, scene, actions)}
      <button part="hangup-button" class="main danger" type="button" data-focus @click=${actions.hangup}>
        ${icon("phone")}<span>${words.text("hangup")}</span>
      </button>
    </div>
  `;
}

function tools(call: CallInfo, { words, keypad }: Scene, actions: Actions): TemplateResult {
  const on = call.state === "active" || call.state === "recovering";
  // Before the answer only the microphone can be set; the rest has nothing to work on.
  return html`
    <div class="tools">
      ${tool("mute-button", call.muted ? "microphone-off" : "microphone", words.text(call.muted ? "unmute" : "mute"), {
        pressed: call.muted,
        enabled: call.state !== "moving",
        action: actions.mute,
      })}
      ${tool("keypad-button", "keypad", words.text("keypad"), { pressed: keypad, enabled: on, action: actions.toggleKeypad })}
      ${tool("hold-button", call.held ? "play" : "pause", words.text(call.held ? "resume" : "hold"), {
        pressed: call.held,
        enabled: on,
        action: actions.hold,
      })}
      ${tool("to-phone-button", "mobile", words.text("to-phone"), {
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
  picture: IconName,
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
      <span class="disc">${icon(picture)}</span><span class="label">${label}</span>
    </button>
  `;
}
