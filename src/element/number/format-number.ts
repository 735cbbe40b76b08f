/**
 * Numbers by the rules of their countries: the one large table of the product, fetched when
 * there is a number to show or a national one to dial. Emergency and short numbers have no
 * country, and stay as they are.
 */
import {
  AsYouType,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/min";
import { toDialable } from "./normalize-number.js";
import type { FeatureHost, FeatureModule } from "../features/feature-host.js";
import type { NumberFormatFeature } from "../view-model.js";

export const numberFormatFeature: FeatureModule<NumberFormatFeature> = { create: createNumberFormat };

/** Up to this many digits without a `+` are an emergency or short number. */
const MAX_SHORT_LENGTH = 6;

function createNumberFormat(host: FeatureHost): NumberFormatFeature {
  const region = (): CountryCode | undefined => {
    const country = host.element.region.toUpperCase();
    if (isSupportedCountry(country)) return country;
    if (country !== "") host.warnOnce(`region="${host.element.region}" is no ISO 3166 country code, such as NO.`);
    return undefined;
  };
  const parsed = (text: string): PhoneNumber | undefined => {
    const country = region();
    return country === undefined ? parsePhoneNumberFromString(text) : parsePhoneNumberFromString(text, country);
  };
  const known = new Map<string, string>();

  return {
    format(number) {
      let text = known.get(number);
      if (text === undefined) {
        text = number.startsWith("+") ? (parsePhoneNumberFromString(number)?.formatInternational() ?? number) : number;
        known.set(number, text);
      }
      return text;
    },

    formatTyped(text, erased) {
      // Service codes, letters and pauses are not a number of any country.
      if (!/^[\d\s()+./-]+$/.test(text) || text.lastIndexOf("+") > 0) return text;
      let digits = text.replace(/[^\d+]/g, "");
      // Only a separator was taken away, which would come back at once: the digit before it goes too.
      if (erased !== null && digits === erased.replace(/[^\d+]/g, "")) digits = digits.slice(0, -1);
      return new AsYouType(region()).input(digits);
    },

    dialable(compact) {
      if (compact.startsWith("+")) {
        // Lengths are checked, not ranges: operators open new ranges faster than tables follow.
        const number = parsePhoneNumberFromString(compact);
        return number?.isPossible() ? number.number : null;
      }
      if (compact.length <= MAX_SHORT_LENGTH || region() === undefined) return toDialable(compact);
      const number = parsed(compact);
      return number?.isValid() ? number.number : compact;
    },
  };
}
