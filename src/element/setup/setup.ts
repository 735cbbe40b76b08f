/** The panel without a phone: not set up, switched off, signed out, failed, disconnected. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons/icons.js";
import { laterIcon } from "../icons/feature-icons.js";
import type { Feature } from "../features/feature-loader.js";
import type { FeatureHost } from "../features/feature-host.js";
import { viewOf, type Actions, type ViewModel } from "../view-model.js";
import { tokenKind } from "../phone/token-kind.js";
import type { LocalizedStrings } from "../i18n/strings.js";
import type { SignIn } from "../sign-in/sign-in.js";

export { setup as english } from "./setup.en.js";
export { message as styles } from "./setup.styles.js";

/** The screens without a phone, and what each says can be done. */
export interface SetupFeature extends Feature {
  view(viewModel: ViewModel, actions: Actions): unknown;
  /** Who is signed out in a call talks on, and can sign in beside it. */
  inCall(words: LocalizedStrings): unknown;
}

export function create(host: FeatureHost): SetupFeature {
  let signIn: SignIn | null = null;

  /** The button comes with what asks for the token; null until it is here. */
  const signInView = (...what: Parameters<SignIn["view"]>): unknown => {
    if (signIn !== null) return signIn.view(...what);
    import("../sign-in/sign-in.js").then(
      ({ signInOf }) => {
        signIn = signInOf(host);
        host.requestUpdate();
      },
      () => undefined,
    );
    return nothing;
  };

  return {
    view(viewModel, actions) {
      const name = viewOf(viewModel);
      const signs = tokenKind(host) === "signIn" && (name === "signed-out" || (name === "offline" && signIn?.isBusy));
      if (!signs) return view(viewModel, actions);
      return signInView(viewModel.words, (title, body, action) => message(laterIcon("lock"), title, body, action));
    },
    inCall(words) {
      const banner = (_title: string, body: unknown, action: unknown): TemplateResult => html`
        <div class="banner warn">
          ${laterIcon("lock")}
          <p>${words.text("call-signed-out")}</p>
          ${action} ${body}
        </div>
      `;
      if (tokenKind(host) === "signIn") return signInView(words, banner, "small");
      const connect = (): void => {
        host.phone?.connect().catch((error: unknown) => {
          host.fail(error);
        });
      };
      const again = html`<button class="small" type="button" @click=${connect}>${words.text("try-again")}</button>`;
      return banner("", nothing, again);
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

/** A full-panel message with a picture, a title, and what can be done. */
function message(picture: TemplateResult, title: string, body: unknown, action: unknown = nothing): TemplateResult {
  return html`
    <div class="message">
      <span class="emblem" aria-hidden="true">${picture}</span>
      <h2>${title}</h2>
      ${body} ${action}
    </div>
  `;
}

function notConfiguredView({ words, missing }: ViewModel): TemplateResult {
  return message(
    laterIcon("plug"),
    words.text("not-configured-title"),
    html`
      <p>${words.text("not-configured-text")}</p>
      <ul class="missing" dir="ltr">
        ${missing.endpoint ? html`<li><code>endpoint</code></li>` : nothing}
        ${missing.token ? html`<li><code>token-url</code> / <code>getToken</code> / <code>token</code> / <code>sign-in</code></li>` : nothing}
      </ul>
    `,
  );
}

function disabledView({ words }: ViewModel): TemplateResult {
  return message(icon("phone"), words.text("disabled-title"), html`<p>${words.text("disabled-text")}</p>`);
}

function signedOutView({ words }: ViewModel, actions: Actions): TemplateResult {
  return message(
    laterIcon("lock"),
    words.text("signed-out-title"),
    html`<p>${words.text("signed-out-text")}</p>`,
    retryButton(words.text("try-again"), actions),
  );
}

function failedView({ words, failure }: ViewModel, actions: Actions): TemplateResult {
  return message(
    laterIcon("alert"),
    failure === null ? words.text("failed-title") : words.errorText(failure),
    failure === null ? nothing : html`<p>${words.errorHint(failure)}</p>`,
    retryButton(words.text("try-again"), actions),
  );
}

function offlineView({ words }: ViewModel, actions: Actions): TemplateResult {
  return message(
    icon("offline"),
    words.text("offline-title"),
    html`<p>${words.text("offline-text")}</p>`,
    retryButton(words.text("connect"), actions),
  );
}

function retryButton(label: string, actions: Actions): TemplateResult {
  return html`<button class="quiet" type="button" data-focus @click=${actions.retry}>${label}</button>`;
}
