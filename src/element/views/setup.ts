/** The panel without a phone: not set up, switched off, signed out, failed, disconnected. */
import { html, nothing, type TemplateResult } from "lit";
import type { Actions, Scene } from "../scene.js";
import { message } from "./parts.js";

/** What the integrator still has to write. */
export interface Missing {
  readonly endpoint: boolean;
  readonly token: boolean;
}

export function notConfiguredView({ words }: Scene, missing: Missing): TemplateResult {
  return message(
    "plug",
    words.text("not-configured-title"),
    html`
      <p>${words.text("not-configured-text")}</p>
      <ul class="missing" dir="ltr">
        ${missing.endpoint ? html`<li><code>endpoint</code></li>` : nothing}
        ${missing.token ? html`<li><code>token-url</code> / <code>getToken</code> / <code>token</code></li>` : nothing}
      </ul>
    `,
  );
}

export function disabledView({ words }: Scene): TemplateResult {
  return message("phone", words.text("disabled-title"), html`<p>${words.text("disabled-text")}</p>`);
}

export function signedOutView({ words }: Scene, actions: Actions): TemplateResult {
  return message(
    "lock",
    words.text("signed-out-title"),
    html`<p>${words.text("signed-out-text")}</p>`,
    retryButton(words.text("try-again"), actions),
  );
}

export function failedView({ words, failure }: Scene, actions: Actions): TemplateResult {
  return message(
    "alert",
    failure === null ? words.text("failed-title") : words.errorText(failure),
    failure === null ? nothing : html`<p>${words.errorHint(failure)}</p>`,
    retryButton(words.text("try-again"), actions),
  );
}

export function offlineView({ words }: Scene, actions: Actions): TemplateResult {
  return message(
    "offline",
    words.text("offline-title"),
    html`<p>${words.text("offline-text")}</p>`,
    retryButton(words.text("connect"), actions),
  );
}

function retryButton(label: string, actions: Actions): TemplateResult {
  return html`<button class="quiet" type="button" data-focus @click=${actions.retry}>${label}</button>`;
}
