/**
 * The numbering plans of all countries, from libphonenumber's metadata: the one large table of the product, in a chunk
 * of its own that is fetched when a number has to be read or shown by the rules of its country.
 */
import {
  AsYouType,
  getCountries,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/min";

/** A number by the rules of its country. */
export interface PlannedNumber {
  /** E.164. */
  readonly number: string;
  /** Whether the country has such a range; otherwise only the length fits, as in ranges opened after the table was made. */
  readonly isValid: boolean;
}

/** Returns the plan's country for an ISO 3166 code in any case; null where there is none of that name. */
export function countryOf(region: string): CountryCode | null {
  const country = region.toUpperCase();
  return isSupportedCountry(country) ? country : null;
}

function planned(number: PhoneNumber | undefined): PlannedNumber | null {
  return number?.isPossible() === true ? { number: number.number, isValid: number.isValid() } : null;
}

/** Reads `+` and digits; null where no country has numbers of that length. */
export function readGlobal(text: string): PlannedNumber | null {
  return planned(parsePhoneNumberFromString(text, { extract: false }));
}

/** The prefixes with which the countries' subscribers begin a number of another country. */
function exitCode(country: CountryCode): RegExp {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  return new RegExp(`^(?:${metadata.numberingPlan?.IDDPrefix() ?? "00"})`);
}

/** Reads digits without `+` as a subscriber of `country` dials them: national, with its exit code, or with its country code. */
export function readNational(digits: string, country: CountryCode): PlannedNumber | null {
  const number = planned(parsePhoneNumberFromString(digits, { defaultCountry: country, extract: false }));
  // Numbers of seven digits in Canada and the like exist without an area code, and mean nothing in E.164.
  if (number === null || readGlobal(number.number)?.number !== number.number) return null;
  if (number.isValid) return number;
  // An exit code before something that no country has is no number of this country either.
  return exitCode(country).test(digits) || digits.startsWith("00") ? null : number;
}

let exitCodes: readonly RegExp[] | null = null;

/**
 * Reads digits that begin with `00` and may come from any country: null unless every country's exit code that fits
 * leads to the same number.
 */
export function readWithAnyExitCode(digits: string): PlannedNumber | null {
  // 45 different ones, in as many regular expressions.
  exitCodes ??= [...new Map(getCountries().map((country) => [exitCode(country).source, exitCode(country)])).values()];
  const readings = new Map<string, PlannedNumber>();
  for (const code of exitCodes) {
    const prefix = code.exec(digits)?.[0];
    if (prefix === undefined || digits.charAt(prefix.length) === "0") continue;
    const number = readGlobal(`+${digits.slice(prefix.length)}`);
    // The common code is taken at its word even where the table lacks the range.
    if (number !== null && (number.isValid || prefix === "00")) readings.set(number.number, number);
  }
  const [only] = readings.values();
  return readings.size === 1 && only?.isValid === true ? only : null;
}

/** Returns E.164 in groups, `+47 900 00 002`; anything else as it is. */
export function groupNumber(number: string): string {
  return number.startsWith("+") ? (parsePhoneNumberFromString(number)?.formatInternational() ?? number) : number;
}

/** Returns digits in groups as they are typed, those without `+` by the rules of `country`. */
export function groupTyped(digits: string, country: CountryCode | null): string {
  return new AsYouType(country ?? undefined).input(digits);
}

/** Returns an E.164 number as its country writes it, with its trunk prefix. */
export function formatNational(number: string): string {
  return parsePhoneNumberFromString(number)?.formatNational() ?? number;
}
