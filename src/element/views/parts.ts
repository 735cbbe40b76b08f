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
  const second = known?.detail ?? (known !== null && number !== "" ? phoneNumber(number) : nothing);
  return html`
    <div part="contact" class="contact">
      <span class="avatar" aria-hidden="true">${picture}</span>
      <slot name="contact">
        <h2 class="who" id="who">${known?.name ? known.name : number === "" ? partyOf(call, words) : phoneNumber(number)}</h2>
        ${second === nothing ? nothing : html`<p class="detail">${second}</p>`}
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
  const names: Partial<Record<string, string>> = {
    "*": words.text("key-star"),
    "#": words.text("key-hash"),
    ...(plus ? { 0: words.text("key-0") } : {}),
  };
  return html`
    <div part="dialpad" class="dialpad" dir="ltr" role="group" aria-label=${words.text("dialpad-label")}>
      ${keys.map(
        ([key, letters]) => html`
          <button
            part="key"
            class="key"
            type="button"
            value=${key}
            aria-label=${names[key] ?? key}
            @click=${actions.press}
            @pointerdown=${actions.pressStart}
            @pointerup=${actions.pressEnd}
            @pointerleave=${actions.pressEnd}
            @pointercancel=${actions.pressEnd}
            @contextmenu=${preventDefault}
          >
            <span class="digit ${key === "*" ? "star" : ""}">${key}</span>
            <span class="letters">${letters === "+" && !plus ? "" : letters}</span>
          </button>
        `,
      )}
    </div>
  `;
}

/** On a touch screen a held key would open a menu. */
function preventDefault(event: Event): void {
  event.preventDefault();
}
