/**
 * Numbers as they are shown, by the rules of their countries: fetched when there is a number to show or a digit is typed.
 * Emergency and short numbers have no country, and stay as they are.
 */
import { countryOf, groupNumber, groupTyped } from "../../numbers/number-rules.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import type { NumberFormatFeature } from "../view-model.js";

export const numberFormatFeature: FeatureModule<NumberFormatFeature> = { create: createNumberFormat };

/** Returns whether brackets change which number a text means: `+47 (0)900 00 002`, or a second number in them. */
function bracketsDecide(text: string): boolean {
  return /\(\s*(?:0|06|8)\s*\)/.test(text) || /^(?:\D*\d){7,}\D*\(/.test(text);
}

function createNumberFormat(host: FeatureHost): NumberFormatFeature {
  const country = (): ReturnType<typeof countryOf> => {
    const { region } = host.element;
    const found = region === "" ? null : countryOf(region);
    if (found === null && region !== "") host.warnOnce(`region="${region}" is no ISO 3166 country code, such as NO.`);
    return found;
  };
  const known = new Map<string, string>();
  // A mistake in the region is told before a number depends on it.
  country();

  return {
    format(number) {
      let text = known.get(number);
      if (text === undefined) {
        text = groupNumber(number);
        known.set(number, text);
      }
      return text;
    },

    formatTyped(text, erased) {
      // Service codes, letters and pauses are not a number of any country.
      if (!/^[\d\s()+.-]+$/.test(text) || text.lastIndexOf("+") > 0 || bracketsDecide(text)) return text;
      let digits = text.replace(/[^\d+]/g, "");
      // Only a separator was taken away, which would come back at once: the digit before it goes too.
      if (erased !== null && digits === erased.replace(/[^\d+]/g, "")) digits = digits.slice(0, -1);
      return groupTyped(digits, country());
    },
  };
}
