/**
 * The found numbers for those who cannot click into text: a list in the element, out of
 * sight until the Tab key or a screen reader comes to it, as with a link that skips to the content.
 */
import { css, html, nothing, render, type ReactiveControllerHost } from "lit";
import type { CallTarget } from "./call-target.js";
import { numberListStrings } from "./number-list.en.js";
import type { Found } from "./number-scan.js";
import type { I18nHost } from "./i18n-host.js";
import { palette } from "./palette.styles.js";

/** Languages that write a count as JavaScript does. */
const plain = /^(da|de|en|es|fi|fr|it|ja|nb|nl|nn|no|pl|pt|sv)\b/;

export type NumberListString = keyof typeof numberListStrings;

const styles = css`
  :host {
    display: block;
    pointer-events: auto;
  }
  :host(:not(:focus-within)) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  details {
    ${palette}
    max-block-size: 20em;
    padding: 0.75em 1em;
    overflow: auto;
  }
  summary {
    min-block-size: 24px;
    cursor: pointer;
  }
  ul {
    margin: 0.5em 0 0;
    padding: 0;
    list-style: none;
  }
  button {
    inline-size: 100%;
    min-block-size: 44px;
    border: 0;
    background: transparent;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: -2px;
  }
`;

/** A list that stands in the element. */
export interface NumberList {
  /** Draws again where somebody looks at it. */
  update(): void;
  stop(): void;
}

/** Puts the list into `element`; it is drawn when it is opened, since a page may hold hundreds. */
export function createNumberList(
  element: HTMLElement & ReactiveControllerHost,
  i18n: I18nHost<NumberListString>,
  numbers: () => Iterable<Pick<Found, "number" | "digits" | "text">>,
  call: (target: CallTarget) => void,
): NumberList {
  const holder = document.createElement("div");
  const inside = holder.attachShadow({ mode: "open" });
  if (styles.styleSheet !== undefined) inside.adoptedStyleSheets = [styles.styleSheet];
  const text = (key: NumberListString, values: Readonly<Record<string, string>> = {}): string =>
    i18n.strings.text(key, values, numberListStrings[key]);
  const spoken = (): string => i18n.strings.locale + text("numbers-title") + text("numbers-call");
  let isOpen = false;
  let drawnIn = "";

  const draw = (): void => {
    const unique = new Map<string, Pick<Found, "number" | "digits" | "text">>();
    for (const each of numbers())
      if (!unique.has(each.number + each.digits)) unique.set(each.number + each.digits, each);
    if (unique.size === 0) {
      holder.remove();
      return;
    }
    // Ahead of all that lit draws: it clears what comes after its own beginning.
    if (!holder.isConnected) element.shadowRoot?.prepend(holder);
    const { locale, direction } = i18n.strings;
    holder.lang = locale;
    holder.dir = direction ?? "ltr";
    drawnIn = spoken();
    // The browser's first format of a number takes longer than a frame; most languages need none.
    const count = plain.test(locale) ? String(unique.size) : new Intl.NumberFormat(locale).format(unique.size);
    render(
      html`<details @toggle=${handleToggle}>
        <summary>${text("numbers-title", { count })}</summary>
        ${
          isOpen
            ? html`<ul>
                ${[...unique].map(
                  ([, { number, digits, text: shown }]) =>
                    html`<li>
                      <button
                        type="button"
                        dir="auto"
                        @click=${() => call({ number, label: "", metadata: null, digits })}
                      >
                        ${text("numbers-call", { number: shown })}
                      </button>
                    </li>`,
                )}
              </ul>`
            : nothing
        }
      </details>`,
      inside,
    );
  };

  const handleToggle = (event: Event): void => {
    isOpen = (event.target as HTMLDetailsElement).open;
    draw();
  };

  // Only another language draws it again: the element itself renders once a second in a call.
  const drawing = {
    hostUpdated() {
      if (spoken() !== drawnIn) draw();
    },
  };
  element.addController(drawing);

  return {
    update: draw,
    stop() {
      element.removeController(drawing);
      holder.remove();
    },
  };
}
