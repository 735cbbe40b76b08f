/** Banners above the number field, and in a call that has lost something. */
import { html, nothing, type TemplateResult } from "lit";
import { TerminalError } from "../../errors.js";
import { icon, type IconName } from "../icons/icons.js";
import type { FeatureModule } from "../features/feature-host.js";
import { viewOf, type Actions, type BannersFeature, type ViewModel } from "../view-model.js";
import type { LocalizedStrings } from "../i18n/strings.js";
import { bannersStrings } from "./banners.en.js";
import { bannerStyles } from "./banner.styles.js";

export const bannersFeature: FeatureModule<BannersFeature> = {
  english: bannersStrings,
  styles: bannerStyles,
  create: createBanners,
};

function createBanners(): BannersFeature {
  return { view, lost, notes };
}

/** Why this browser cannot call, and the state of the registration. A call elsewhere goes before a connection that is coming back. */
function view(viewModel: ViewModel, actions: Actions): unknown {
  const { failure, strings } = viewModel;
  return [
    failure?.code === "no-webrtc" ? warning("phone", errorText(failure, strings)) : nothing,
    stateBanner(viewModel, actions),
  ];
}

function lost(viewModel: ViewModel): unknown {
  const { snapshot, strings, features } = viewModel;
  return snapshot.connection === "signed-out"
    ? features.setup?.inCall(viewModel)
    : warning("offline", strings.text(lostKey(viewModel)));
}

/** Returns the same texts as the banners on screen. */
function notes(viewModel: ViewModel): string[] {
  const { failure, snapshot, strings } = viewModel;
  if (viewOf(viewModel) === "call")
    return snapshot.connection === "signed-out" ? [] : [strings.text(lostKey(viewModel))];
  const texts = failure?.code === "no-webrtc" ? [plainErrorText(failure, strings)] : [];
  switch (bannerOf(viewModel)) {
    case "elsewhere":
      return [...texts, elsewhereText(viewModel)];
    case "reconnecting":
      return [...texts, strings.text("reconnecting-hint")];
    case "denied":
      return [...texts, plainErrorText(new TerminalError("microphone-denied"), strings)];
    case null:
      return texts;
  }
}

/** Returns the state that has a banner above the number field. */
function bannerOf({ snapshot }: ViewModel): "elsewhere" | "reconnecting" | "denied" | null {
  if (snapshot.subscriber === "elsewhere") return "elsewhere";
  if (snapshot.connection === "reconnecting") return "reconnecting";
  // The browser's refusal is known before a call fails because of it.
  return snapshot.permission === "denied" ? "denied" : null;
}

function stateBanner(viewModel: ViewModel, actions: Actions): TemplateResult | typeof nothing {
  const { strings } = viewModel;
  switch (bannerOf(viewModel)) {
    case "elsewhere":
      return html`
        <div part="pull-banner" class="banner">
          ${icon("mobile")}
          <p>${elsewhereText(viewModel)}</p>
          <button class="small" type="button" @click=${actions.pull}>${strings.text("pull")}</button>
        </div>
      `;
    case "reconnecting":
      return warning("offline", strings.text("reconnecting-hint"));
    case "denied":
      return warning("microphone-off", errorText(new TerminalError("microphone-denied"), strings));
    case null:
      return nothing;
  }
}

function elsewhereText({ snapshot, strings, formatNumber }: ViewModel): string {
  const number = snapshot.subscriberNumber;
  if (number === null) return strings.text("elsewhere-title");
  // The groups of the number stay in one line, and in their order.
  return strings.text("elsewhere-with", { number: `\u2066${formatNumber(number).replace(/ /g, "\u00a0")}\u2069` });
}

function lostKey({ snapshot }: ViewModel): "call-coming-back" | "call-goes-on" {
  return snapshot.connection === "ready" ? "call-coming-back" : "call-goes-on";
}

function warning(iconName: IconName, text: unknown): TemplateResult {
  return html`
    <div class="banner warn">
      ${icon(iconName)}
      <p>${text}</p>
    </div>
  `;
}

function errorText(error: TerminalError, strings: LocalizedStrings): TemplateResult {
  return html`<strong>${strings.errorText(error)}</strong> ${strings.errorHint(error)}`;
}

function plainErrorText(error: TerminalError, strings: LocalizedStrings): string {
  return `${strings.errorText(error)} ${strings.errorHint(error)}`;
}
