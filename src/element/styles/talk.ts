/** A call in all its states. */
import { css } from "lit";
import { tools } from "./tools.js";

export const talk = css`
  .talk {
    position: relative;
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

  .who a {
    color: inherit;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.2em;
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
