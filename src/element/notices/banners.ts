/** What stands above the number field, and in a call that has lost something: a call elsewhere goes before a connection that is coming back. */
import { html, nothing, type TemplateResult } from "lit";
import { TerminalError } from "../../errors.js";
import { icon, type IconName } from "../icons/icons.js";
import type { Feature } from "../features/feature-loader.js";
import type { Actions, ViewModel } from "../view-model.js";
import type { LocalizedStrings } from "../i18n/strings.js";

export { banners as english } from "./banners.en.js";
export { banner as styles } from "./banner.styles.js";

export interface BannersFeature extends Feature {
  view(viewModel: ViewModel, actions: Actions): unknown;
  /** What is broken in a call: the registration or the connection, while people still hear each other, or the audio itself. */
  lost(viewModel: ViewModel): unknown;
}

export function create(): BannersFeature {
  return { view, lost };
}

function view(viewModel: ViewModel, actions: Actions): unknown {
  const { failure, words, part } = viewModel;
  part("assist");
  return [failure?.code === "no-webrtc" ? warning("phone", failure, words) : nothing, state(viewModel, actions)];
}

function lost({ snapshot, words, part }: ViewModel): unknown {
  if (snapshot.connection === "signed-out") return part("setup")?.inCall(words);
  return html`<div class="banner warn">
    ${icon("offline")}
    <p>${words.text(snapshot.connection === "ready" ? "call-coming-back" : "call-goes-on")}</p>
  </div>`;
}

function warning(picture: IconName, error: TerminalError, words: LocalizedStrings): TemplateResult {
  return html`
    <div class="banner warn">
      ${icon(picture)}
      <p><strong>${words.errorText(error)}</strong> ${words.errorHint(error)}</p>
    </div>
  `;
}

function state({ snapshot, words, shown }: ViewModel, actions: Actions): TemplateResult | typeof nothing {
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
    return warning("microphone-off", new TerminalError("microphone-denied"), words);
  }
  return nothing;
}
