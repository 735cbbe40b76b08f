/**
 * Reads the number that a text means. Every way to call uses this one function, so that the same text with the same
 * region is the same number in a link, a mark, `dial()`, the number field, pasted text and text of the page.
 * Where a text could mean several numbers it means none: a wrong party is worse than a refusal.
 */
import { TerminalError } from "../errors.js";
import { isEmergencyNumber } from "./emergency-numbers.js";
import * as plans from "./numbering-plans.js";
import type { ReadNumber, ReadOptions } from "./types.js";
import { takeApart, type WrittenNumber } from "./written-number.js";

/** Up to this many digits without `+` are an emergency or short number. */
const SHORT_LENGTH = 6;
/** The longest number of E.164. */
const LONGEST_NUMBER = 15;

type Refusal = "no-number" | "two-numbers";
type Main = Pick<ReadNumber, "number" | "isValid">;

const digitsOf = (text: string): string => text.replace(/\D/g, "");

function refusal(reason: Refusal): TerminalError {
  return reason === "two-numbers"
    ? new TerminalError("invalid-number", {
        variant: "two-numbers",
        message: "These are two numbers.",
        hint: "Choose one of them.",
      })
    : new TerminalError("invalid-number");
}

/** Brackets that say "this prefix only within the country": the national prefixes that are written so. */
const bracketedPrefix = /\(\s*(?:0|06|8)\s*\)/;

/** A number with its country code. */
function readGlobal(main: string): Main | Refusal {
  const compact = (text: string): string => `+${digitsOf(text)}`;
  const whole = compact(main);
  if (!bracketedPrefix.test(main)) return plans.readGlobal(whole) ?? tooLong(whole);
  // A country whose numbers keep the zero (Italy) has it in its plan; in the others it is not dialed after the country code.
  const readings = [main.replace(bracketedPrefix, ""), main].map((text) => plans.readGlobal(compact(text)));
  const valid = new Set(readings.flatMap((reading) => (reading?.isValid === true ? [reading.number] : [])));
  const [only] = valid;
  if (only !== undefined) return valid.size === 1 ? { number: only, isValid: true } : "no-number";
  return readings[0] ?? "no-number";
}

/** More digits than any number has are two of them. */
function tooLong(text: string): Refusal {
  return digitsOf(text).length >= LONGEST_NUMBER ? "two-numbers" : "no-number";
}

/** A number without country code. */
function readLocal(main: string, region: string): Main | Refusal {
  const digits = digitsOf(main);
  const country = plans.countryOf(region);
  if (country !== null) return plans.readNational(digits, country) ?? tooLong(digits);
  if (digits.startsWith("00")) return plans.readWithAnyExitCode(digits) ?? tooLong(digits);
  if (digits.length > LONGEST_NUMBER) return "two-numbers";
  return { number: digits, isValid: false };
}

/**
 * A slash or a bracket sets an area code apart, or another ending: `90000002/03` and `900 00 002 (3)` are two numbers, since what
 * stands before is one already.
 */
function isJoined(main: string, read: (text: string) => Main | Refusal): boolean {
  const slashes = main.split("/").length - 1;
  const seam = main.search(/\/|(?<=\d\D*)\(/);
  if (seam < 0) return false;
  if (slashes > 1 || (slashes > 0 && digitsOf(main).length <= SHORT_LENGTH)) return true;
  const first = main.slice(0, seam);
  const alone = digitsOf(first).length <= SHORT_LENGTH && !first.includes("+") ? "no-number" : read(first);
  // Without a region any digits are called as they are written: as many as a number has are one.
  return typeof alone === "object" && (alone.isValid || !first.includes("+"));
}

function readMain(main: string, context: string, region: string): Main | Refusal {
  if (/^[*#]/.test(main)) return { number: main, isValid: false };
  const digits = digitsOf(main);
  const isGlobal = main.includes("+");
  if (!isGlobal && (isEmergencyNumber(digits) || (context === "" && digits.length <= SHORT_LENGTH))) {
    if (isJoined(main, () => "no-number")) return "two-numbers";
    // Numbers of one or two digits are none but for the emergency ones.
    return digits.length > 2 || isEmergencyNumber(digits) ? { number: digits, isValid: false } : "no-number";
  }
  const read = (text: string): Main | Refusal =>
    isGlobal ? readGlobal(text) : context === "" ? readLocal(text, region) : readGlobal(context + text);
  return isJoined(main, read) ? "two-numbers" : read(main);
}

/** Reads by letters where they are meant: the whole is a number that a country has. */
function readVanity(main: string, region: string): Main | null {
  const isGlobal = main.includes("+");
  const digits = withoutOverlong(digitsOf(main));
  const country = plans.countryOf(region);
  // Without a region they are a number as North America writes it, where such numbers come from.
  const isNorthAmerican = /^1?\d{10}$/.test(digits);
  const number = isGlobal
    ? plans.readGlobal(`+${digits}`)
    : country !== null
      ? plans.readNational(digits, country)
      : isNorthAmerican
        ? plans.readGlobal(`+1${digits.slice(-10)}`)
        : null;
  if (number?.isValid !== true) return null;
  // The same digits are the same number: those that would be called as they are written are called so here.
  const isAsWritten = !isGlobal && (country === null || digits.length <= SHORT_LENGTH);
  return isAsWritten ? { number: digits, isValid: false } : number;
}

/** `1-800-CONTACTS` has a letter more than a number of North America; the network ignores it. */
function withoutOverlong(digits: string): string {
  return /^(?:1?8(?:00|33|44|55|66|77|88)\d{7})(?=\d{1,3}$)/.exec(digits)?.[0] ?? digits;
}

function readWithLetters(written: WrittenNumber, region: string): Main | Refusal {
  const readings = (written.vanity?.main ?? []).flatMap((main) => readVanity(main, region) ?? []);
  const [only] = readings;
  if (written.vanity?.isCertain === true) return only !== undefined && readings.length === 1 ? only : "no-number";
  const plain = readMain(written.main, written.context, region);
  if (!written.hasWordsAfter || typeof plain === "string") return only ?? plain;
  // `1 800 FLOWERS` holds the short number 1800, which is not meant; `112 Emergency` is the number that it begins with.
  const isEmergency = isEmergencyNumber(plain.number) && (plain.number.length > 2 || only === undefined);
  if (isEmergency) return plain;
  if (!plain.number.startsWith("+") && plain.number.length <= SHORT_LENGTH) return only ?? "no-number";
  return only !== undefined && only.number !== plain.number && !plain.isValid ? "no-number" : plain;
}

/** Returns the number of a text, or why it has none. */
export function parseNumber(text: string, { region }: ReadOptions): ReadNumber | Refusal {
  const written = takeApart(text);
  if (typeof written === "string") return written;
  const main = readWithLetters(written, region);
  return typeof main === "string" ? main : { ...main, digits: written.digits };
}

/**
 * Reads the number of a text.
 *
 * @throws TerminalError `invalid-number` where the text is no number to call, or several.
 */
export function readNumber(text: string, options: ReadOptions): ReadNumber {
  const read = parseNumber(text, options);
  if (typeof read === "string") throw refusal(read);
  return read;
}
