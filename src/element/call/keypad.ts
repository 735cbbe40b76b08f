/** The keypad of a call, and what has been sent with it. */
import { html, type TemplateResult } from "lit";
import type { Part } from "../features/feature-loader.js";
import type { Actions, Scene } from "../view-model.js";
import { dialpad } from "../panel/dial-pad.js";

export { keypad as styles } from "./keypad.styles.js";

export interface KeypadPart extends Part {
  view(scene: Scene, actions: Actions): TemplateResult;
}

export function create(): KeypadPart {
  return {
    view: ({ words, digits }, actions) => html`
      <output class="sent" dir="ltr" aria-live="off" aria-label=${words.text("keypad")}>${digits}</output>
      ${dialpad(words, actions, false)}
    `,
  };
}
