/** The keypad in a call. */
import { css } from "lit";

export const keypadStyles = css`
  /* Room for the keys: who it is moves into one line. */
  .with-keypad .avatar {
    display: none;
  }

  .with-keypad .contact {
    padding-block-start: 0;
  }

  .with-keypad .who {
    font-size: 1.125em;
    line-height: 1.4;
    -webkit-line-clamp: 1;
  }

  /* As a target it is 24 px high (WCAG 2.5.8). */
  .with-keypad .who a {
    padding-block: 0.125em;
  }

  .with-keypad .detail {
    display: none;
  }

  .with-keypad .tool {
    position: relative;
  }

  .with-keypad .dialpad {
    flex: 1;
    grid-auto-rows: 1fr;
  }

  .with-keypad {
    gap: calc(var(--gap) * 1.25);
  }

  .sent {
    overflow: hidden;
    max-inline-size: 100%;
    min-block-size: 1.4em;
    font-size: 1.25em;
    font-variant-numeric: tabular-nums;
    line-height: 1.4;
    white-space: nowrap;
    /* The last digits matter: a long row is cut at its beginning. */
    display: flex;
    justify-content: flex-end;
  }
`;
