/** The frame: header, stage, toast; and the panel at rest. */
import { css } from "lit";

export const panelStyles = css`
  .panel {
    position: relative;
    display: flex;
    flex-direction: column;
    overflow: hidden;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--wt-shadow, 0 1px 2px rgb(0 0 0 / 0.06), 0 8px 24px -8px rgb(0 0 0 / 0.12));
    container: wt / inline-size;
    contain-intrinsic-inline-size: 22.5em;
  }

  .panel:focus-visible {
    outline-offset: -2px;
  }

  .header {
    display: flex;
    align-items: center;
    gap: var(--gap);
    min-block-size: 3em;
    /* The pictures, not their buttons, stand in line with what is below. */
    padding-inline: var(--inset) calc(var(--inset) - var(--gap));
  }

  .header,
  .stage {
    --inset: calc(var(--gap) * 2);
  }

  .header > .plain + .plain {
    margin-inline-start: calc(var(--gap) * -0.5);
  }

  .status {
    flex: 1;
    overflow: hidden;
    color: var(--quiet);
    font-size: 0.8125em;
    font-weight: 500;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .dot {
    display: inline-block;
    inline-size: 0.6em;
    block-size: 0.6em;
    margin-inline-end: 0.6em;
    border-radius: 50%;
    background: color-mix(in srgb, var(--on-surface) 40%, var(--surface));
  }

  .good .dot {
    background: light-dark(#16a34a, #4ade80);
  }

  .wait .dot {
    background: light-dark(#d97706, #fbbf24);
    animation: wait 0.9s ease-in-out infinite alternate;
  }

  .bad .dot {
    background: var(--danger);
  }

  .stage {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    flex: 1;
    padding: var(--gap) var(--inset) calc(var(--gap) * 2.5);
    --tall: 30em;
  }

  /* All views share one height, so that nothing around the panel jumps. */
  .stage > * {
    min-inline-size: 0;
    min-block-size: var(--tall);
  }

  /* Where there is much to say, the keys give way before the panel grows. */
  .ready {
    display: grid;
    grid-template-rows: minmax(9.5em, auto) 1fr auto;
    justify-items: center;
    gap: calc(var(--gap) * 2);
  }

  .ready .dialpad {
    grid-auto-rows: 1fr;
  }

  :is(.ready, .talk) {
    padding-inline: max(0px, 50% - 11em);
  }

  .fallback {
    display: flex;
    flex-direction: column;
    justify-content: center;
    gap: calc(var(--gap) * 1.5);
    padding-inline: max(0px, 50% - 11em);
    text-align: center;
    overflow-wrap: anywhere;
  }

  .entry {
    display: flex;
    flex-direction: column;
    justify-content: center;
    gap: var(--gap);
    inline-size: 100%;
  }

  .field {
    position: relative;
    block-size: 2.75em;
  }

  .display {
    inline-size: 100%;
    block-size: 100%;
    padding-block: 0;
    padding-inline: 40px;
    border: 0;
    border-radius: calc(var(--radius) * 0.5);
    background: none;
    color: inherit;
    font: inherit;
    font-size: 1.75em;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.01em;
    text-align: center;
    text-overflow: ellipsis;
  }

  .long .display {
    font-size: 1.125em;
  }

  .display::placeholder {
    color: var(--quiet);
    opacity: 1;
    font-size: 0.643em;
    font-weight: 400;
  }

  .erase {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    margin-block: auto;
  }

  .erase .icon {
    inline-size: 1.375em;
    block-size: 1.375em;
  }

  .field-error {
    min-block-size: 2.8em;
    color: var(--danger-text);
    font-size: 0.8125em;
    text-align: center;
    text-wrap: balance;
  }
`;
