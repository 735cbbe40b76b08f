/** Everything that can be pressed. */
import { css } from "lit";

export const controls = css`
  button {
    appearance: none;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-inline-size: 24px;
    min-block-size: 24px;
    margin: 0;
    padding: 0;
    border: 1px solid transparent;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    cursor: pointer;
    touch-action: manipulation;
    user-select: none;
    -webkit-tap-highlight-color: transparent;
    transition:
      background-color 120ms var(--ease),
      color 120ms var(--ease),
      opacity 120ms var(--ease),
      scale 120ms var(--ease);
  }

  button:disabled,
  button[aria-disabled="true"] {
    cursor: default;
  }

  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }

  /* The one deed of a view. */
  .main {
    inline-size: 100%;
    min-block-size: 3em;
    padding-inline: 1.25em;
    border-radius: 99em;
    background: var(--fill);
    color: #fff;
    font-weight: 600;
  }

  .main,
  .round {
    --fill: var(--success);
  }

  .danger {
    --fill: var(--danger);
  }

  :is(.main, .round):hover {
    background: color-mix(in srgb, var(--fill), #000 10%);
  }

  :is(.main, .round, .key, .disc):active {
    scale: 0.97;
  }

  .danger .icon.phone {
    rotate: 135deg;
  }

  .main[aria-disabled="true"] {
    background: var(--soft);
    color: var(--quiet);
    scale: none;
  }

  .waits {
    animation: wait 1.2s ease-in-out infinite alternate;
  }

  .quiet {
    min-block-size: 2.75em;
    padding-inline: 1.25em;
    border-radius: 99em;
    background: var(--soft);
    font-weight: 500;
  }

  .quiet:hover,
  .key:hover,
  .tool:enabled:hover .disc {
    background: var(--pressed);
  }

  .plain {
    inline-size: 2.25em;
    block-size: 2.25em;
    border-radius: calc(var(--radius) * 0.625);
    color: var(--quiet);
  }

  .plain:hover {
    background: var(--soft);
    color: var(--on-surface);
  }

  .dialpad {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--gap);
    inline-size: 100%;
  }

  .key {
    position: relative;
    flex-direction: column;
    gap: 0;
    min-block-size: 2.75em;
    border-radius: calc(var(--radius) * 0.75);
    background: var(--soft);
  }

  .key:active {
    background: var(--pressed);
    transition-duration: 0s;
  }

  .digit {
    font-size: 1.375em;
    font-weight: 500;
    line-height: 1.15;
  }

  /* The asterisk of most typefaces hangs at the top of the line. */
  .star {
    font-size: 1.75em;
    line-height: 0.9;
    translate: 0 0.18em;
  }

  .letters {
    min-block-size: 1.2em;
    color: var(--quiet);
    font-size: 0.625em;
    font-weight: 600;
    letter-spacing: 0.12em;
    line-height: 1.2;
    text-indent: 0.12em;
  }

  @keyframes wait {
    to {
      opacity: 0.6;
    }
  }
`;
