/** Rows of people: recent calls. */
import { css } from "lit";
import { bannerStyles } from "../notices/banner.styles.js";
import { setupStyles } from "../setup/setup.styles.js";

export const historyStyles = css`
  ${bannerStyles}
  ${setupStyles}

  .page {
    display: flex;
    flex-direction: column;
    gap: calc(var(--gap) * 1.5);
    min-inline-size: 0;
  }

  .page h2 {
    font-size: 1.25em;
    font-weight: 600;
    letter-spacing: -0.01em;
    line-height: 1.3;
    outline-offset: 4px;
  }

  .page h3 {
    margin: 0;
    font-size: 0.8125em;
    font-weight: 600;
  }

  .history {
    /* As tall as the pad: a long list scrolls within. */
    block-size: calc(var(--tall) + var(--gap) * 2.5);
    overflow-y: auto;
    overscroll-behavior: contain;
    margin: 0 calc(var(--inset) * -1) calc(var(--gap) * -2.5);
    padding: 0 var(--inset) calc(var(--gap) * 2.5);
    scroll-padding: 4px;
  }

  .history > .list {
    margin-block-start: calc(var(--gap) * -1);
  }

  .day {
    color: var(--quiet);
  }

  .history .message h3 {
    font-size: 1.125em;
  }

  .history .message {
    flex: 1;
  }

  .list {
    display: flex;
    flex-direction: column;
    padding: 0;
    list-style: none;
  }

  .past {
    display: flex;
    align-items: center;
    gap: calc(var(--gap) * 1.5);
    min-block-size: 3.25em;
    padding-block: calc(var(--gap) * 0.5);
  }

  .past + .past {
    border-block-start: 1px solid var(--border);
  }

  .kind {
    display: grid;
    color: var(--quiet);
  }

  .about {
    flex: 1;
    min-inline-size: 0;
    line-height: 1.35;
    text-align: start;
  }

  .past-who {
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }

  /* A foreign name loses its end, not its beginning, and stands at the side of the others. */
  .past-who bdi {
    display: inline-block;
    overflow: hidden;
    max-inline-size: 100%;
    text-overflow: ellipsis;
    white-space: nowrap;
    vertical-align: top;
  }

  .past-who a {
    color: inherit;
  }

  .past-what {
    color: var(--quiet);
    font-size: 0.8125em;
    font-variant-numeric: tabular-nums;
  }

  /* Where lines run from the right, so do calls: in from it, out to the left. */
  .panel:dir(rtl) .icon:is(.back, .incoming, .outgoing, .missed) {
    scale: -1 1;
  }

  .missed-call :is(.kind, .past-who) {
    color: var(--danger-text);
  }

  .again {
    flex: none;
    inline-size: 2.75em;
    block-size: 2.75em;
    margin-inline-end: -0.5em;
    color: light-dark(var(--success), color-mix(in srgb, var(--success) 50%, #fff));
  }

  .clear {
    align-self: center;
    flex: none;
    margin-block-start: auto;
    background: none;
    color: var(--danger-text);
  }

  .clear:hover {
    background: var(--soft);
  }

  .sure {
    position: sticky;
    inset-block-end: 0;
    margin-block-start: auto;
  }

  .banner.sure > p {
    flex-basis: 100%;
  }

  .sure > button {
    flex: 1;
    min-block-size: 2.5em;
    font-size: 1em;
    font-weight: 600;
  }

  .sure > .quiet {
    background: var(--surface);
  }

  .banner.sure > .small {
    background: var(--danger);
    color: #fff;
  }

  .recent .past {
    min-block-size: 2.75em;
  }

  .recent + .field-error.empty {
    min-block-size: 0;
  }

  /* Something new behind a button; its name says it as well. */
  .marked {
    position: relative;
  }

  .marked::after {
    content: "";
    position: absolute;
    inset-block-start: 0.375em;
    inset-inline-end: 0.375em;
    border: 0.25em solid var(--danger-text);
    border-radius: 50%;
  }
`;
