/** A ring beside a call, and other calls. */
import { css } from "lit";
import { bannerStyles } from "../notices/banner.styles.js";

export const otherCallsStyles = css`
  ${bannerStyles}

  .waiting {
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    inline-size: 100%;
    padding: calc(var(--gap) * 1.5);
    border: 1px solid var(--border);
    border-radius: calc(var(--radius) * 0.75);
    background: var(--surface);
    box-shadow: 0 8px 24px -4px rgb(0 0 0 / 0.18);
    text-align: start;
    animation: drop 180ms var(--ease);
  }

  .waiting-title {
    color: var(--quiet);
    font-size: 0.8125em;
    font-weight: 500;
  }

  .waiting-who {
    font-weight: 600;
  }

  /* A foreign name loses its end, not its beginning, and stands at the side of the others. */
  :is(.waiting, .other) bdi {
    display: inline-block;
    overflow: hidden;
    max-inline-size: 100%;
    text-overflow: ellipsis;
    white-space: nowrap;
    vertical-align: top;
  }

  .waiting-deeds {
    display: flex;
    flex-wrap: wrap;
    gap: var(--gap);
  }

  .waiting-deeds > button {
    flex: 1 1 auto;
    inline-size: auto;
    min-block-size: 44px;
    padding-inline: 0.75em;
    font-size: 0.9375em;
  }

  .waiting-deeds > .main {
    flex-grow: 2;
  }

  .others {
    display: flex;
    flex-direction: column;
    flex: none;
    gap: 1px;
    inline-size: 100%;
    max-block-size: 7em;
    padding: 0;
    overflow: auto;
    border-radius: calc(var(--radius) * 0.75);
    list-style: none;
  }

  .other {
    display: flex;
    align-items: center;
    gap: var(--gap);
    padding-block: calc(var(--gap) * 0.75);
    padding-inline: calc(var(--gap) * 1.5) var(--gap);
    background: var(--soft);
  }

  .other .about {
    flex: 1;
    min-inline-size: 0;
    line-height: 1.35;
    text-align: start;
  }

  .other .past-who {
    font-weight: 500;
  }

  .other bdi {
    display: -webkit-box;
    overflow-wrap: anywhere;
    white-space: normal;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .other .past-what {
    color: var(--quiet);
    font-size: 0.8125em;
    font-variant-numeric: tabular-nums;
  }

  .other .end {
    color: var(--danger-text);
  }

  @container wt (inline-size < 20em) {
    .other {
      flex-wrap: wrap;
    }

    .other .about {
      flex-basis: 100%;
    }
  }

  /* With more to show, the face gives way, and then all but the name. */
  .talk:has(.waiting, .others) .avatar,
  .talk:has(.waiting) .detail {
    display: none;
  }

  .talk:has(.waiting) .who {
    -webkit-line-clamp: 1;
  }

  .talk:has(.others) {
    gap: calc(var(--gap) * 1.5);
  }

  .talk:has(.waiting) {
    gap: var(--gap);
  }
`;
