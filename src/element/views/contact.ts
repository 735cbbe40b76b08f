/** Who is at the other end. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons.js";
import { partyOf } from "../scene.js";
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
