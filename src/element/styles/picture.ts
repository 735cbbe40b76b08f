/** The call in a small window. */
import { css } from "lit";

/** The button that opens it. */
export const popOut = css`
  button.pop-out {
    position: absolute;
    inset-block-start: 0;
    inset-inline-end: 0;
  }
`;

/** The window. */
export const picture = css`
  :host {
    min-inline-size: 0;
  }

  .small-call {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--gap);
    box-sizing: border-box;
    block-size: 100vh;
    position: fixed;
    inset: 0;
    padding: calc(var(--gap) * 2);
    background: var(--surface);
    color: var(--on-surface);
    font-family:
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      sans-serif;
    text-align: center;
  }

  .small-call h1 {
    overflow: hidden;
    max-inline-size: 100%;
    margin: 0;
    font-size: 1.125em;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .small-call .timer {
    color: var(--quiet);
  }

  .small-call .avatar {
    inline-size: 4rem;
    block-size: 4rem;
    margin: 0;
    font-size: 1.25rem;
  }

  .small-call .round {
    inline-size: 3.25rem;
    block-size: 3.25rem;
  }

  .small-call [part="mute-button"] {
    background: var(--soft);
    color: var(--on-surface);
  }

  .small-call [part="mute-button"].on {
    background: var(--on-surface);
    color: var(--surface);
  }
`;
