/** The frame around every view: header, the view itself, footer, and the live region for errors. */
import { html, nothing, type TemplateResult } from "lit";
import { icon, type IconName } from "../icons/icons.js";
import { statusText, viewOf, type Actions, type ViewModel, type ViewName } from "../view-model.js";
import { dialView } from "./dial-view.js";
import { callScreen } from "../call/call-screen.js";

/** Handlers that the frame itself needs. */
export interface FrameHandlers {
  readonly keydown: (event: KeyboardEvent) => void;
  readonly paste: (event: ClipboardEvent) => void;
  /** Moves a floating panel by its header. */
  readonly drag: unknown;
}

export function panelView(viewModel: ViewModel, actions: Actions, handlers: FrameHandlers): TemplateResult {
  const { strings, features } = viewModel;
  const view = viewOf(viewModel);
  return html`
    <section
      part="panel"
      class="panel"
      aria-label=${strings.text("phone")}
      tabindex="-1"
      lang=${strings.locale}
      dir=${strings.direction ?? "ltr"}
      @keydown=${handlers.keydown}
      @paste=${handlers.paste}
    >
      <header part="header" class="header" @pointerdown=${handlers.drag}>
        <slot name="logo"></slot>
        <p part="status" class="status ${statusTone(viewModel)}">
          <span class="dot" aria-hidden="true"></span>${statusText(viewModel)}
        </p>
        <slot name="header"></slot>
        ${view === "ready" || view === "history" || view === "settings" ? pageButtons(viewModel, view, actions) : nothing}
        ${
          view === "call" && viewModel.snapshot.call?.owner
            ? [features.pipWindow?.button(viewModel), pageButton("settings", "gear", viewModel, actions)]
            : nothing
        }
        ${
          viewModel.foldable
            ? html`${features.floating?.handle(viewModel)}<button
                  class="plain"
                  type="button"
                  aria-label=${strings.text("minimize")}
                  @click=${actions.fold}
                >
                  ${icon("down")}
                </button>`
            : nothing
        }
      </header>
      <div class="stage">${screen(viewModel, actions)}</div>
      <p class="said" role="alert">${alertText(viewModel)}</p>
      <slot name="footer"></slot>
    </section>
  `;
}

/** Draws the buttons that open the list of calls and the settings, or lead back. */
function pageButtons(viewModel: ViewModel, view: ViewName, actions: Actions): unknown {
  if (view !== "ready") {
    return html`<button
      class="plain"
      type="button"
      value="pad"
      aria-label=${viewModel.strings.text("back")}
      @click=${actions.openPage}
    >
      ${icon("back")}
    </button>`;
  }
  return [
    viewModel.history ? pageButton("history", "clock", viewModel, actions) : nothing,
    pageButton("settings", "gear", viewModel, actions),
  ];
}

function pageButton(
  to: "history" | "settings",
  iconName: IconName,
  { strings, features }: ViewModel,
  actions: Actions,
): TemplateResult {
  const missed = to === "history" ? (features.history?.missedText(strings) ?? "") : "";
  return html`<button
    class="plain ${missed === "" ? "" : "marked"}"
    type="button"
    value=${to}
    title=${strings.text(to)}
    aria-label=${missed === "" ? strings.text(to) : `${strings.text(to)}, ${missed}`}
    @click=${actions.openPage}
  >
    ${icon(iconName)}
  </button>`;
}

function screen(viewModel: ViewModel, actions: Actions): unknown {
  const view = viewOf(viewModel);
  const { features, snapshot } = viewModel;
  const { call } = snapshot;
  switch (view) {
    case "ready":
      return dialView(viewModel, actions);
    case "history":
    case "settings":
      return [features.errorNotice?.view(viewModel, actions), features[view]?.view(viewModel, actions)];
    case "ring":
    case "call":
    case "ended":
      // A call comes from a phone, and no phone is made before its screens are there.
      return call === null ? nothing : callScreen(call, viewModel, actions);
    default:
      return [features.errorNotice?.view(viewModel, actions), features.setup?.view(viewModel, actions)];
  }
}

/** Returns the class of the status line: a colour that accompanies the text, and never replaces it. */
function statusTone({ setup, snapshot }: ViewModel): string {
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

/** Returns the text of the live region for errors. Unlike the visible error it has one place in all views, so that each change is heard. */
function alertText(viewModel: ViewModel): string {
  const { notice: error, strings } = viewModel;
  return error === null || viewOf(viewModel) === "ended"
    ? ""
    : `${strings.errorText(error)} ${strings.errorHint(error)}`;
}
