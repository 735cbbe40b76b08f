/**
 * The rules of numbers: their grammar, and the numbering plans of all countries. Everything that needs them imports this
 * module, so that they are one chunk.
 */
export { countryOf, groupNumber, groupTyped, formatNational } from "./numbering-plans.js";
export { parseNumber, readNumber } from "./read-number.js";
export { takeDigits } from "./written-number.js";
export { toNumberText } from "./number-text.js";
