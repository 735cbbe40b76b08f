/** The keypad of a call, and what has been sent with it. */
import { html, type TemplateResult } from "lit";
import type { Feature } from "../features/feature-loader.js";
import type { Actions, ViewModel } from "../view-model.js";
import { dialpad } from "../panel/dial-pad.js";

export { keypad as styles } from "./keypad.styles.js";

export interface KeypadFeature extends Feature {
  view(viewModel: ViewModel, actions: Actions): TemplateResult;
}

export function create(): KeypadFeature {
  return {
    view: ({ words, digits }, actions) => html`
      <output class="sent" dir="ltr" aria-live="off" aria-label=${words.text("keypad")}>${digits}</output>
      ${dialpad(words, actions, false)}
    `,
  };
}
