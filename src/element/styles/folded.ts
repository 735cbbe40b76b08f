/** A phone that floats: launcher, panel, and the bar of a call. */
import { css } from "lit";

export const folded = css`
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

  /* During a call: who, how long, microphone, hang up. */
  .badge {
    display: inline-flex;
    align-items: center;
    max-inline-size: 100%;
    touch-action: none;
  }

  .badge.live {
    gap: 0.25rem;
    padding-inline-end: 0.375rem;
    border-radius: 99rem;
    background: var(--success);
    color: #fff;
    box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 0.24);
  }

  .badge.live .launcher {
    min-inline-size: 0;
    background: none;
    color: inherit;
    box-shadow: none;
  }

  .badge.live .plain {
    flex: none;
    inline-size: 2.25rem;
    block-size: 2.25rem;
    border-radius: 50%;
    background: rgb(0 0 0 / 0.22);
    color: inherit;
  }

  .badge.live .plain.on {
    background: #fff;
    color: #16181d;
  }

  .badge.live .plain.danger {
    background: var(--danger);
  }

  .launcher-who {
    overflow: hidden;
    max-inline-size: 9em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .header {
    cursor: grab;
    touch-action: none;
  }

  .grip {
    cursor: grab;
  }

  .icon.move {
    stroke-width: 2.5;
  }

  .launcher:hover {
    filter: brightness(0.92);
  }

  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 0.5rem;
    }
  }
`;
