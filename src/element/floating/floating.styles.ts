/** A phone that floats: launcher, panel, and the bar of a call. */
import { css } from "lit";

export const floatingStyles = css`
  :host(:is([mode="floating"], [mode="badge"])) {
    --edge: max(16px, env(safe-area-inset-bottom)) !important;
    z-index: var(--wt-z, 1000) !important;
    inset: auto var(--edge) var(--edge) auto !important;
    /* As large as what is seen: the rest of the page stays in reach. */
    inline-size: fit-content;
    min-inline-size: 0;
    max-inline-size: calc(100% - 2 * var(--edge)) !important;
  }

  :host([placement$="left"]:is([mode="floating"], [mode="badge"])) {
    right: auto !important;
    left: var(--edge) !important;
  }

  :host([placement^="top"]:is([mode="floating"], [mode="badge"])) {
    top: var(--edge) !important;
    bottom: auto !important;
  }

  :host(:is([mode="floating"], [mode="badge"])) .panel {
    max-block-size: calc(100vh - 2 * var(--edge));
    max-block-size: calc(100dvh - 2 * var(--edge));
    overflow: auto;
    box-shadow: var(--wt-shadow, 0 4px 8px rgb(0 0 0 / 0.08), 0 24px 48px -12px rgb(0 0 0 / 0.3));
    animation: rise 180ms var(--ease);
  }

  .launcher {
    min-inline-size: 3.5em;
    min-block-size: 3.5em;
    border-radius: 99em;
    background: var(--accent);
    color: var(--on-accent);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.24);
    font-weight: 600;
  }

  .launcher .icon {
    inline-size: 1.5em;
    block-size: 1.5em;
  }

  .launcher.wide {
    min-block-size: 3em;
    padding-inline: 1.125em 1.375em;
  }

  .launcher.wide .icon {
    inline-size: 1.25em;
    block-size: 1.25em;
  }

  /* During a call: who, how long, microphone, hang up. */
  .badge {
    display: flex;
    align-items: center;
    touch-action: none;
  }

  .badge.live {
    gap: 4px;
    padding-inline-end: 6px;
    border-radius: 99em;
    background: var(--success);
    color: #fff;
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.24);
  }

  .badge.live .launcher {
    min-inline-size: 0;
    padding-inline-end: 0.5em;
    background: none;
    color: inherit;
    box-shadow: none;
  }

  .badge.live .plain {
    flex: none;
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

  .badge .timer {
    color: inherit;
  }

  .launcher-who {
    overflow: hidden;
    display: -webkit-box;
    max-inline-size: 9em;
    line-height: 1.2;
    overflow-wrap: anywhere;
    text-align: start;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
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

  /* A page at 400 %: who it is needs the room more than the picture of a phone. */
  @media (width < 22.5em) {
    .live .launcher .icon {
      display: none;
    }

    .badge.live .launcher {
      padding-inline: 1em 0.75em;
    }
  }

  /* A page may have any colour: the ring is seen against its own gap. */
  .badge :focus-visible,
  .badge.live :focus-visible {
    box-shadow: 0 0 0 2px var(--surface);
  }

  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
`;
