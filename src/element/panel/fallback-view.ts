/**
 * The panel in place of a view that throws: the error, and the calls that are up with the buttons that a call cannot
 * do without. It is made of few things on purpose, so that nothing in it throws as well.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { CallInfo } from "../../call/model.js";
import type { TerminalError } from "../../errors.js";
import type { FeatureHost } from "../features/feature-host.js";

/** The part of the host that the fallback reads. */
export type FallbackHost = Pick<FeatureHost, "element" | "snapshot" | "hostRings" | "strings">;

/**
 * Returns the panel that is shown instead of the view.
 *
 * @param errors as of {@link fallbackContent}.
 * @param keydown the panel's handler of keys.
 */
export function fallbackView(host: FallbackHost, errors: readonly TerminalError[], keydown: unknown): TemplateResult {
  const { strings } = host;
  return html`
    <section
      part="panel"
      class="panel"
      aria-label=${strings.text("phone")}
      tabindex="-1"
      lang=${strings.locale}
      dir=${strings.direction ?? "ltr"}
      @keydown=${keydown}
    >
      <div class="stage"><div class="fallback">${fallbackContent(host, errors)}</div></div>
    </section>
  `;
}

/**
 * Returns the errors, and the calls with their buttons. The exceptions are on the console.
 *
 * @param errors the errors to show; that of the view comes first.
 */
export function fallbackContent(host: FallbackHost, errors: readonly TerminalError[]): TemplateResult {
  const { strings, snapshot, hostRings } = host;
  const calls = snapshot.calls.filter(({ id, state }) => state !== "ended" && id !== hostRings);
  return html`
    <div role="alert">
      ${errors.map((error) => html`<p><strong>${strings.errorText(error)}</strong> ${strings.errorHint(error)}</p>`)}
    </div>
    ${calls.map((call) => callView(call, host))}
  `;
}

function callView({ id, state, number }: CallInfo, host: FallbackHost): TemplateResult {
  const { strings } = host;
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
            button("reject-button", "danger", strings.text("reject", {}, "Decline"), () => host.element.reject(id)),
            button("answer-button", "call", strings.text("answer", {}, "Answer"), () => host.element.answer(id)),
          ]
        : button("hangup-button", "danger", strings.text("hangup", {}, "Hang up"), () => host.element.hangup(id))
    }
  `;
}
