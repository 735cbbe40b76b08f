/** All styles of the element, in the order in which they build on each other. */
import type { CSSResult } from "lit";
import { controls } from "./controls.js";
import { modes } from "./modes.js";
import { panel } from "./panel.js";
import { tokens } from "./tokens.js";
import { views } from "./views.js";

export const styles: CSSResult[] = [tokens, panel, views, controls, modes];
