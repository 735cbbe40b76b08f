/** A call that is over: why, how long it took, and again. */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import { icon } from "../icons.js";
import type { Actions, Scene } from "../scene.js";
import { contact } from "./contact.js";

const failures: ReadonlySet<string | null> = new Set([
  "no-microphone",
  "media-failed",
  "bad-sdp",
  "signaling-lost",
  "dropped-by-core",
  "error",
]);

/** Stays until it is dismissed, or the next number is typed. */
export function endedView(call: CallInfo, { words, notice }: Scene, actions: Actions): TemplateResult {
  const { cause, answeredAt, endedAt } = call;
  const failed = failures.has(cause);
  const why = words.text(cause === null ? "state-ended" : `cause-${cause}`);
  return html`
    <div class="talk ended">
      ${contact(call, words)}
      <div class="outcome ${failed ? "failed" : ""}">
        <p class="why">${failed ? icon("alert") : nothing}${notice === null ? why : words.errorText(notice)}</p>
        ${notice === null ? nothing : html`<p class="hint">${words.errorHint(notice)}</p>`}
        ${
          answeredAt === null || endedAt === null
            ? nothing
            : html`<p class="hint">${words.text("call-duration", { time: words.duration(endedAt - answeredAt) })}</p>`
        }
      </div>
      <slot name="ended"></slot>
      <div class="stack">
        ${
          call.number === ""
            ? nothing
            : html`<button part="call-button" class="main call" type="button" data-focus @click=${actions.callAgain}>
                ${icon("phone")}<span>${words.text("call-again")}</span>
              </button>`
        }
        <button class="quiet" type="button" ?data-focus=${call.number === ""} @click=${actions.dismissCall}>
          ${words.text("close")}
        </button>
      </div>
    </div>
  `;
}
