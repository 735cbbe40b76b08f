/** The styles of the shell, in the order in which they build on each other. */
import type { CSSResult } from "lit";
import { callStyles } from "../call/call.styles.js";
import { controls } from "./controls.js";
import { modes } from "./modes.js";
import { panelStyles } from "../panel/panel.styles.js";
import { tokens } from "./tokens.js";

/** The styles of features come between the last two, see {@link withShellStyles}. */
export const styles: CSSResult[] = [tokens, panelStyles, controls, callStyles, modes];

/** Returns all styles: the settings of the user's system (`modes`) have the last word. */
export function withShellStyles(more: readonly CSSResult[]): CSSResult[] {
  return [tokens, panelStyles, controls, callStyles, ...more, modes];
}
