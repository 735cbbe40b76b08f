/** The colours and the frame of the element, for what click-to-call shows next to its panel. */
import { css } from "lit";

/** Declarations for an outermost node: it starts from nothing, as the panel does, so that no style of the page gets in. */
export const palette = css`
  all: initial;
  --surface: var(--wt-surface, light-dark(#fff, #1a1c21));
  --on-surface: var(--wt-on-surface, light-dark(#16181d, #f1f2f4));
  --accent: var(--wt-accent, #3b5bdb);
  --on-accent: var(--wt-on-accent, #fff);
  --focus: light-dark(var(--accent), color-mix(in srgb, var(--accent) 45%, #fff));
  display: block;
  box-sizing: border-box;
  color-scheme: inherit;
  margin-block-end: 0.5em;
  border: 1px solid var(--wt-border, color-mix(in srgb, var(--on-surface) 12%, var(--surface)));
  border-radius: var(--wt-radius, 16px);
  background: var(--surface);
  color: var(--on-surface);
  font: 400 var(--wt-size, medium) / 1.4 var(--wt-font, system-ui, sans-serif);
  text-align: start;
  -webkit-font-smoothing: antialiased;
`;
