/** A few words in a row of their own, and the button beside them. Whatever shows one brings it. */
import { css } from "lit";

export const bannerStyles = css`
  .banner ~ .field-error.empty {
    min-block-size: 0;
  }

  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--gap);
    inline-size: 100%;
    padding: calc(var(--gap) * 1.25) calc(var(--gap) * 1.5);
    border-radius: calc(var(--radius) * 0.75);
    background: var(--accent-soft);
    font-size: 0.875em;
    line-height: 1.35;
  }

  .banner > .icon {
    color: var(--accent-text);
  }

  .banner > :is(p, .trouble) {
    flex: 1 1 9em;
    text-align: start;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  /* With nothing to say it takes no room. */
  .banner > .trouble {
    flex-basis: 100%;
  }

  .banner > .trouble:not(:has(p)) {
    display: contents;
  }

  .banner.warn {
    background: var(--warn-soft);
  }

  .banner.warn > .icon {
    color: var(--warn);
  }

  .small,
  .banner .primary {
    min-block-size: 2.25em;
    padding-inline: 1em;
    border-radius: 99em;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 0.8125em;
    font-weight: 600;
  }

  .small:hover,
  .banner .primary:hover {
    background: color-mix(in srgb, var(--accent), #000 12%);
  }
`;
