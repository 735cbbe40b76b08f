/** The styles of the shell, in the order in which they build on each other. */
import type { CSSResult } from "lit";
import { controls } from "./controls.js";
import { modes } from "./modes.js";
import { panel } from "../panel/panel.styles.js";
import { tokens } from "./tokens.js";

/** Those of calls and other parts come between the last two, see {@link dress}. */
export const styles: CSSResult[] = [tokens, panel, controls, modes];

/** All styles: what people asked their system for has the last word. */
export function dress(more: readonly CSSResult[]): CSSResult[] {
  return [tokens, panel, controls, ...more, modes];
}
