/**
 * The panel in place of a view that throws: the error, and the calls that are up with the buttons that a call cannot
 * do without. It is made of few things on purpose, so that nothing in it throws as well.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import type { TerminalError } from "../../errors.js";
import type { PhoneSnapshot } from "../../phone/types.js";
import type { LocalizedStrings } from "../i18n/strings.js";

/** The part of the element that the fallback reads. */
export interface FallbackHost {
  readonly snapshot: PhoneSnapshot;
  /** The call that the page rings for by itself. */
  readonly hostRings: string | null;
  readonly words: LocalizedStrings;
  answer(id: string): Promise<void>;
  reject(id: string): Promise<void>;
  hangup(id: string): Promise<void>;
}

/**
 * Returns the panel that is shown instead of the view.
 *
 * @param errors as of {@link fallbackContent}.
 * @param keydown the panel's handler of keys.
 */
export function fallbackView(host: FallbackHost, errors: readonly TerminalError[], keydown: unknown): TemplateResult {
  const { words } = host;
  return html`
    <section
      part="panel"
      class="panel"
      aria-label=${words.text("phone")}
      tabindex="-1"
      lang=${words.locale}
      dir=${words.direction ?? "ltr"}
      @keydown=${keydown}
    >
      <div class="stage"><div class="fallback">${fallbackContent(host, errors)}</div></div>
    </section>
  `;
}

/**
 * Returns the errors, and the calls with their buttons.
 *
 * @param errors all that went wrong; the view's own error comes first, with the exception as its cause.
 */
export function fallbackContent(host: FallbackHost, errors: readonly TerminalError[]): TemplateResult {
  const { words, snapshot, hostRings } = host;
  const calls = snapshot.calls.filter(({ id, state }) => state !== "ended" && id !== hostRings);
  return html`
    <div role="alert">
      ${errors.map((error) => html`<p><strong>${words.errorText(error)}</strong> ${words.errorHint(error)}</p>`)}
      <p class="hint" lang="en" dir="ltr">${causeOf(errors[0])}</p>
    </div>
    ${calls.map((call) => callView(call, host))}
  `;
}

function callView({ id, state, number }: CallInfo, host: FallbackHost): TemplateResult {
  const { words } = host;
  const button = (part: string, look: string, label: string, action: () => Promise<void>): TemplateResult => {
    const handleClick = (): void => {
      // The element shows what goes wrong; here it only must not become an unhandled rejection.
      action().catch(() => undefined);
    };
    return html`<button part=${part} class="main ${look}" type="button" @click=${handleClick}>${label}</button>`;
  };
  return html`
    ${typeof number === "string" && number !== "" ? html`<p><bdi dir="ltr">${number}</bdi></p>` : nothing}
    ${
      state === "incoming"
        ? [
            button("reject-button", "danger", words.text("reject", {}, "Decline"), () => host.reject(id)),
            button("answer-button", "call", words.text("answer", {}, "Answer"), () => host.answer(id)),
          ]
        : button("hangup-button", "danger", words.text("hangup", {}, "Hang up"), () => host.hangup(id))
    }
  `;
}

function causeOf(error: TerminalError | undefined): string {
  return error?.cause instanceof Error ? String(error.cause.message) : "";
}
