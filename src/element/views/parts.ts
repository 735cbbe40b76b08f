/** Small pieces that several views share. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon, type IconName } from "../icons.js";
import { partyOf, type Actions } from "../scene.js";
import type { Words } from "../words.js";

/** A phone number reads from left to right in every language. */
export function phoneNumber(number: string): TemplateResult {
  return html`<bdi dir="ltr" class="number">${number}</bdi>`;
}

/** The first letters of up to two words; empty where the name is a number or missing. */
function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? "")
    .filter((letter) => /\p{L}/u.test(letter))
    .filter((_, index, letters) => index === 0 || index === letters.length - 1)
    .join("")
    .toLocaleUpperCase();
}

/** Who is at the other end: picture or initials, name, detail, number. */
export function contact(call: CallInfo, words: Words): TemplateResult {
  const { contact: known, number } = call;
  const letters = initials(known?.name ?? "");
  const picture = known?.picture
    ? html`<img src=${known.picture} alt="" referrerpolicy="no-referrer" />`
    : letters === ""
      ? icon("person")
      : letters;
  return html`
    <div part="contact" class="contact">
      <span class="avatar" aria-hidden="true">${picture}</span>
      <slot name="contact">
        <h2 class="who" id="who">
          ${known?.name ? known.name : number === "" ? partyOf(call, words) : phoneNumber(number)}
        </h2>
        ${known?.detail ? html`<p class="detail">${known.detail}</p>` : nothing}
        ${known?.name && number !== "" ? html`<p class="detail">${phoneNumber(number)}</p>` : nothing}
      </slot>
    </div>
  `;
}

/** A full-panel message with a picture, a title, and what can be done. */
export function message(picture: IconName, title: string, body: unknown, action: unknown = nothing): TemplateResult {
  return html`
    <div class="message">
      <span class="emblem" aria-hidden="true">${icon(picture)}</span>
      <h2>${title}</h2>
      ${body} ${action}
    </div>
  `;
}

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
export function dialpad(words: Words, actions: Actions, plus: boolean): TemplateResult {
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
function keyFace(key: string, letters: string, words: Words, plus: boolean): TemplateResult {
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
