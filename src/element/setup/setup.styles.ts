/** A screen that is one message. */
import { css } from "lit";

export const setupStyles = css`
  .message {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--gap);
    padding-block: calc(var(--gap) * 3);
    text-align: center;
    text-wrap: balance;
  }

  .message h2 {
    font-size: 1.125em;
    font-weight: 600;
    letter-spacing: -0.01em;
    line-height: 1.3;
  }

  .message p {
    max-inline-size: 24em;
    color: var(--quiet);
    font-size: 0.9375em;
  }

  .message .quiet {
    margin-block-start: calc(var(--gap) * 2);
  }

  .message .trouble p:first-child {
    color: var(--on-surface);
    font-weight: 500;
  }

  .message .primary {
    margin-block-start: calc(var(--gap) * 2);
    min-block-size: 2.75em;
    padding-inline: 1.75em;
    border-radius: 99em;
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }

  .emblem {
    display: grid;
    place-items: center;
    inline-size: 3.5em;
    block-size: 3.5em;
    margin-block-end: var(--gap);
    border-radius: 50%;
    background: var(--soft);
    color: var(--quiet);
  }

  .emblem .icon {
    inline-size: 1.625em;
    block-size: 1.625em;
  }

  .missing {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--gap);
    padding: 0;
    list-style: none;
  }

  .missing li {
    padding: 0.375em 0.75em;
    border-radius: calc(var(--radius) * 0.5);
    background: var(--soft);
    font-size: 0.8125em;
  }

  code {
    font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace;
  }
`;
