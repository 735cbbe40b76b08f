/** The screens without a phone: not set up, switched off, signed out, failed, disconnected. */
import { html, nothing, type TemplateResult } from "lit";
import { TerminalError } from "../../errors.js";
import { icon } from "../icons/icons.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import { viewOf, type Actions, type SetupFeature, type ViewModel } from "../view-model.js";
import { setupStrings } from "./setup.en.js";
import { setupStyles } from "./setup.styles.js";

export const setupFeature: FeatureModule<SetupFeature> = {
  english: setupStrings,
  styles: setupStyles,
  create: createSetup,
};

function createSetup(host: FeatureHost): SetupFeature {
  const connect = (): void => {
    host.phone?.connect().catch((error: unknown) => host.fail(error));
  };

  return {
    view(viewModel, actions) {
      const { signsIn, features, strings } = viewModel;
      const name = viewOf(viewModel);
      const asks = signsIn && (name === "signed-out" || (name === "offline" && features.signIn?.isBusy === true));
      if (!asks) return view(viewModel, actions);
      // Drawn as soon as it is loaded.
      return features.signIn?.view(strings, (title, body, action) => message(icon("lock"), title, body, action));
    },
    inCall({ signsIn, features, strings }) {
      const banner = (_title: string, body: unknown, action: unknown): TemplateResult => html`
        <div class="banner warn">
          ${icon("lock")}
          <p>${strings.text("call-signed-out")}</p>
          ${action} ${body}
        </div>
      `;
      if (signsIn) return features.signIn?.view(strings, banner, "small");
      const again = html`<button class="small" type="button" @click=${connect}>${strings.text("try-again")}</button>`;
      return banner("", nothing, again);
    },
    notes(viewModel) {
      const { features, signsIn, strings } = viewModel;
      if (viewOf(viewModel) !== "call" || (signsIn && features.signIn === undefined)) return [];
      return [strings.text("call-signed-out"), features.signIn?.statusText(strings) ?? ""].filter(
        (text) => text !== "",
      );
    },
  };
}

function view(viewModel: ViewModel, actions: Actions): TemplateResult {
  switch (viewOf(viewModel)) {
    case "not-configured":
      return notConfiguredView(viewModel);
    case "disabled":
      return disabledView(viewModel);
    case "signed-out":
      return signedOutView(viewModel, actions);
    case "failed":
      return failedView(viewModel, actions);
    default:
      return offlineView(viewModel, actions);
  }
}

/** Draws a message that fills the panel: icon, title, text and button. */
function message(emblem: TemplateResult, title: string, body: unknown, action: unknown = nothing): TemplateResult {
  return html`
    <div class="message">
      <span class="emblem" aria-hidden="true">${emblem}</span>
      <h2>${title}</h2>
      ${body} ${action}
    </div>
  `;
}

function notConfiguredView({ strings, missing, forDeveloper }: ViewModel): TemplateResult {
  if (!forDeveloper) {
    const hint = strings.errorHint(new TerminalError("not-configured"));
    return message(icon("plug"), strings.text("not-configured-title"), html`<p>${hint}</p>`);
  }
  return message(
    icon("plug"),
    strings.text("not-configured-title"),
    html`
      <p>${strings.text("not-configured-text")}</p>
      <ul class="missing" dir="ltr">
        ${missing.endpoint ? html`<li><code>endpoint</code></li>` : nothing}
        ${missing.token ? html`<li><code>token-url</code> / <code>getToken</code> / <code>token</code> / <code>sign-in</code></li>` : nothing}
      </ul>
    `,
  );
}

function disabledView({ strings }: ViewModel): TemplateResult {
  return message(icon("phone"), strings.text("disabled-title"), html`<p>${strings.text("disabled-text")}</p>`);
}

function signedOutView({ strings }: ViewModel, actions: Actions): TemplateResult {
  return message(
    icon("lock"),
    strings.text("signed-out-title"),
    html`<p>${strings.text("signed-out-text")}</p>`,
    retryButton(strings.text("try-again"), actions),
  );
}

function failedView({ strings, failure, forDeveloper }: ViewModel, actions: Actions): TemplateResult {
  const developerHint = forDeveloper && failure !== null ? failure.developerHint : null;
  return message(
    icon("alert"),
    failure === null ? strings.text("failed-title") : strings.errorText(failure),
    failure === null
      ? nothing
      : html`
          <p>${strings.errorHint(failure)}</p>
          ${developerHint === null ? nothing : html`<p lang="en" dir="ltr">${developerHint}</p>`}
        `,
    retryButton(strings.text("try-again"), actions),
  );
}

function offlineView({ strings }: ViewModel, actions: Actions): TemplateResult {
  return message(
    icon("offline"),
    strings.text("offline-title"),
    html`<p>${strings.text("offline-text")}</p>`,
    retryButton(strings.text("connect"), actions),
  );
}

function retryButton(label: string, actions: Actions): TemplateResult {
  return html`<button class="quiet" type="button" data-focus @click=${actions.retry}>${label}</button>`;
}
