/** The call in a small window that stays above others (Document Picture-in-Picture), where the browser has it. */
import { html, nothing, render, type CSSResult, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { TerminalError } from "../../errors.js";
import { otherCallsStrings } from "../call/other-calls.en.js";
import { callStyles } from "../call/call.styles.js";
import { otherCallsStyles } from "../call/other-calls.styles.js";
import { contactsStyles } from "../contacts/contacts.styles.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import { icon } from "../icons/icons.js";
import { fallbackContent } from "../panel/fallback-view.js";
import { controls } from "../styles/controls.js";
import { modes } from "../styles/modes.js";
import { tokens } from "../styles/tokens.js";
import type { PipWindowFeature } from "../view-model.js";
import { pipWindowStrings } from "./pip-window.en.js";
import { pipWindowStyles, popOutStyles } from "./pip-window.styles.js";
import { callStatus, partyOf } from "../call/call-text.js";
import { avatar } from "../call/contact-view.js";

export const pipWindowFeature: FeatureModule<PipWindowFeature> = {
  english: { ...pipWindowStrings, ...otherCallsStrings },
  styles: popOutStyles,
  create: createPipWindow,
};

/** The custom properties that a page may set, as `styles/tokens.ts` reads them. */
const CUSTOM_PROPERTIES = [
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

interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

function createPipWindow(host: FeatureHost): PipWindowFeature {
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
    shown.frame.setAttribute("theme", host.element.theme);
    try {
      shown.window.document.title = partyOf(call, host);
      render(callView(host, call), shown.root);
    } catch (cause) {
      host.warnOnce(`The picture-in-picture window failed to render. ${String(cause)}`);
      const content = fallbackContent(host, [new TerminalError("internal", { cause })]);
      render(html`<main class="small-call">${content}</main>`, shown.root);
    }
  };

  const open = async (): Promise<void> => {
    const windows = (globalThis as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;
    if (windows === undefined || shown !== null) return;
    const small = await windows.requestWindow({ width: 280, height: 320 });
    const frame = small.document.createElement("div");
    const root = frame.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = sheetsFor(small, [
      tokens,
      controls,
      callStyles,
      contactsStyles,
      otherCallsStyles,
      pipWindowStyles,
      modes,
    ]);
    copyCustomProperties(host.element, frame);
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
    button: ({ strings }) => html`
      <button
        class="plain pop-out"
        type="button"
        title=${strings.text("pop-out")}
        aria-label=${strings.text("pop-out")}
        @click=${click}
      >
        ${icon("pop-out")}
      </button>
    `,
    updated: draw,
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

/** Gives the small window the colours and sizes that the page has set for the panel. */
function copyCustomProperties(element: HTMLElement, frame: HTMLElement): void {
  const style = getComputedStyle(element);
  for (const name of CUSTOM_PROPERTIES) {
    const value = style.getPropertyValue(name);
    if (value !== "") frame.style.setProperty(name, value);
  }
}

/** Draws the call with its buttons, and the call that rings or is on hold meanwhile. */
function callView(host: FeatureHost, call: CallInfo): TemplateResult {
  const { strings, snapshot } = host;
  const ringing = call.state === "incoming";
  const text =
    call.state === "active" && !call.held && call.answeredAt !== null
      ? strings.duration(Date.now() - call.answeredAt)
      : callStatus(call, strings);
  const others = snapshot.calls.filter(({ id, state }) => id !== call.id && state !== "ended");
  const waiting = others.find(({ id, state }) => state === "incoming" && id !== host.hostRings);
  const held = others.find((other) => other.held);
  return html`
    <main class="small-call" lang=${strings.locale} dir=${strings.direction ?? "ltr"}>
      <div class="first">
        ${waiting === undefined ? avatar(call.contact) : nothing}
        <h1 dir="auto">${partyOf(call, host)}</h1>
        <p class="timer">
          ${text}${
            call.muted && call.state === "active"
              ? html` <span class="flag">${icon("microphone-off")}${strings.text("state-muted")}</span>`
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
                round("reject-button", "danger", icon("phone"), strings.text("reject"), () =>
                  host.element.reject(call.id),
                ),
                round("answer-button", "success", icon("phone"), strings.text("answer"), () =>
                  host.element.answer(call.id),
                ),
              ]
            : [
                round(
                  "mute-button",
                  call.muted ? "on" : "",
                  call.muted ? icon("microphone-off") : icon("microphone"),
                  strings.text(call.muted ? "unmute" : "mute"),
                  () => host.element.mute(undefined, call.id),
                ),
                round("hangup-button", "danger", icon("phone"), strings.text("hangup"), () =>
                  host.element.hangup(call.id),
                ),
              ]
        }
      </div>
    </main>
  `;
}

/** Draws another incoming call. */
function waitingView(host: FeatureHost, call: CallInfo): TemplateResult {
  const { strings } = host;
  return html`
    <section class="waiting" aria-labelledby="waiting-title">
      <div>
        <h2 class="waiting-title" id="waiting-title">${strings.text("waiting-title")}</h2>
        <p class="waiting-who"><bdi>${partyOf(call, host)}</bdi></p>
      </div>
      <div class="waiting-deeds">
        <button part="reject-button" class="quiet" type="button" @click=${act(() => host.element.reject(call.id))}>
          ${strings.text("reject")}
        </button>
        <button part="answer-button" class="main call" type="button" @click=${act(() => host.element.answer(call.id))}>
          ${strings.text("hold-and-answer")}
        </button>
      </div>
    </section>
  `;
}

/** Draws the call on hold. */
function heldView(host: FeatureHost, call: CallInfo): TemplateResult {
  const { strings } = host;
  const who = partyOf(call, host);
  return html`
    <div class="other">
      <div class="about">
        <p class="past-who"><bdi>${who}</bdi></p>
        <p class="past-what">${callStatus(call, strings)}</p>
      </div>
      <button
        class="small"
        type="button"
        aria-label=${strings.text("switch-to", { who })}
        @click=${act(() => host.element.hold(false, call.id))}
      >
        ${strings.text("switch")}
      </button>
    </div>
  `;
}

/** Returns a handler. The element shows what goes wrong; here it only must not become an unhandled rejection. */
function act(action: () => Promise<unknown>): () => void {
  return () => void action().catch(() => undefined);
}

function round(
  part: string,
  tone: string,
  face: unknown,
  label: string,
  action: () => Promise<unknown>,
): TemplateResult {
  return html`<button
    part=${part}
    class="round ${tone}"
    type="button"
    title=${label}
    aria-label=${label}
    @click=${act(action)}
  >
    ${face}
  </button>`;
}
