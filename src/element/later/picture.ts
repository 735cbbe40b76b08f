/** The call in a small window that stays above others (Document Picture-in-Picture), where the browser has it. */
import { html, nothing, render, type CSSResult, type TemplateResult } from "lit";
import { icon } from "../icons.js";
import { laterIcon } from "./icons.js";
import type { PartHost } from "../part-host.js";
import type { Part } from "../parts-controller.js";
import type { Scene } from "../scene.js";
import { controls } from "../styles/controls.js";
import { picture as pictureStyles } from "../styles/picture.js";
import { tokens } from "../styles/tokens.js";

export { picture as english } from "../english/picture.js";
export { popOut as styles } from "../styles/picture.js";

interface PictureWindows {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

export interface PicturePart extends Part {
  /** Opens it. */
  button(scene: Scene): TemplateResult;
}

export function create(host: PartHost): PicturePart {
  let shown: { window: Window; root: ShadowRoot } | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  const close = (): void => {
    clearInterval(timer);
    const { window: small } = shown ?? {};
    shown = null;
    small?.close();
  };

  const draw = (): void => {
    const { call } = host.snapshot;
    if (shown === null || call === null || call.state === "ended") {
      close();
      return;
    }
    const { words, talking } = host;
    const who = talking?.partyOf(call, host) ?? "";
    const ringing = call.state === "incoming";
    const text =
      call.state === "active" && !call.held && call.answeredAt !== null
        ? words.duration(Date.now() - call.answeredAt)
        : talking?.callStatus(call, words);
    shown.window.document.title = who;
    render(
      html`
        <main class="small-call" lang=${words.locale} dir=${words.direction ?? "ltr"}>
          ${talking?.picture(call.contact) ?? nothing}
          <h1 dir="auto">${who}</h1>
          <p class="timer">${text}</p>
          <div class="pair">
            ${
              ringing
                ? button("answer-button", "success", icon("phone"), words.text("answer"), () => host.answer(call.id))
                : button(
                    "mute-button",
                    call.muted ? "on" : "",
                    call.muted ? icon("microphone-off") : talking?.callIcon("microphone"),
                    words.text(call.muted ? "unmute" : "mute"),
                    () => host.mute(undefined, call.id),
                  )
            }
            ${button("hangup-button", "danger", icon("phone"), words.text(ringing ? "reject" : "hangup"), () =>
              ringing ? host.reject(call.id) : host.hangup(call.id),
            )}
          </div>
        </main>
      `,
      shown.root,
    );
  };

  const open = async (): Promise<void> => {
    const windows = (globalThis as { documentPictureInPicture?: PictureWindows }).documentPictureInPicture;
    if (windows === undefined || shown !== null) return;
    const small = await windows.requestWindow({ width: 280, height: 320 });
    const frame = small.document.createElement("div");
    const root = frame.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = sheetsFor(small, [
      tokens,
      controls,
      ...(host.talking === null ? [] : [host.talking.styles]),
      pictureStyles,
    ]);
    small.document.body.append(frame);
    shown = { window: small, root };
    small.addEventListener("pagehide", close);
    timer = setInterval(draw, 1000);
    draw();
  };

  const click = (): void => {
    open().catch((error: unknown) => host.fail(error));
  };

  return {
    button: ({ words }) => html`
      <button
        class="plain pop-out"
        type="button"
        title=${words.text("pop-out")}
        aria-label=${words.text("pop-out")}
        @click=${click}
      >
        ${laterIcon("pop-out")}
      </button>
    `,
    follow: () => draw(),
    close,
  };
}

/** A sheet belongs to one document, so the small window gets its own; none is written into a style element (CSP). */
function sheetsFor(small: Window, styles: readonly CSSResult[]): CSSStyleSheet[] {
  const { CSSStyleSheet: Sheet } = small as Window & typeof globalThis;
  return styles.map(({ cssText }) => {
    const sheet = new Sheet();
    sheet.replaceSync(cssText);
    return sheet;
  });
}

function button(part: string, tone: string, picture: unknown, label: string, deed: () => Promise<unknown>): unknown {
  return html`<button
    part=${part}
    class="round ${tone}"
    type="button"
    title=${label}
    aria-label=${label}
    @click=${() => void deed().catch(() => undefined)}
  >
    ${picture}
  </button>`;
}
