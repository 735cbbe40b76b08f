/**
 * Reads numbers, and loads the rules for that when they are first needed. They are the largest table of the product, and most
 * pages never dial a number.
 */
import { TerminalError } from "../errors.js";
import type * as numberRules from "./number-rules.js";
import { toPlainText } from "./plain-text.js";
import type { ReadNumber, ReadOptions } from "./types.js";

export type NumberRules = typeof numberRules;

/** How long the rules are waited for, in milliseconds; then numbers that need none can still be called. */
const RULES_TIMEOUT_MS = 10_000;

/** Emergency and short numbers, which are dialed as they are written whatever the country. */
const shortNumber = /^\d{3,6}$/;
/** What can be called without the rules of any country; numbers of two digits may be emergency numbers. */
const plainNumber = /^(?:\+[1-9]\d{6,14}|\d{2,6})$/;

/** The rules, once they are here: they are one module, which is loaded once for all phones of a page. */
let loadedRules: NumberRules | null = null;

/** Loads the rules of numbers. Resolves with null where they do not come within ten seconds. */
export async function loadNumberRules(): Promise<NumberRules | null> {
  if (loadedRules !== null) return loadedRules;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), RULES_TIMEOUT_MS);
  });
  const loading = import("./number-rules.js").then(
    (rules) => (loadedRules = rules),
    () => null,
  );
  return Promise.race([loading, timeout]).finally(() => clearTimeout(timer));
}

/**
 * Reads the number of a text at once; null while rules that decide about it are not loaded.
 *
 * @throws TerminalError `invalid-number` where the text is no number to call, or several.
 */
export function readNumberNow(text: string, options: ReadOptions): ReadNumber | null {
  if (typeof text !== "string") throw new TerminalError("invalid-number");
  if (loadedRules !== null) return loadedRules.readNumber(text, options);
  return shortNumber.test(text) ? { number: text, digits: "", isValid: false } : null;
}

/**
 * Reads the number of a text, once the rules are loaded. Where they cannot be loaded, numbers that are complete without
 * them are still read.
 *
 * Rejects with `invalid-number` where the text is no number to call, or several.
 */
export async function readNumber(text: string, options: ReadOptions): Promise<ReadNumber> {
  const now = readNumberNow(text, options);
  if (now !== null) return now;
  const rules = await loadNumberRules();
  return rules === null ? readWithoutRules(text) : rules.readNumber(text, options);
}

/**
 * Returns the text of a number for the number field: without words, quotes and brackets around it once the rules are loaded, and
 * as it is until then. Both are read as the same number.
 */
export function toNumberText(text: string): string {
  return loadedRules?.toNumberText(text) ?? toPlainText(text).replace(/^(?:tel|callto):/i, "");
}

function readWithoutRules(text: string): ReadNumber {
  const number = toNumberText(text).replace(/[ .-]/g, "");
  if (!plainNumber.test(number)) throw new TerminalError("invalid-number");
  return { number, digits: "", isValid: false };
}
