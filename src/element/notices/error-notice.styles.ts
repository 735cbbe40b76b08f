/** What went wrong, in a row of its own. */
import { css } from "lit";
import { bannerStyles } from "./banner.styles.js";

export const errorNoticeStyles = css`
  ${bannerStyles}

  .toast {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--gap);
    inline-size: 100%;
    padding: calc(var(--gap) * 1.25) calc(var(--gap) * 1.5);
    border: 1px solid color-mix(in srgb, var(--danger) 25%, var(--surface));
    border-radius: calc(var(--radius) * 0.75);
    background: color-mix(in srgb, var(--danger) 9%, var(--surface));
    font-size: 0.875em;
    line-height: 1.35;
    text-align: start;
    animation: drop 180ms var(--ease);
  }

  .toast > .icon {
    color: var(--danger-text);
  }

  .toast :is(p, .small) {
    max-inline-size: 100%;
    overflow-wrap: anywhere;
  }

  .toast span {
    color: var(--quiet);
  }

  .toast .small {
    margin-block-start: var(--gap);
  }

  /* In the corner, with the words around it. */
  .toast .plain {
    float: inline-end;
    margin: calc(var(--gap) * -0.75);
    margin-inline-start: 0.25em;
  }

  /* The panel keeps its height: what is below has the rest of it. */
  .stage:has(> .toast) {
    grid-template-rows: auto minmax(0, 1fr);
    row-gap: calc(var(--gap) * 2);
    min-block-size: calc(var(--tall) + var(--gap) * 3.5);
  }

  .stage:has(> .toast + .page) {
    flex: none;
    block-size: calc(var(--tall) + var(--gap) * 3.5);
  }

  .stage > .toast,
  .stage > .toast + * {
    min-block-size: 0;
    block-size: auto;
  }

  .talk:not(:has(.waiting, .others)) > .toast {
    margin-block: calc(var(--gap) * -0.75);
  }

  .panel:has(.toast) .key {
    min-block-size: 2.25em;
  }

  /* Room for its words, so that the panel need not grow. */
  @container wt (inline-size < 20em) {
    .toast {
      display: flow-root;
      padding: var(--gap) calc(var(--gap) * 1.5);
    }

    .toast > .icon {
      float: inline-start;
      margin-inline-end: var(--gap);
    }

    .talk:has(.toast) .quality {
      display: none;
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
