/** Number field, dial pad, call button; and the call that runs elsewhere. */
import { html, nothing, type TemplateResult } from "lit";
import { TerminalError } from "../../errors.js";
import { icon } from "../icons.js";
import type { Actions, Scene } from "../scene.js";
import { dialpad } from "./parts.js";

/** The panel at rest. */
export function readyView(scene: Scene, actions: Actions): TemplateResult {
  const { words, number, fieldError } = scene;
  const reachable = scene.snapshot.connection === "ready" && !scene.busy;
  return html`
    <div class="ready">
      <div class="entry">
        ${banner(scene, actions)}
        <div class="field ${number.length > 15 ? "long" : ""}" dir="ltr">
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

/** What stands above the field: a call elsewhere goes before a connection that is coming back. */
function banner({ snapshot, words }: Scene, actions: Actions): TemplateResult | typeof nothing {
  if (snapshot.subscriber === "elsewhere") {
    const number = snapshot.subscriberNumber;
    return html`
      <div part="pull-banner" class="banner">
        ${icon("mobile")}
        <p>
          ${number === null ? words.text("elsewhere-title") : words.text("elsewhere-with", { number: `\u2066${number}\u2069` })}
        </p>
        <button class="small" type="button" @click=${actions.pull}>${words.text("pull")}</button>
      </div>
    `;
  }
  if (snapshot.connection === "reconnecting") {
    return html`<div class="banner warn">
      ${icon("offline")}
      <p>${words.text("reconnecting-hint")}</p>
    </div>`;
  }
  if (snapshot.permission === "denied") {
    // The browser's refusal is known before a call fails by it.
    const blocked = new TerminalError("microphone-denied");
    return html`
      <div class="banner warn">
        ${icon("microphone-off")}
        <p><strong>${words.errorText(blocked)}</strong> ${words.errorHint(blocked)}</p>
      </div>
    `;
  }
  return nothing;
}
