/** The buttons of a call. */
import { css } from "lit";

export const tools = css`
  .round {
    inline-size: min(4em, 100%);
    aspect-ratio: 1;
    border-radius: 50%;
    background: var(--fill);
    color: #fff;
  }

  .round .icon {
    inline-size: 1.75em;
    block-size: 1.75em;
  }

  .tools {
    display: grid;
    grid: auto / auto-flow minmax(0, 1fr);
    gap: var(--gap);
    inline-size: 100%;
  }

  .tool {
    flex-direction: column;
    justify-content: flex-start;
    gap: 0.375em;
    border-radius: calc(var(--radius) * 0.75);
  }

  .disc {
    display: grid;
    place-items: center;
    inline-size: min(3.25em, 100%);
    aspect-ratio: 1;
    border-radius: 50%;
    background: var(--soft);
    transition: inherit;
  }

  .tool.on .disc,
  .tool.on:enabled:hover .disc {
    background: var(--on-surface);
    color: var(--surface);
  }

  .tool:disabled {
    opacity: 0.4;
  }

  .label {
    max-inline-size: 100%;
    color: var(--quiet);
    font-size: 0.75em;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
`;
