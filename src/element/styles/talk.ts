/** A call in all its states. */
import { css } from "lit";
import { tools } from "./tools.js";

export const talk = css`
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
    max-inline-size: 24em;
    padding-block-start: calc(var(--gap) * 3);
  }

  .avatar {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 5.5rem;
    block-size: 5.5rem;
    margin-block-end: calc(var(--gap) * 2);
    overflow: hidden;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent-text);
    font-size: 1.75rem;
    font-weight: 600;
  }

  .avatar img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }

  .avatar .icon {
    inline-size: 2.75rem;
    block-size: 2.75rem;
    stroke-width: 1.5;
  }

  .who {
    display: -webkit-box;
    overflow: hidden;
    max-inline-size: 100%;
    font-size: 1.5em;
    font-weight: 600;
    letter-spacing: -0.015em;
    line-height: 1.25;
    overflow-wrap: anywhere;
    text-wrap: balance;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .detail {
    max-inline-size: 100%;
    margin-block-start: 0.25em;
    color: var(--quiet);
    overflow-wrap: anywhere;
  }

  .eyebrow,
  .progress {
    color: var(--quiet);
  }

  .eyebrow {
    padding-block-start: calc(var(--gap) * 2);
    font-weight: 500;
  }

  .eyebrow + .contact {
    padding-block-start: 0;
  }

  .progress {
    display: flex;
    gap: 0.75em;
    margin-block-start: calc(var(--gap) * -1);
    min-block-size: 1.4em;
  }

  .timer {
    font-variant-numeric: tabular-nums;
  }

  .flag {
    display: inline-flex;
    align-items: center;
    gap: 0.5em;
    padding: 0.25em 0.875em;
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

  .pair {
    display: flex;
    justify-content: space-evenly;
    inline-size: 100%;
    max-inline-size: 20em;
  }

  .labelled {
    display: flex;
    flex: 1 1 0;
    flex-direction: column;
    align-items: center;
    gap: var(--gap);
    min-inline-size: 0;
    font-size: 0.875em;
    overflow-wrap: anywhere;
  }

  .labelled > .round {
    font-size: 1.1428em;
  }

  .ring .avatar {
    animation: ring 1.6s var(--ease) infinite;
  }

  .ring .success .icon {
    animation: shake 1.6s ease-in-out infinite;
  }

  /* Room for the keys: who it is moves into one line. */
  .with-keypad .avatar {
    display: none;
  }

  .with-keypad .contact {
    padding-block-start: 0;
  }

  .with-keypad .who {
    font-size: 1.125em;
    -webkit-line-clamp: 1;
  }

  .with-keypad .detail {
    display: none;
  }

  .with-keypad .tool {
    position: relative;
  }

  .with-keypad .key {
    min-block-size: 3em;
  }

  .with-keypad {
    gap: calc(var(--gap) * 1.25);
  }

  .with-keypad .tools {
    margin-block-start: auto;
  }

  .sent {
    overflow: hidden;
    max-inline-size: 100%;
    min-block-size: 1.75rem;
    font-size: 1.25em;
    font-variant-numeric: tabular-nums;
    line-height: 1.4;
    white-space: nowrap;
    /* The last digits matter: a long row is cut at its beginning. */
    display: flex;
    justify-content: flex-end;
  }

  .outcome {
    display: flex;
    flex-direction: column;
    gap: calc(var(--gap) * 0.5);
    max-inline-size: 22em;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }

  .why {
    font-weight: 500;
  }

  .failed .why {
    color: var(--danger-text);
  }

  .why .icon {
    margin-inline-end: 0.375em;
    vertical-align: -0.25em;
  }

  .hint {
    color: var(--quiet);
    font-size: 0.875em;
  }

  .stack {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: var(--gap);
    inline-size: 100%;
  }

  .stack .quiet {
    background: none;
    color: var(--quiet);
  }

  ${tools}

  @keyframes ring {
    from {
      box-shadow: 0 0 0 0 color-mix(in srgb, var(--success) 45%, transparent);
    }

    70%,
    to {
      box-shadow: 0 0 0 1.25rem transparent;
    }
  }

  @keyframes shake {
    0%,
    50%,
    to {
      rotate: 0deg;
    }

    8%,
    24%,
    40% {
      rotate: -12deg;
    }

    16%,
    32% {
      rotate: 12deg;
    }
  }
`;
