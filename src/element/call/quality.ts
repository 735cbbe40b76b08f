/** The quality of a call's audio, as text and as bars. */
import { html } from "lit";
import type { CallQuality } from "../../phone/types.js";
import type { FeatureModule } from "../features/feature-host.js";
import type { LocalizedStrings } from "../i18n/strings.js";
import type { Features } from "../view-model.js";
import { qualityStrings } from "./quality.en.js";
import { qualityStyles } from "./quality.styles.js";

export const qualityFeature: FeatureModule<Features["quality"]> = {
  english: qualityStrings,
  styles: qualityStyles,
  create: createQuality,
};

function createQuality(): Features["quality"] {
  return {
    view: ({ snapshot: { quality }, strings }) =>
      quality === null
        ? null
        : html`
            <p part="quality" class="quality ${quality.level}">
              <svg class="bars" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path d="M1 11h3v4H1z" />
                <path d="M6.5 7h3v8h-3z" />
                <path d="M12 2h3v13h-3z" />
              </svg>
              ${textOf(quality, strings)}
            </p>
          `,
    notes: ({ snapshot: { quality }, strings }) => (quality === null ? [] : [textOf(quality, strings)]),
  };
}

function textOf({ level, problem }: CallQuality, strings: LocalizedStrings): string {
  return strings.text(problem === null ? `quality-${level}` : `problem-${problem}`);
}
