/** The frame around every view: header, the view itself, what went wrong, footer, live region. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../icons.js";
import { announcementOf, statusText, viewOf, type Actions, type Scene } from "../scene.js";
import { readyView } from "./ready.js";
import { disabledView, failedView, notConfiguredView, offlineView, signedOutView, type Missing } from "./setup.js";

/** Handlers that the frame itself needs. */
export interface FrameHandlers {
  readonly keydown: (event: KeyboardEvent) => void;
  readonly paste: (event: ClipboardEvent) => void;
}

export function panelView(scene: Scene, actions: Actions, missing: Missing, handlers: FrameHandlers): TemplateResult {
  const { words } = scene;
  return html`
    <section
      part="panel"
      class="panel"
      aria-label=${words.text("phone")}
      tabindex="-1"
      @keydown=${handlers.keydown}
      @paste=${handlers.paste}
    >
      <header part="header" class="header">
        <slot name="logo"></slot>
        <p part="status" class="status ${statusTone(scene)}">
          <span class="dot" aria-hidden="true"></span>${statusText(scene)}
        </p>
        <slot name="header"></slot>
        ${
          scene.foldable
            ? html`<button class="plain" type="button" aria-label=${words.text("minimize")} @click=${actions.fold}>
                ${icon("down")}
              </button>`
            : nothing
        }
      </header>
      <div class="stage">${screen(scene, actions, missing)}</div>
      ${toast(scene, actions)}
      <slot name="footer"></slot>
      <p class="said" role="status">${announcementOf(scene)}</p>
    </section>
  `;
}

function screen(scene: Scene, actions: Actions, missing: Missing): TemplateResult | typeof nothing {
  const view = viewOf(scene);
  const { call } = scene.snapshot;
  switch (view) {
    case "not-configured":
      return notConfiguredView(scene, missing);
    case "disabled":
      return disabledView(scene);
    case "signed-out":
      return signedOutView(scene, actions);
    case "failed":
      return failedView(scene, actions);
    case "offline":
      return offlineView(scene, actions);
    case "ready":
      return readyView(scene, actions);
    default:
      // A call comes from a phone, and no phone is made before its screens are there.
      return call === null ? nothing : (scene.talking?.talkView(call, scene, actions) ?? nothing);
  }
}

/** A colour beside the word, never instead of it. */
function statusTone({ setup, snapshot }: Scene): string {
  if (setup === "broken") return "bad";
  if (setup === "starting") return "wait";
  switch (snapshot.connection) {
    case "ready":
      return "good";
    case "connecting":
    case "reconnecting":
      return "wait";
    case "failed":
    case "signed-out":
      return "bad";
    default:
      return "";
  }
}

/** The alert region stands there always, so that a screen reader notices what comes into it. */
function toast(scene: Scene, actions: Actions): TemplateResult {
  const { notice, words } = scene;
  const shown = notice !== null && viewOf(scene) !== "ended";
  return html`
    <div class="alerts" role="alert">
      ${
        shown
          ? html`
              <div part="toast" class="toast">
                ${icon(notice.code.startsWith("microphone") ? "microphone-off" : "alert")}
                <p><strong>${words.errorText(notice)}</strong> <span>${words.errorHint(notice)}</span></p>
                <button class="plain" type="button" aria-label=${words.text("dismiss")} @click=${actions.dismissNotice}>
                  ${icon("close")}
                </button>
              </div>
            `
          : nothing
      }
    </div>
  `;
}
