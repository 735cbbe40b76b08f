/**
 * The question that a click asks while a call is up. It stands in the element's shadow
 * root, ahead of the panel and with a shadow root of its own, so that it is seen while the
 * panel is folded and neither has to know how the other is drawn.
 */
import { css, html, render } from "lit";
import type { CallInfo } from "../call/model.js";
import type { CallTarget } from "./call-target.js";
import { offer } from "./english/offer.js";
import type { Choice } from "./place-call.js";
import type { SpeakingElement } from "./spoken.js";

/** A word of the question. */
export type OfferWord = keyof typeof offer;

const styles = css`
  :host {
    display: block;
    inline-size: 100%;
  }
  section {
    box-sizing: border-box;
    inline-size: 100%;
    margin-block-end: 0.5rem;
    padding: 1rem;
    border: 1px solid var(--wt-border, color-mix(in srgb, currentcolor 20%, transparent));
    border-radius: var(--wt-radius, 1rem);
    background: var(--wt-surface, Canvas);
    color: var(--wt-on-surface, CanvasText);
    font: 400 var(--wt-size, 1rem) / 1.4 var(--wt-font, system-ui, sans-serif);
    text-align: start;
    pointer-events: auto;
    box-shadow: var(--wt-shadow, 0 0.25rem 1rem rgb(0 0 0 / 0.2));
  }
  p {
    margin: 0 0 0.25rem;
    overflow-wrap: anywhere;
  }
  div {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-block-start: 0.75rem;
  }
  button {
    min-block-size: 2.75rem;
    padding-inline: 1rem;
    border: 1px solid currentcolor;
    border-radius: 99rem;
    background: transparent;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:first-child {
    border-color: transparent;
    background: var(--wt-accent, #3b5bdb);
    color: var(--wt-on-accent, #fff);
  }
  button:focus-visible {
    outline: 3px solid var(--wt-accent, #3b5bdb);
    outline-offset: 2px;
  }
`;

const name = (who: string, number: string): string => (who === "" || who === number ? number : `${who} (${number})`);

/** Asks in the element, and gives the focus back afterwards. */
export function askInElement(
  element: SpeakingElement<OfferWord>,
  target: CallTarget,
  up: CallInfo,
  choices: readonly Choice[],
  signal: AbortSignal,
): Promise<Choice> {
  const root = element.shadowRoot;
  if (root === null || signal.aborted) return Promise.resolve("cancel");
  const values = {
    other: name(up.contact?.name ?? "", up.number),
    who: name(target.label, target.number),
  };
  const text = (key: OfferWord): string => element.words.text(key, values, offer[key]);

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
      holder.lang = element.words.locale;
      holder.dir = element.words.direction ?? "";
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
