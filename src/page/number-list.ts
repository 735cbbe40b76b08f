/**
 * The found numbers for those who cannot click into text: a list in the element, out of
 * sight until the Tab key or a screen reader comes to it, as with a link that skips to the content.
 */
import { css, html, nothing, render } from "lit";
import type { CallTarget } from "./call-target.js";
import type { Found } from "./number-scan.js";

const english = { "numbers-title": "Numbers on this page", "numbers-call": "Call {number}" };

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
    max-block-size: 20rem;
    margin-block-end: 0.5rem;
    padding: 0.75rem 1rem;
    overflow: auto;
    border: 1px solid var(--wt-border, color-mix(in srgb, currentcolor 20%, transparent));
    border-radius: var(--wt-radius, 1rem);
    background: var(--wt-surface, Canvas);
    color: var(--wt-on-surface, CanvasText);
    font: 400 var(--wt-size, 1rem) / 1.4 var(--wt-font, system-ui, sans-serif);
    text-align: start;
  }
  summary {
    min-block-size: 1.5rem;
    cursor: pointer;
  }
  ul {
    margin: 0.5rem 0 0;
    padding: 0;
    list-style: none;
  }
  button {
    inline-size: 100%;
    min-block-size: 2.75rem;
    border: 0;
    background: transparent;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  :focus-visible {
    outline: 3px solid var(--wt-accent, #3b5bdb);
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
  element: HTMLElement & { readonly strings: object },
  numbers: () => Iterable<Found>,
  call: (target: CallTarget) => void,
): NumberList {
  const holder = document.createElement("div");
  const inside = holder.attachShadow({ mode: "open" });
  if (styles.styleSheet !== undefined) inside.adoptedStyleSheets = [styles.styleSheet];
  const own = element.strings as Partial<typeof english>;
  let isOpen = false;

  const draw = (): void => {
    const unique = new Map<string, string>();
    for (const { node, start, end, number } of numbers()) {
      if (!unique.has(number)) unique.set(number, node.data.slice(start, end));
    }
    if (unique.size === 0) {
      holder.remove();
      return;
    }
    // Ahead of all that lit draws: it clears what comes after its own beginning.
    if (!holder.isConnected) element.shadowRoot?.prepend(holder);
    const title = own["numbers-title"] ?? english["numbers-title"];
    const label = own["numbers-call"] ?? english["numbers-call"];
    render(
      html`<details @toggle=${handleToggle}>
        <summary>${title} (${unique.size})</summary>
        ${
          isOpen
            ? html`<ul>
                ${[...unique].map(
                  ([number, shown]) =>
                    html`<li>
                      <button
                        type="button"
                        dir="auto"
                        @click=${() => call({ number, label: "", metadata: null, digits: "" })}
                      >
                        ${label.replace("{number}", shown)}
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

  return {
    update: draw,
    stop: () => holder.remove(),
  };
}
