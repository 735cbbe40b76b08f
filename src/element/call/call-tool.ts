/** A round button of a call, with its label below. */
import { html, nothing, type TemplateResult } from "lit";

export interface CallTool {
  /** The CSS part. */
  readonly part: string;
  readonly icon: unknown;
  readonly label: string;
  /** Whether it is switched on. The label changes with the state, so the state is not repeated by `aria-pressed`. */
  readonly on?: boolean;
  readonly enabled: boolean;
  /** Whether it opens and closes something. */
  readonly expands?: boolean;
  /** A tooltip, where the label is too short to explain the button. */
  readonly hint?: string;
  readonly action: () => void;
}

export function callTool({
  part,
  icon,
  label,
  on = false,
  enabled,
  expands = false,
  hint,
  action,
}: CallTool): TemplateResult {
  return html`
    <button
      part=${part}
      class="tool ${on ? "on" : ""}"
      type="button"
      ?disabled=${!enabled}
      title=${hint ?? nothing}
      aria-expanded=${expands ? String(on) : nothing}
      @click=${action}
    >
      <span class="disc">${icon}</span><span class="label">${label}</span>
    </button>
  `;
}
