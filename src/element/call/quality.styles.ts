/** Bars and words about the sound. */
import { css } from "lit";

export const qualityStyles = css`
  .quality {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    padding: 0.25em 0.75em;
    border-radius: 1em;
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 0.8125em;
    font-weight: 500;
    text-align: start;
  }

  .quality.poor {
    background: color-mix(in srgb, var(--danger) 9%, var(--surface));
    color: var(--danger-text);
  }

  .panel:dir(rtl) .bars {
    scale: -1 1;
  }

  .bars {
    flex: none;
    inline-size: 1em;
    block-size: 1em;
    fill: currentColor;
  }

  .poor .bars path + path,
  .fair .bars path + path + path {
    opacity: 0.3;
  }
`;
