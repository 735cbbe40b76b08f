/** A call that is over. */
import { css } from "lit";

export const endedViewStyles = css`
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
`;
