/** Labels, choices, a meter, keys. */
import { css } from "lit";

export const settingsStyles = css`
  .page {
    display: flex;
    flex-direction: column;
    gap: calc(var(--gap) * 2);
    min-inline-size: 0;
  }

  .page h2 {
    font-size: 1.25em;
    font-weight: 600;
    letter-spacing: -0.01em;
    line-height: 1.3;
    outline-offset: 4px;
  }

  .panel:dir(rtl) .icon.back {
    scale: -1 1;
  }

  .settings {
    block-size: calc(var(--tall) + var(--gap) * 2.5);
    overflow-y: auto;
    overscroll-behavior: contain;
    /* It scrolls to the panel's own edges. */
    margin: 0 calc(var(--inset) * -1) calc(var(--gap) * -2.5);
    padding: 0 var(--inset) calc(var(--gap) * 2.5);
    scroll-padding: 4px;
  }

  .setting {
    display: flex;
    flex-direction: column;
    gap: calc(var(--gap) * 0.75);
  }

  .setting > label,
  .setting > h3 {
    margin: 0;
    font-size: 0.8125em;
    font-weight: 600;
  }

  .setting .hint {
    flex: 1 1 12em;
    color: var(--quiet);
    font-size: 0.875em;
  }

  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap);
  }

  select {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 2.75em;
    padding-inline: 0.75em;
    /* The edge of a field has to be seen (WCAG 1.4.11). */
    border: 1px solid color-mix(in srgb, var(--on-surface) 50%, var(--surface));
    border-radius: calc(var(--radius) * 0.625);
    background: var(--surface);
    color: inherit;
    font: inherit;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
  }

  [type="range"] {
    block-size: 2em;
    margin: 0;
    accent-color: var(--accent);
  }

  .choice .quiet {
    flex: none;
    min-inline-size: 6em;
    padding-inline: 1em;
    border-radius: calc(var(--radius) * 0.625);
    font-size: 0.9375em;
  }

  .level {
    inline-size: 100%;
    block-size: 0.75em;
    /* It belongs to what is above. */
    margin-block-start: calc(var(--gap) * -1);
  }

  .level::-webkit-meter-bar {
    block-size: 0.5em;
    border: 0;
    border-radius: 99em;
    background: var(--pressed);
  }

  .level::-webkit-meter-optimum-value {
    border-radius: 99em;
    background: var(--success);
    transition: inline-size 60ms linear;
  }

  .setting > .check {
    display: flex;
    align-items: center;
    gap: var(--gap);
    min-block-size: 1.875em;
    font-size: 0.9375em;
    font-weight: 400;
  }

  .check input {
    flex: none;
    inline-size: 24px;
    block-size: 24px;
    margin: 0;
    accent-color: var(--accent);
  }

  .keys {
    display: grid;
    gap: calc(var(--gap) * 0.75);
    margin: 0;
    font-size: 0.875em;
  }

  .keys div {
    display: grid;
    grid-template-columns: minmax(6.5em, auto) 1fr;
    align-items: baseline;
    gap: var(--gap);
  }

  .keys dd {
    margin: 0;
    color: var(--quiet);
  }

  kbd {
    display: inline-block;
    min-inline-size: 1.25em;
    padding: 0.0625em 0.375em;
    border: 1px solid var(--border);
    border-block-end-width: 2px;
    border-radius: 0.375em;
    background: var(--soft);
    font-family: inherit;
    font-size: 0.9375em;
    text-align: center;
  }
`;
