/** Colours, type, space: everything else is made from these. */
import { css } from "lit";

/*
 * Contrast, computed (WCAG 2.2) in light and dark: text 17.8 and 15.2; quiet text on the surface
 * 6.1 and 7.6, on a key 5.4 and 6.5, on a pressed key 4.7 and 5.3; danger as text 5.2 and 7.4, on
 * its toast 4.5 and 7.0; warning 6.0 and 7.2; white on danger 5.2, on success 5.0, on accent 5.7;
 * focus against the surface 5.7 and 8.5.
 */
export const tokens = css`
  /* The element itself belongs to the page, whose rules go before these: nothing inside rests on them. */
  :host {
    color-scheme: light dark;
    display: block;
    /* What stands between two tags would show. */
    white-space: normal !important;
    min-inline-size: min(280px, 100%);
  }

  /* A phone that floats would be printed over every page. */
  @media print {
    :host(:is([mode="floating"], [mode="badge"])) {
      display: none !important;
    }
  }

  /* What a page lets inherit ends here. Lengths are in em of the user's own text size, which no page changes. */
  .panel,
  .badge,
  .small-call,
  :where(p).said {
    all: initial;
    box-sizing: border-box;
    color-scheme: inherit;
    visibility: inherit;
    user-select: text;
    color: var(--on-surface);
    font-family: var(--wt-font, system-ui, sans-serif);
    font-size: var(--wt-size, medium);
    line-height: 1.4;
    text-align: start;
    -webkit-font-smoothing: antialiased;

    --accent: var(--wt-accent, #3b5bdb);
    --on-accent: var(--wt-on-accent, #fff);
    --danger: var(--wt-danger, #d1273a);
    --success: var(--wt-success, #15803d);
    --surface: var(--wt-surface, light-dark(#fff, #1a1c21));
    --on-surface: var(--wt-on-surface, light-dark(#16181d, #f1f2f4));
    --border: var(--wt-border, color-mix(in srgb, var(--on-surface) 12%, var(--surface)));
    --radius: var(--wt-radius, 16px);
    --gap: var(--wt-gap, 8px);

    --quiet: color-mix(in srgb, var(--on-surface) 68%, var(--surface));
    --soft: color-mix(in srgb, var(--on-surface) 6%, var(--surface));
    --pressed: color-mix(in srgb, var(--on-surface) 13%, var(--surface));
    --danger-text: light-dark(var(--danger), color-mix(in srgb, var(--danger) 50%, #fff));
    --warn: light-dark(#8f4a00, #f5b95f);
    --warn-soft: color-mix(in srgb, light-dark(#f59e0b, #f5b95f) 14%, var(--surface));
    --accent-soft: color-mix(in srgb, var(--accent) 10%, var(--surface));
    --accent-text: light-dark(var(--accent), color-mix(in srgb, var(--accent) 45%, #fff));
    --focus: light-dark(var(--accent), color-mix(in srgb, var(--accent) 45%, #fff));
    --ease: cubic-bezier(0.2, 0, 0, 1);
  }

  :host([theme="light"]) > * {
    color-scheme: light;
  }

  :host([theme="dark"]) > * {
    color-scheme: dark;
  }

  :host([hidden]),
  :host([mode="headless"]) {
    display: none !important;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  [hidden] {
    display: none !important;
  }

  /* Out of the page's flow from the first frame on; the rest comes with the launcher. */
  :host(:is([mode="floating"], [mode="badge"])) {
    position: fixed !important;
  }

  h2,
  h3,
  p,
  ul {
    margin: 0;
  }

  /* Heard, not seen: the live region, and names that a picture stands for. */
  .said,
  .with-keypad .tools .label {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  /* Beside the panel, where the page's direction would place it. */
  p.said {
    position: fixed;
    inset: 0 auto auto 0;
  }

  .icon {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .icon.phone {
    fill: currentColor;
    stroke-width: 1;
  }

  .icon.keypad {
    stroke-width: 3;
  }

  .icon.pause {
    stroke-width: 2.5;
  }

  .number {
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
`;
