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
import type { FeatureHost } from "../features/feature-host.js";
import type { Feature } from "../features/feature-loader.js";

/** Up to this many digits without a `+` are an emergency or short number. */
const shortLength = 6;

export interface FormatNumberFeature extends Feature {
  /** E.164 in groups, `+47 900 00 002`; anything else as it is. */
  shown(number: string): string;
  /** What has been typed, in groups. `erased`: what it was before something was taken away. */
  typed(text: string, erased: string | null): string;
  /** What goes to the core: E.164, or a short number as typed. Null where a country's rules say that it cannot be. */
  dialable(compact: string): string | null;
}

export function create(host: FeatureHost): FormatNumberFeature {
  const region = (): CountryCode | undefined => {
    const country = host.region.toUpperCase();
    if (isSupportedCountry(country)) return country;
    if (country !== "") host.warnOnce(`region="${host.region}" is no ISO 3166 country code, such as NO.`);
    return undefined;
  };
  const parsed = (text: string): PhoneNumber | undefined => {
    const country = region();
    return country === undefined ? parsePhoneNumberFromString(text) : parsePhoneNumberFromString(text, country);
  };
  const known = new Map<string, string>();

  return {
    shown(number) {
      let text = known.get(number);
      if (text === undefined) {
        text = number.startsWith("+") ? (parsePhoneNumberFromString(number)?.formatInternational() ?? number) : number;
        known.set(number, text);
      }
      return text;
    },

    typed(text, erased) {
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
      if (compact.length <= shortLength || region() === undefined) return toDialable(compact);
      const number = parsed(compact);
      return number?.isValid() ? number.number : compact;
    },
  };
}
