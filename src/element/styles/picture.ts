/** The small window. */
import { css } from "lit";

/** The picture that stands for it in the panel. */
export const popOut = css`
  .panel:dir(rtl) .icon.pop-out {
    scale: -1 1;
  }
`;

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
    block-size: 100vh;
    position: fixed;
    inset: 0;
    padding: calc(var(--gap) * 2);
    background: var(--surface);
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
    inline-size: 3.2em;
    block-size: 3.2em;
    margin: 0;
    font-size: 1.25em;
  }

  .small-call .round {
    inline-size: 3.25em;
    block-size: 3.25em;
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
