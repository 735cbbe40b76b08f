/** What is wrong with the sound of a call, in words and in bars. */
import { html, type TemplateResult } from "lit";
import type { Feature } from "../features/feature-loader.js";
import type { ViewModel } from "../view-model.js";

export { quality as english } from "./quality.en.js";
export { quality as styles } from "./quality.styles.js";

export interface QualityFeature extends Feature {
  view(viewModel: ViewModel): TemplateResult | null;
}

export function create(): QualityFeature {
  return {
    view({ snapshot: { quality }, words }) {
      if (quality === null) return null;
      const { level, problem } = quality;
      return html`
        <p part="quality" class="quality ${level}">
          <svg class="bars" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d="M1 11h3v4H1z" />
            <path d="M6.5 7h3v8h-3z" />
            <path d="M12 2h3v13h-3z" />
          </svg>
          ${words.text(problem === null ? `quality-${level}` : `problem-${problem}`)}
        </p>
      `;
    },
  };
}
