/** The frame: header, stage, toast; and the panel at rest. */
import { css } from "lit";

export const panel = css`
  .panel {
    position: relative;
    display: flex;
    flex-direction: column;
    overflow: hidden;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--on-surface);
    box-shadow: var(--shadow);
    font-family: var(--wt-font, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif);
    font-size: var(--wt-size, 1rem);
    line-height: 1.4;
    text-align: start;
    -webkit-font-smoothing: antialiased;
  }

  .panel:focus {
    outline: none;
  }

  .header {
    display: flex;
    align-items: center;
    gap: var(--gap);
    min-block-size: 3em;
    padding-inline: calc(var(--gap) * 2);
  }

  .status {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 0.5em;
    min-inline-size: 0;
    color: var(--quiet);
    font-size: 0.8125em;
    font-weight: 500;
  }

  .dot {
    flex: none;
    inline-size: 0.5rem;
    block-size: 0.5rem;
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
    flex: 1;
    padding: var(--gap) calc(var(--gap) * 2) calc(var(--gap) * 2.5);
  }

  /* All views share one height, so that nothing around the panel jumps. */
  .stage > * {
    min-block-size: 30em;
  }

  .ready {
    display: grid;
    grid-template-rows: minmax(8.5em, 1fr) auto auto;
    justify-items: center;
    gap: calc(var(--gap) * 2);
  }

  .entry {
    display: flex;
    flex-direction: column;
    justify-content: center;
    gap: var(--gap);
    inline-size: 100%;
    max-inline-size: 22em;
  }

  .field {
    position: relative;
    font-size: 1.75em;
  }

  .field.long {
    font-size: 1.25em;
  }

  .display {
    inline-size: 100%;
    block-size: 2.25rem;
    block-size: max(1.6em, 2.5rem);
    padding-block: 0;
    padding-inline: 2.5rem;
    border: 0;
    border-radius: calc(var(--radius) * 0.5);
    background: none;
    color: inherit;
    font: inherit;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.01em;
    text-align: center;
    text-overflow: ellipsis;
  }

  .display::placeholder {
    color: var(--quiet);
    opacity: 1;
    font-size: 1.125rem;
    font-weight: 400;
    letter-spacing: 0;
  }

  .erase {
    position: absolute;
    inset-block: 0;
    inset-inline-end: 0;
    margin-block: auto;
    font-size: 1rem;
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

  .banner ~ .field-error.empty {
    min-block-size: 0;
  }

  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap);
    inline-size: 100%;
    padding: calc(var(--gap) * 1.25) calc(var(--gap) * 1.5);
    border-radius: calc(var(--radius) * 0.75);
    background: var(--accent-soft);
    font-size: 0.875em;
    line-height: 1.35;
  }

  .banner > .icon {
    color: var(--accent-text);
  }

  .banner > p {
    flex: 1 1 9em;
    text-align: start;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .banner.warn {
    background: var(--warn-soft);
  }

  .banner.warn > .icon {
    color: var(--warn);
  }

  /* Something new behind a button; its name says it as well. */
  .marked {
    position: relative;
  }

  .marked::after {
    content: "";
    position: absolute;
    inset-block-start: 0.25em;
    inset-inline-end: 0.25em;
    inline-size: 0.5em;
    block-size: 0.5em;
    border-radius: 50%;
    background: var(--danger);
  }
`;
