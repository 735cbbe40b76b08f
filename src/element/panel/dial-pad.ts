/** The twelve keys of a phone, as the dial pad and as the keypad of a call. */
import { html, nothing, type TemplateResult } from "lit";
import type { Actions } from "../view-model.js";
import type { LocalizedStrings } from "../i18n/strings.js";

const KEYS = [
  ["1", ""],
  ["2", "ABC"],
  ["3", "DEF"],
  ["4", "GHI"],
  ["5", "JKL"],
  ["6", "MNO"],
  ["7", "PQRS"],
  ["8", "TUV"],
  ["9", "WXYZ"],
  ["*", ""],
  ["0", "+"],
  ["#", ""],
] as const;

/** Draws the twelve keys (ITU-T E.161). `plus`: whether 0, held, writes a plus. */
export function dialPad(strings: LocalizedStrings, actions: Actions, { plus }: { plus: boolean }): TemplateResult {
  return html`
    <div part="dialpad" class="dialpad" dir="ltr" role="group" aria-label=${strings.text("dialpad-label")}>
      ${KEYS.map(
        ([key, letters]) => html`
          <button
            part="key"
            class="key"
            type="button"
            value=${key}
            @click=${actions.press}
            @pointerdown=${actions.pressStart}
            @pointerup=${actions.pressEnd}
            @pointerleave=${actions.pressEnd}
            @pointercancel=${actions.pressEnd}
            @contextmenu=${preventDefault}
          >
            ${keyFace(key, letters, strings, plus)}
          </button>
        `,
      )}
    </div>
  `;
}

/** Draws the face of a key. Its letters are hidden from screen readers, which would spell them out. */
function keyFace(key: string, letters: string, strings: LocalizedStrings, plus: boolean): TemplateResult {
  if (key === "*" || key === "#") {
    const name = strings.text(key === "*" ? "key-star" : "key-hash");
    return html`<span class="digit ${key === "*" ? "star" : ""}" aria-hidden="true">${key}</span
      ><span class="said">${name}</span>`;
  }
  const shown = letters === "+" && !plus ? "" : letters;
  return html`<span class="digit">${key}</span><span class="letters" aria-hidden="true">${shown}</span>${
      shown === "+" ? html`<span class="said">, ${strings.text("key-plus")}</span>` : nothing
    }`;
}

/** On a touch screen a held key would open a menu. */
function preventDefault(event: Event): void {
  event.preventDefault();
}
