/** The other party of a call. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo, Contact } from "../../call/model.js";
import { icon } from "../icons/icons.js";
import { digitsToCome, partyOf } from "./call-text.js";
import type { ViewModel } from "../view-model.js";

/** Draws a phone number, which reads from left to right in every language. */
export function phoneNumber(number: string): TemplateResult {
  return html`<bdi dir="ltr" class="number">${number}</bdi>`;
}

/** Returns the first letters of the first and the last word; empty where the name is a number or missing. */
function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => Array.from(word)[0] ?? "")
    .filter((letter) => /\p{L}/u.test(letter))
    .filter((_, index, letters) => index === 0 || index === letters.length - 1)
    .join("")
    .toLocaleUpperCase();
}

/** Draws the avatar of a contact: its picture, its initials, or an icon. */
export function avatar(known: Contact | null): TemplateResult {
  const letters = initials(known?.name ?? "");
  return html`<span class="avatar" aria-hidden="true"
    >${
      known?.picture
        ? html`<img src=${known.picture} alt="" referrerpolicy="no-referrer" />`
        : letters === ""
          ? icon("person")
          : letters
    }</span
  >`;
}

/** Draws the other party: avatar, name, detail, number. */
export function contactView(call: CallInfo, viewModel: ViewModel): TemplateResult {
  const { contact: known, number } = call;
  const later = digitsToCome(call, viewModel.strings);
  return html`
    <div part="contact" class="contact">
      ${avatar(known)}
      <slot name="contact">
        <h2 class="who" id="who" dir="auto">
          ${known?.name ? nameView(known) : number === "" ? partyOf(call, viewModel) : phoneNumber(viewModel.formatNumber(number))}
        </h2>
        ${known?.detail ? html`<p class="detail" dir="auto">${known.detail}</p>` : nothing}
        ${known?.name && number !== "" ? html`<p class="detail">${phoneNumber(viewModel.formatNumber(number))}</p>` : nothing}
        ${later === "" ? nothing : html`<p class="detail">${later}</p>`}
      </slot>
    </div>
  `;
}

/**
 * Draws the name, as a link where the page gave one. A page opens in a new tab, since one in this tab would
 * end the call. Links are safe: `valid-contact.ts` lets no others in.
 */
export function nameView({ name, url }: Contact): string | TemplateResult {
  if (url === undefined) return name;
  // Another program takes these, and would leave an empty tab behind.
  const isPage = !/^\s*(mailto|tel|sms|sip):/i.test(url);
  return html`<a href=${url} target=${isPage ? "_blank" : nothing} rel="noopener">${name}</a>`;
}
