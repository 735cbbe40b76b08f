/** What went wrong, over the upper part of the view. */
import { css } from "lit";

export const notice = css`
  .toast {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: var(--gap);
    /* Over a place where nothing stands: nothing moves, and neither a button nor a name is covered. */
    position: absolute;
    inset-block-start: 3em;
    inset-inline: var(--gap);
    max-inline-size: 26em;
    margin-inline: auto;
    padding: calc(var(--gap) * 1.25) calc(var(--gap) * 1.5);
    border: 1px solid color-mix(in srgb, var(--danger) 25%, var(--surface));
    border-radius: calc(var(--radius) * 0.75);
    background: color-mix(in srgb, var(--danger) 9%, var(--surface));
    box-shadow: 0 8px 24px -4px rgb(0 0 0 / 0.18);
    font-size: 0.875em;
    line-height: 1.4;
    animation: drop 180ms var(--ease);
  }

  .toast > .icon {
    margin-block-start: 0.05em;
    color: var(--danger-text);
  }

  .panel:has(.tools) .toast {
    inset-block: auto 13em;
  }

  .panel:has(.ring) .toast {
    inset-block: auto 9em;
  }

  .panel:has(.with-keypad) .toast {
    inset-block: 3em auto;
  }

  .toast > p {
    overflow-wrap: anywhere;
  }

  .toast > .small {
    grid-area: 2 / 2;
    justify-self: start;
  }

  .toast span {
    color: var(--quiet);
  }

  .toast > .plain {
    grid-area: 1 / 3;
    margin: -0.375em;
    margin-inline-start: 0;
  }

  @container wt (inline-size >= 36em) {
    .panel:has(.ready) .toast {
      inset-inline-end: 50%;
    }
  }

  @container wt (inline-size < 36em) {
    .panel:has(.toast) .entry {
      justify-content: flex-end;
    }

    .panel:has(.toast) :is(.recent, .field-error.empty) {
      display: none;
    }
  }
`;
