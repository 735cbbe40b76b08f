/** Who is at the other end. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo, Contact } from "../../call/model.js";
import { callIcon } from "./call-icons.js";
import { partyOf } from "./call-text.js";
import type { ViewModel } from "../view-model.js";

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

/** A face: the picture, the initials, or nobody's. */
export function picture(known: Contact | null): TemplateResult {
  const letters = initials(known?.name ?? "");
  return html`<span class="avatar" aria-hidden="true"
    >${
      known?.picture
        ? html`<img src=${known.picture} alt="" referrerpolicy="no-referrer" />`
        : letters === ""
          ? callIcon("person")
          : letters
    }</span
  >`;
}

/** Who is at the other end: picture or initials, name, detail, number. */
export function contact(call: CallInfo, viewModel: ViewModel): TemplateResult {
  const { contact: known, number } = call;
  return html`
    <div part="contact" class="contact">
      ${picture(known)}
      <slot name="contact">
        <h2 class="who" id="who" dir="auto">
          ${known?.name ? named(known) : number === "" ? partyOf(call, viewModel) : phoneNumber(viewModel.shown(number))}
        </h2>
        ${known?.detail ? html`<p class="detail" dir="auto">${known.detail}</p>` : nothing}
        ${known?.name && number !== "" ? html`<p class="detail">${phoneNumber(viewModel.shown(number))}</p>` : nothing}
      </slot>
    </div>
  `;
}

/**
 * Returns the name, as a link where the page gave one. A page opens in a new tab, since one in this tab would
 * end the call. Links are safe: `valid-contact.ts` lets no others in.
 */
export function named({ name, url }: Contact): string | TemplateResult {
  if (url === undefined) return name;
  // Another program takes these, and would leave an empty tab behind.
  const isPage = !/^\s*(mailto|tel|sms|sip):/i.test(url);
  return html`<a href=${url} target=${isPage ? "_blank" : nothing} rel="noopener">${name}</a>`;
}
