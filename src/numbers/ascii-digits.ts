/** Digits of other scripts, as ASCII digits. */

/** Returns the value of a decimal digit of any script, which Unicode keeps in runs of ten that begin with zero. */
export function valueOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value % 10);
}

/** Replaces the decimal digits of every script (Arabic, Persian, Devanagari, full-width, …) with ASCII ones. */
export function asciiDigits(text: string): string {
  // A full-width plus or bracket becomes the ASCII one, too.
  return text.normalize("NFKC").replace(/\p{Nd}/gu, valueOf);
}
