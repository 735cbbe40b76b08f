/** Text as it is copied from pages, documents and chats, reduced to the ASCII characters that numbers are read from. */
import { asciiDigits, valueOf } from "./ascii-digits.js";

/** Every kind of hyphen and dash, the minus sign, and the Japanese prolonged sound mark that is typed for one. */
const dashes = /[\p{Pd}\u2212\u30fc\uff70]/gu;
/** Bullets and middle dots that some countries group digits with. */
const dots = /[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65]/gu;
/** Zero-width characters, bidirectional marks, soft hyphens and the other characters that show nothing. */
const invisible = /\p{Cf}|\u034f|[\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f]/gu;
/** Superscripts, circled digits and fractions: a footnote mark is no digit of the number before it. */
const notDecimal = /\p{No}/gu;

/** Returns the text in one line, with ASCII digits, one kind of hyphen and of space, and nothing invisible. */
export function toPlainText(text: string): string {
  return asciiDigits(text.replace(notDecimal, "\ufffd"))
    .replace(invisible, "")
    .replace(dashes, "-")
    .replace(dots, ".")
    .replace(/[\u2044\u2215]/g, "/")
    .replace(/[\s\p{Cc}\p{Z}]+/gu, " ")
    .trim();
}

/**
 * Returns the text with the same replacements, each character in its place, so that a position in the result is
 * the position in the text. Invisible characters become U+200B.
 */
export function toScannableText(text: string): string {
  // Most text of most pages needs no replacement.
  if (/^[\x20-\x7e\n]*$/.test(text)) return text;
  return text
    .replace(/\p{Nd}/gu, (digit) => (digit.length === 1 ? valueOf(digit) : digit))
    .replace(invisible, (mark) => "\u200b".repeat(mark.length))
    .replace(dashes, (dash) => "-".padEnd(dash.length, "-"))
    .replace(dots, ".")
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u2044\u2215]/g, "/")
    .replace(/\p{Zs}/gu, " ");
}
