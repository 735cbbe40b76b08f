/** What stands above the number field: a call elsewhere goes before a connection that is coming back. */
import { html, nothing, type TemplateResult } from "lit";
import { TerminalError } from "../../errors.js";
import { icon } from "../icons.js";
import type { Part } from "../parts-controller.js";
import type { Actions, Scene } from "../scene.js";

export { banners as english } from "../english/banners.js";

export interface BannersPart extends Part {
  view(scene: Scene, actions: Actions): TemplateResult | typeof nothing;
}

export function create(): BannersPart {
  return { view };
}

function view({ snapshot, words, shown }: Scene, actions: Actions): TemplateResult | typeof nothing {
  if (snapshot.subscriber === "elsewhere") {
    const number = snapshot.subscriberNumber;
    return html`
      <div part="pull-banner" class="banner">
        ${icon("mobile")}
        <p>
          ${number === null ? words.text("elsewhere-title") : words.text("elsewhere-with", { number: `\u2066${shown(number).replace(/ /g, "\u00a0")}\u2069` })}
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
