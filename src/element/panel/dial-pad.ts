/** Small pieces that several views share. */
import { html, nothing, type TemplateResult } from "lit";
import type { Actions } from "../view-model.js";
import type { LocalizedStrings } from "../i18n/strings.js";

const keys = [
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

/** The twelve keys (ITU-T E.161). Held, 0 writes a plus where `plus` allows it. */
export function dialpad(words: LocalizedStrings, actions: Actions, plus: boolean): TemplateResult {
  return html`
    <div part="dialpad" class="dialpad" dir="ltr" role="group" aria-label=${words.text("dialpad-label")}>
      ${keys.map(
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
            ${keyFace(key, letters, words, plus)}
          </button>
        `,
      )}
    </div>
  `;
}

/** What is seen on a key, and what is heard: the letters would only be spelled out. */
function keyFace(key: string, letters: string, words: LocalizedStrings, plus: boolean): TemplateResult {
  if (key === "*" || key === "#") {
    const name = words.text(key === "*" ? "key-star" : "key-hash");
    return html`<span class="digit ${key === "*" ? "star" : ""}" aria-hidden="true">${key}</span
      ><span class="said">${name}</span>`;
  }
  const shown = letters === "+" && !plus ? "" : letters;
  return html`<span class="digit">${key}</span><span class="letters" aria-hidden="true">${shown}</span>${
      shown === "+" ? html`<span class="said">, ${words.text("key-plus")}</span>` : nothing
    }`;
}

/** On a touch screen a held key would open a menu. */
function preventDefault(event: Event): void {
  event.preventDefault();
}
