/** What went wrong, over the upper part of the view. */
import { css } from "lit";

export const notice = css`
  .toast {
    display: flex;
    align-items: flex-start;
    gap: var(--gap);
    /* Over the upper part of the view: nothing moves, and no button is covered. */
    position: absolute;
    inset-block-start: 3em;
    inset-inline: var(--gap);
    padding: calc(var(--gap) * 1.25);
    padding-inline-start: calc(var(--gap) * 1.5);
    border: 1px solid color-mix(in srgb, var(--danger) 25%, var(--surface));
    border-radius: calc(var(--radius) * 0.75);
    background: color-mix(in srgb, var(--danger) 9%, var(--surface));
    box-shadow: 0 0.5rem 1.5rem -0.25rem rgb(0 0 0 / 0.18);
    font-size: 0.875em;
    line-height: 1.4;
    animation: drop 180ms var(--ease);
  }

  .toast > .icon {
    margin-block-start: 0.05em;
    color: var(--danger-text);
  }

  .toast > p {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .toast span {
    color: var(--quiet);
  }

  .toast .plain {
    margin-block: -0.375em;
  }
`;
