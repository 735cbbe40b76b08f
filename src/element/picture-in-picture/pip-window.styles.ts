/** The small window. */
import { css } from "lit";

/** The picture that stands for it in the panel. */
export const popOutStyles = css`
  .panel:dir(rtl) .icon.pop-out {
    scale: -1 1;
  }
`;

export const pipWindowStyles = css`
  :host {
    min-inline-size: 0;
  }

  .small-call {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: calc(var(--gap) * 1.5);
    position: fixed;
    inset: 0;
    padding: calc(var(--gap) * 2);
    overflow: auto;
    background: var(--surface);
    text-align: center;
  }

  .small-call > * {
    flex: none;
  }

  .first {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: calc(var(--gap) * 0.5);
    inline-size: 100%;
    margin-block: auto;
  }

  .deeds {
    display: flex;
    justify-content: center;
    gap: calc(var(--gap) * 5);
    inline-size: 100%;
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
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.25em 0.625em;
    min-block-size: 1.75em;
    color: var(--quiet);
  }

  .small-call .avatar {
    margin-block-end: var(--gap);
    font-size: 1.5em;
  }

  .small-call h2 {
    line-height: inherit;
  }

  .small-call .waiting {
    gap: calc(var(--gap) * 0.75);
    padding: var(--gap) calc(var(--gap) * 1.5) calc(var(--gap) * 1.5);
  }

  .small-call .waiting-deeds > button {
    min-block-size: 2.5em;
  }

  .small-call .past-who {
    font-size: 0.875em;
  }

  .small-call .other {
    inline-size: 100%;
    border-radius: calc(var(--radius) * 0.75);
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
