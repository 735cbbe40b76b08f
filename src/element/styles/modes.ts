/** Where the panel stands, how it fits, and what people have asked their system for. */
import { css } from "lit";

export const modes = css`
  :host(:is([mode="floating"], [mode="badge"])) {
    --edge: max(1rem, env(safe-area-inset-bottom));
    position: fixed;
    z-index: var(--wt-z, 1000);
    inset: auto var(--edge) var(--edge) auto;
    display: flex;
    flex-direction: column;
    align-items: flex-end;
    inline-size: min(22.5rem, 100vw - 2 * var(--edge));
    /* The folded phone must not cover the page's own controls. */
    pointer-events: none;
  }

  :host([placement$="left"]:is([mode="floating"], [mode="badge"])) {
    right: auto;
    left: var(--edge);
    align-items: flex-start;
  }

  :host([placement^="top"]:is([mode="floating"], [mode="badge"])) {
    top: var(--edge);
    bottom: auto;
  }

  :host(:is([mode="floating"], [mode="badge"])) > * {
    pointer-events: auto;
  }

  :host(:is([mode="floating"], [mode="badge"])) .panel {
    inline-size: 100%;
    max-block-size: calc(100vh - 2 * var(--edge));
    max-block-size: calc(100dvh - 2 * var(--edge));
    overflow: auto;
    box-shadow: var(--wt-shadow, 0 0.25rem 0.5rem rgb(0 0 0 / 0.08), 0 1.5rem 3rem -0.75rem rgb(0 0 0 / 0.3));
    animation: rise 180ms var(--ease);
  }

  .launcher {
    min-inline-size: 3.5rem;
    min-block-size: 3.5rem;
    border-radius: 99rem;
    background: var(--accent);
    color: var(--on-accent);
    box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 0.24);
    font-family: var(--wt-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
    font-size: var(--wt-size, 1rem);
    font-weight: 600;
  }

  .launcher .icon {
    inline-size: 1.5em;
    block-size: 1.5em;
  }

  .launcher.wide {
    min-block-size: 3rem;
    padding-inline: 1.125em 1.375em;
  }

  .launcher.wide .icon {
    inline-size: 1.25em;
    block-size: 1.25em;
  }

  .launcher.live {
    background: var(--success);
    color: #fff;
  }

  .launcher:hover {
    filter: brightness(0.92);
  }

  /* Wide: the pad stands beside the number, not below it. */
  @container wt (inline-size >= 36rem) {
    .stage > * {
      min-block-size: 27em;
    }

    .stage > .ready {
      grid-template: "entry pad" 1fr "call pad" auto / minmax(0, 1fr) minmax(0, 1fr);
      column-gap: calc(var(--gap) * 5);
    }

    .ready .entry {
      grid-area: entry;
    }

    .ready .dialpad {
      grid-area: pad;
      grid-auto-rows: 1fr;
      align-self: stretch;
    }

    .ready .main {
      grid-area: call;
    }
  }

  @container wt (inline-size < 20rem) {
    .stage {
      padding-inline: calc(var(--gap) * 1.5);
    }

    .disc {
      inline-size: 3em;
      block-size: 3em;
    }

    .field {
      font-size: 1.5em;
    }
  }

  @media (forced-colors: active) {
    .dot,
    .tool.on .disc {
      forced-color-adjust: none;
    }

    .tool.on .disc {
      background: Highlight;
      color: HighlightText;
    }

    :is(.main, .round, .key, .quiet, .small, .disc, .toast, .banner, .launcher) {
      border: 1px solid ButtonBorder;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation: none !important;
      transition: none !important;
    }
  }

  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 0.5rem;
    }
  }

  @keyframes drop {
    from {
      opacity: 0;
      translate: 0 -0.5rem;
    }
  }
`;
