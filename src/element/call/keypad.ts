/** The keypad of a call, and the digits that it has sent. */
import { html } from "lit";
import type { FeatureModule } from "../features/feature-host.js";
import { dialPad } from "../panel/dial-pad.js";
import type { Features } from "../view-model.js";
import { keypadStyles } from "./keypad.styles.js";

export const keypadFeature: FeatureModule<Features["keypad"]> = { styles: keypadStyles, create: createKeypad };

function createKeypad(): Features["keypad"] {
  return {
    view: ({ strings, digits }, actions) => html`
      <output class="sent" dir="ltr" aria-live="off" aria-label=${strings.text("keypad")}>${digits}</output>
      ${dialPad(strings, actions, { plus: false })}
    `,
  };
}
