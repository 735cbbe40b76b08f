/** Phone numbers as people write them. Country rules come later; these hold everywhere. */

/** Spaces, dots, slashes, brackets, every kind of hyphen, and the invisible marks that come with copied text. */
const separators = /[\s()./·\-\u2010-\u2015\u2212\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Arabic, Persian, Hindi and full-width digits become ASCII ones, as they are dialed. */
export function asciiDigits(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) =>
      String((digit.charCodeAt(0) - (digit < "\u0900" ? 0 : 6)) & 0xf),
    );
}

/** The same, and a `tel:` in front goes. */
function toAscii(text: string): string {
  return asciiDigits(text).trim().replace(/^tel:/i, "");
}

/**
 * What was pasted, made fit for the number field: one line, digits in ASCII,
 * separators kept as they are, so that the user recognises the number.
 */
export function fromPasted(text: string): string {
  return toAscii(text).replace(/\s+/g, " ");
}

/**
 * The number to be dialed: `+` and 3 to 15 digits (E.164 allows 15), or 3 to 15
 * digits as typed, which leaves emergency and short numbers alone. Null where
 * the text is neither.
 */
export function toDialable(text: string): string | null {
  // "+44 (0)20 …" is widespread; the bracketed zero is never dialed after a country code.
  const compact = toAscii(text)
    .replace(/^(\+[^(]*)\(0\)/, "$1")
    .replace(separators, "")
    .replace(/^00(?=\d)/, "+");
  return /^(\+[1-9]\d{2,14}|\d{3,15})$/.test(compact) ? compact : null;
}
