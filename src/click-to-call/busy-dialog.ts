/**
 * The question that a click asks while a call is up. It stands in the element's shadow
 * root, ahead of the panel and with a shadow root of its own, so that it is seen while the
 * panel is folded and neither has to know how the other is drawn.
 */
import { css, html, render, type ReactiveControllerHost } from "lit";
import type { CallInfo } from "../call/model.js";
import type { CallTarget } from "./call-target.js";
import { busyDialogStrings } from "./busy-dialog.en.js";
import type { Choice } from "./place-call.js";
import type { I18nHost } from "./i18n-host.js";
import { palette } from "./palette.styles.js";

export type BusyDialogString = keyof typeof busyDialogStrings;

const styles = css`
  :host {
    display: block;
  }
  section {
    ${palette}
    /* It must not make the panel wider. */
    contain: inline-size;
    contain-intrinsic-inline-size: 22.5em;
    padding: 1em;
    box-shadow: var(--wt-shadow, 0 8px 24px -4px rgb(0 0 0 / 0.18));
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  strong {
    font-weight: 600;
  }
  #text {
    color: color-mix(in srgb, var(--on-surface) 68%, var(--surface));
    font-size: 0.875em;
  }
  div {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    margin-block-start: 0.75em;
  }
  button {
    flex: 1 1 auto;
    min-block-size: 44px;
    padding-inline: 1em;
    border: 1px solid transparent;
    border-radius: 99em;
    background: color-mix(in srgb, var(--on-surface) 6%, var(--surface));
    color: inherit;
    font: inherit;
    font-size: 0.9375em;
    font-weight: 500;
    cursor: pointer;
  }
  button:hover {
    background: color-mix(in srgb, var(--on-surface) 13%, var(--surface));
  }
  button:first-child {
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }
  button:first-child:hover {
    background: color-mix(in srgb, var(--accent), #000 12%);
  }
  button:focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonBorder;
    }
  }
`;

/** Asks in the element, and gives the focus back afterwards. */
export function openBusyDialog(
  element: HTMLElement & ReactiveControllerHost,
  i18n: I18nHost<BusyDialogString>,
  target: CallTarget,
  up: CallInfo,
  choices: readonly Choice[],
  signal: AbortSignal,
): Promise<Choice> {
  const root = element.shadowRoot;
  if (root === null || signal.aborted) return Promise.resolve("cancel");
  const name = (who: string, number: string): string => {
    // Its groups stay in one line.
    const shown = i18n.formatNumber(number).replaceAll(" ", "\u00a0");
    if (who === "" || who === number) return shown;
    // A name that is written from right to left must not turn the number around.
    return /^[\x20-\u024f]*$/.test(who) ? `${who} (${shown})` : `${who} (\u2066${shown}\u2069)`;
  };
  const text = (key: BusyDialogString): string => {
    const values = { other: name(up.contact?.name ?? "", up.number), who: name(target.label, target.number) };
    return i18n.strings.text(key, values, busyDialogStrings[key]);
  };

  const focused = document.activeElement;
  const holder = document.createElement("div");
  const inside = holder.attachShadow({ mode: "open" });
  if (styles.styleSheet !== undefined) inside.adoptedStyleSheets = [styles.styleSheet];

  return new Promise((resolve) => {
    const done = (choice: Choice): void => {
      const hadFocus = inside.activeElement !== null;
      signal.removeEventListener("abort", handleAbort);
      element.removeEventListener("call-ended", handleEnded);
      element.removeController(drawing);
      holder.remove();
      if (hadFocus && focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
      resolve(choice);
    };
    const handleAbort = (): void => done("cancel");
    // The call that was in the way is over: the user can click again, and nothing is dialed by surprise.
    const handleEnded = (event: Event): void => {
      if ("call" in event && (event.call as CallInfo).id === up.id) done("cancel");
    };
    const handleKeydown = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      done("cancel");
    };
    signal.addEventListener("abort", handleAbort);
    element.addEventListener("call-ended", handleEnded);
    const draw = (): void => {
      holder.lang = i18n.strings.locale;
      holder.dir = i18n.strings.direction ?? "ltr";
      render(
        html`<section role="alertdialog" aria-labelledby="title" aria-describedby="text" @keydown=${handleKeydown}>
          <p id="title"><strong>${text("offer-title")}</strong></p>
          <p id="text">${text("offer-text")}</p>
          <div>
            ${choices.map((choice) => html`<button type="button" @click=${() => done(choice)}>${text(`offer-${choice}`)}</button>`)}
          </div>
        </section>`,
        inside,
      );
    };
    // The language may come, or change, while the question stands.
    const drawing = { hostUpdated: draw };
    element.addController(drawing);
    draw();
    // Ahead of all that lit draws: it clears what comes after its own beginning.
    root.prepend(holder);
    inside.querySelector("button")?.focus({ preventScroll: true });
  });
}
