/** The call in a small window that stays above others (Document Picture-in-Picture), where the browser has it. */
import { html, nothing, render, type CSSResult, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { TerminalError } from "../../errors.js";
import { picture } from "./pip-window.en.js";
import { several } from "../call/other-calls.en.js";
import { icon } from "../icons/icons.js";
import { laterIcon } from "../icons/feature-icons.js";
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";
import type { ViewModel } from "../view-model.js";
import { contacts } from "../contacts/contacts.styles.js";
import { controls } from "../styles/controls.js";
import { modes } from "../styles/modes.js";
import { picture as pictureStyles } from "./pip-window.styles.js";
import { several as severalStyles } from "../call/other-calls.styles.js";
import { tokens } from "../styles/tokens.js";
import { fallbackContent } from "../views/fallback.js";

export const english = { ...picture, ...several };
export { popOut as styles } from "./pip-window.styles.js";

/** What a page may set, as `styles/tokens.ts` reads it. */
const settable = [
  "font",
  "size",
  "accent",
  "on-accent",
  "danger",
  "success",
  "surface",
  "on-surface",
  "border",
  "radius",
  "gap",
].map((name) => `--wt-${name}`);

interface PictureWindows {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

export interface PipWindowFeature extends Feature {
  /** Opens it. */
  button(viewModel: ViewModel): TemplateResult;
}

export function create(host: FeatureHost): PipWindowFeature {
  let shown: { window: Window; frame: HTMLElement; root: ShadowRoot } | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;

  const close = (): void => {
    clearInterval(timer);
    const small = shown?.window;
    shown = null;
    small?.close();
  };

  const draw = (): void => {
    const { call } = host.snapshot;
    if (shown === null || call === null || call.state === "ended") {
      close();
      return;
    }
    shown.frame.setAttribute("theme", host.theme);
    try {
      shown.window.document.title = host.callBundle?.partyOf(call, host) ?? "";
      render(callView(host, call), shown.root);
    } catch (cause) {
      const content = fallbackContent(host, [new TerminalError("internal", { cause })]);
      render(html`<main class="small-call">${content}</main>`, shown.root);
    }
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
      ...(host.callBundle === null ? [] : [host.callBundle.styles]),
      contacts,
      severalStyles,
      pictureStyles,
      modes,
    ]);
    dressAs(frame, host);
    small.document.body.append(frame);
    shown = { window: small, frame, root };
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
    // With the words and the theme that the element has by then.
    follow: () => void host.updateComplete.then(draw, draw),
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

/** What the page has set for the panel holds in its small window too. */
function dressAs(frame: HTMLElement, host: FeatureHost): void {
  const style = getComputedStyle(host as unknown as HTMLElement);
  for (const name of settable) {
    const value = style.getPropertyValue(name);
    if (value !== "") frame.style.setProperty(name, value);
  }
}

/** Who, how long, microphone, hang up; and whoever else calls or waits. */
function callView(host: FeatureHost, call: CallInfo): TemplateResult {
  const { words, callBundle, snapshot } = host;
  const ringing = call.state === "incoming";
  const text =
    call.state === "active" && !call.held && call.answeredAt !== null
      ? words.duration(Date.now() - call.answeredAt)
      : callBundle?.callStatus(call, words);
  const others = snapshot.calls.filter(({ id, state }) => id !== call.id && state !== "ended");
  const waiting = others.find(({ id, state }) => state === "incoming" && id !== host.hostRings);
  const held = others.find((other) => other.held);
  return html`
    <main class="small-call" lang=${words.locale} dir=${words.direction ?? "ltr"}>
      <div class="first">
        ${waiting === undefined ? (callBundle?.picture(call.contact) ?? nothing) : nothing}
        <h1 dir="auto">${callBundle?.partyOf(call, host)}</h1>
        <p class="timer">
          ${text}${
            call.muted && call.state === "active"
              ? html` <span class="flag">${icon("microphone-off")}${words.text("state-muted")}</span>`
              : nothing
          }
        </p>
      </div>
      ${waiting === undefined ? nothing : waitingView(host, waiting)}
      ${waiting !== undefined || held === undefined ? nothing : heldView(host, held)}
      <div class="deeds">
        ${
          ringing
            ? [
                round("reject-button", "danger", icon("phone"), words.text("reject"), () => host.reject(call.id)),
                round("answer-button", "success", icon("phone"), words.text("answer"), () => host.answer(call.id)),
              ]
            : [
                round(
                  "mute-button",
                  call.muted ? "on" : "",
                  call.muted ? icon("microphone-off") : callBundle?.callIcon("microphone"),
                  words.text(call.muted ? "unmute" : "mute"),
                  () => host.mute(undefined, call.id),
                ),
                round("hangup-button", "danger", icon("phone"), words.text("hangup"), () => host.hangup(call.id)),
              ]
        }
      </div>
    </main>
  `;
}

/** Someone calls beside this call. */
function waitingView(host: FeatureHost, call: CallInfo): TemplateResult {
  const { words } = host;
  return html`
    <section class="waiting" aria-labelledby="waiting-title">
      <div>
        <h2 class="waiting-title" id="waiting-title">${words.text("waiting-title")}</h2>
        <p class="waiting-who"><bdi>${host.callBundle?.partyOf(call, host)}</bdi></p>
      </div>
      <div class="waiting-deeds">
        <button part="reject-button" class="quiet" type="button" @click=${act(() => host.reject(call.id))}>
          ${words.text("reject")}
        </button>
        <button part="answer-button" class="main call" type="button" @click=${act(() => host.answer(call.id))}>
          ${words.text("hold-and-answer")}
        </button>
      </div>
    </section>
  `;
}

/** The call that waits for this one. */
function heldView(host: FeatureHost, call: CallInfo): TemplateResult {
  const { words, callBundle } = host;
  const who = callBundle?.partyOf(call, host) ?? "";
  return html`
    <div class="other">
      <div class="about">
        <p class="past-who"><bdi>${who}</bdi></p>
        <p class="past-what">${callBundle?.callStatus(call, words)}</p>
      </div>
      <button
        class="small"
        type="button"
        aria-label=${words.text("switch-to", { who })}
        @click=${act(() => host.hold(false, call.id))}
      >
        ${words.text("switch")}
      </button>
    </div>
  `;
}

/** What goes wrong is shown by the element; here it only must not become an unhandled rejection. */
function act(deed: () => Promise<unknown>): () => void {
  return () => void deed().catch(() => undefined);
}

function round(part: string, tone: string, face: unknown, label: string, deed: () => Promise<unknown>): TemplateResult {
  return html`<button
    part=${part}
    class="round ${tone}"
    type="button"
    title=${label}
    aria-label=${label}
    @click=${act(deed)}
  >
    ${face}
  </button>`;
}
