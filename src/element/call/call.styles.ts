/** A call in all its states. */
import { css } from "lit";
import { tools } from "../styles/tools.js";

export const callStyles = css`
  .talk {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: calc(var(--gap) * 2);
    text-align: center;
  }

  .contact {
    display: flex;
    flex-direction: column;
    align-items: center;
    inline-size: 100%;
    padding-block-start: var(--gap);
  }

  .avatar {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 2.9em;
    block-size: 2.9em;
    margin-block-end: calc(var(--gap) * 1.5);
    overflow: hidden;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent-text);
    font-size: 1.75em;
    font-weight: 600;
  }

  .avatar .icon {
    inline-size: 1.5em;
    block-size: 1.5em;
    stroke-width: 1.5;
  }

  .who {
    display: -webkit-box;
    overflow: hidden;
    max-inline-size: 100%;
    font-size: 1.375em;
    font-weight: 600;
    letter-spacing: -0.015em;
    line-height: 1.25;
    overflow-wrap: anywhere;
    text-wrap: balance;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .detail {
    overflow: hidden;
    max-inline-size: 100%;
    margin-block-start: 0.125em;
    color: var(--quiet);
    font-size: 0.9375em;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* One line in which all that passes is said: what it says next moves nothing. */
  .progress {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.25em 0.625em;
    margin-block-start: calc(var(--gap) * -1);
    min-block-size: 1.75em;
    color: var(--quiet);
  }

  .timer {
    font-variant-numeric: tabular-nums;
  }

  .progress > .timer {
    color: var(--on-surface);
    font-weight: 500;
  }

  .flag {
    display: inline-flex;
    align-items: center;
    gap: 0.375em;
    padding: 0.25em 0.75em;
    border-radius: 99em;
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 0.8125em;
    font-weight: 500;
  }

  .talk > .tools,
  .talk > .pair,
  .talk > .stack {
    margin-block-start: auto;
  }

  /* What stands between the two comes later, and moves neither. */
  .pair {
    display: grid;
    grid: auto / repeat(3, minmax(0, 1fr));
    inline-size: 100%;
  }

  .pair > :last-child {
    grid-column: 3;
  }

  .labelled {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--gap);
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }

  .labelled > .round {
    font-size: 1.1428em;
  }

  ${tools}
`;
