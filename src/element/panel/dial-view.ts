/** Number field, dial pad, call button; and the call that runs elsewhere. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons/icons.js";
import type { Actions, Scene } from "../view-model.js";
import { notice } from "../notices/error-slot.js";
import { dialpad } from "./dial-pad.js";

/** The panel at rest. */
export function readyView(scene: Scene, actions: Actions): TemplateResult {
  const { words, number, fieldError, snapshot } = scene;
  const reachable = snapshot.connection === "ready" && !scene.busy;
  return html`
    <div class="ready">
      <div class="entry">
        ${banners(scene, actions)}
        <div class="field ${number.length > 14 ? "long" : ""}" dir="ltr">
          <input
            part="display"
            class="display"
            type="tel"
            inputmode="tel"
            autocomplete="off"
            spellcheck="false"
            dir=${number === "" ? "auto" : "ltr"}
            maxlength="64"
            data-focus
            aria-label=${words.text("number-label")}
            aria-invalid=${fieldError === null ? "false" : "true"}
            aria-describedby="field-error"
            placeholder=${words.text("number-placeholder")}
            .value=${number}
            @input=${actions.edit}
            @compositionend=${actions.edit}
          />
          <button
            class="plain erase"
            type="button"
            aria-label=${words.text("erase")}
            ?hidden=${number === ""}
            @click=${actions.erase}
          >
            ${icon("backspace")}
          </button>
        </div>
        ${scene.history && number === "" && fieldError === null ? scene.part("history")?.recent(scene, actions) : nothing}
        <p class="field-error ${fieldError === null ? "empty" : ""}" id="field-error" role="alert">
          ${
            fieldError === null
              ? nothing
              : html`<strong>${words.errorText(fieldError)}</strong> ${words.errorHint(fieldError)}`
          }
        </p>
      </div>
      ${dialpad(words, actions, true)}
      <button
        part="call-button"
        class="main call ${scene.busy ? "waits" : ""}"
        type="button"
        aria-disabled=${reachable ? "false" : "true"}
        @click=${actions.dial}
      >
        ${icon("phone")}<span>${words.text("call")}</span>
      </button>
    </div>
  `;
}

/** Above the field, where there is something to say. */
function banners(scene: Scene, actions: Actions): unknown {
  const { subscriber, connection, permission, audio } = scene.snapshot;
  return [
    notice(scene, actions),
    audio === "blocked" ? scene.part("unheard")?.view(scene, actions) : nothing,
    scene.failure?.code === "no-webrtc" ||
    subscriber === "elsewhere" ||
    connection === "reconnecting" ||
    permission === "denied"
      ? scene.part("banners")?.view(scene, actions)
      : nothing,
  ];
}
