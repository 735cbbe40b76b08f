/** The frame around every view: header, the view itself, footer, the region that says what went wrong. */
import { html, nothing, type TemplateResult } from "lit";
import { icon, type IconName } from "../icons/icons.js";
import { statusText, viewOf, type Actions, type ViewModel, type ViewName } from "../view-model.js";
import { notice } from "../notices/error-slot.js";
import { readyView } from "./dial-view.js";

/** Handlers that the frame itself needs. */
export interface FrameHandlers {
  readonly keydown: (event: KeyboardEvent) => void;
  readonly paste: (event: ClipboardEvent) => void;
  /** Moves a floating panel by its header. */
  readonly drag: unknown;
}

export function panelView(viewModel: ViewModel, actions: Actions, handlers: FrameHandlers): TemplateResult {
  const { words } = viewModel;
  const view = viewOf(viewModel);
  return html`
    <section
      part="panel"
      class="panel"
      aria-label=${words.text("phone")}
      tabindex="-1"
      lang=${words.locale}
      dir=${words.direction ?? "ltr"}
      @keydown=${handlers.keydown}
      @paste=${handlers.paste}
    >
      <header part="header" class="header" @pointerdown=${handlers.drag}>
        <slot name="logo"></slot>
        <p part="status" class="status ${statusTone(viewModel)}">
          <span class="dot" aria-hidden="true"></span>${statusText(viewModel)}
        </p>
        <slot name="header"></slot>
        ${view === "ready" || view === "history" || view === "settings" ? pages(viewModel, view, actions) : nothing}
        ${
          view === "call" && viewModel.snapshot.call?.owner
            ? [
                "documentPictureInPicture" in globalThis ? viewModel.part("picture")?.button(viewModel) : nothing,
                page("settings", "gear", viewModel, actions),
              ]
            : nothing
        }
        ${
          viewModel.foldable
            ? html`${viewModel.part("folded")?.handle(viewModel)}<button
                  class="plain"
                  type="button"
                  aria-label=${words.text("minimize")}
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

/** The way to the list of calls and to the settings, or back. */
function pages(viewModel: ViewModel, view: ViewName, actions: Actions): unknown {
  if (view !== "ready") {
    return html`<button
      class="plain"
      type="button"
      value="pad"
      aria-label=${viewModel.words.text("back")}
      @click=${actions.turnTo}
    >
      ${icon("back")}
    </button>`;
  }
  return [
    viewModel.history ? page("history", "clock", viewModel, actions) : nothing,
    page("settings", "gear", viewModel, actions),
  ];
}

function page(
  to: "history" | "settings",
  picture: IconName,
  { words, part }: ViewModel,
  actions: Actions,
): TemplateResult {
  const missed = to === "history" ? (part("history")?.missedText(words) ?? "") : "";
  return html`<button
    class="plain ${missed === "" ? "" : "marked"}"
    type="button"
    value=${to}
    title=${words.text(to)}
    aria-label=${missed === "" ? words.text(to) : `${words.text(to)}, ${missed}`}
    @click=${actions.turnTo}
  >
    ${icon(picture)}
  </button>`;
}

function screen(viewModel: ViewModel, actions: Actions): unknown {
  const view = viewOf(viewModel);
  const { call } = viewModel.snapshot;
  switch (view) {
    case "ready":
      return readyView(viewModel, actions);
    case "history":
    case "settings":
      return [notice(viewModel, actions), viewModel.part(view)?.view(viewModel, actions)];
    case "ring":
    case "call":
    case "ended":
      // A call comes from a phone, and no phone is made before its screens are there.
      return call === null ? nothing : viewModel.callBundle?.callBundleView(call, viewModel, actions);
    default:
      return [notice(viewModel, actions), viewModel.part("setup")?.view(viewModel, actions)];
  }
}

/** A colour beside the word, never instead of it. */
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

/** Where the error is seen changes with the view; the region that says it always stands there, so that a change is heard. */
function alertText(viewModel: ViewModel): string {
  const { notice: error, words } = viewModel;
  return error === null || viewOf(viewModel) === "ended" ? "" : `${words.errorText(error)} ${words.errorHint(error)}`;
}
