/** Finds phone numbers in running text, with the extensions that belong to them. */
import { isMeantAsNumber } from "./number-context.js";
import { toScannableText } from "./plain-text.js";
import type { ReadNumber } from "./types.js";
import { formatNational, parseNumber, takeDigits } from "./number-rules.js";

/** A number in a text. */
export interface NumberMatch {
  readonly start: number;
  /** Behind the extension, where there is one. */
  readonly end: number;
  /** E.164. */
  readonly number: string;
  /** Keypad digits to send after the answer. */
  readonly digits: string;
}

/** How many characters around a candidate decide about it. */
export const CONTEXT_LENGTH = 60;
/** The longest extension with the words before it. */
const EXTENSION_LENGTH = 40;

/** Digits in a row, with what people write between them. A list's commas and semicolons are not in it. */
const candidates = /(?<![\d\u200b])(?:\(?\+[\s\u200b]?\(?|\()?\d(?:[\s().\-/\u200b]{0,4}\d){5,29}/g;
/** Where two numbers may meet in a candidate. */
const seams = /\s*\/\s*|\s+-\s+|\s{2,}|\s*\)\s+\(|\s+\(|\s+/g;

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Cuts at brackets whose other half is outside: `(Ada, 900 00 002)`. */
function balanced(text: string, { start, end }: Piece): Piece[] {
  let depth = 0;
  let from = start;
  let opened = -1;
  const pieces: Piece[] = [];
  for (let at = start; at < end; at += 1) {
    if (text[at] === "(") {
      depth += 1;
      opened = at;
    } else if (text[at] === ")") {
      depth -= 1;
      if (depth < 0) {
        pieces.push({ start: from, end: at });
        from = at + 1;
        depth = 0;
      }
    }
  }
  if (depth > 0) pieces.push({ start: from, end: opened }, { start: opened + 1, end });
  else pieces.push({ start: from, end });
  return pieces.map((piece) => trimmed(text, piece)).filter(({ start: first, end: last }) => last > first);
}

/** Without separators at either end. */
function trimmed(text: string, { start, end }: Piece): Piece {
  let first = start;
  let last = end;
  while (first < last && !/[\d+(]/.test(text.charAt(first))) first += 1;
  while (last > first && !/[\d)]/.test(text.charAt(last - 1))) last -= 1;
  return { start: first, end: last };
}

/**
 * Returns the numbers of a text in order. Each one is valid in its country, those without country code in `region`, and is
 * read the same when its text alone is dialed.
 */
export function findNumbers(source: string, region: string): NumberMatch[] {
  const text = toScannableText(source);

  const read = ({ start, end }: Piece): ReadNumber | null => {
    const found = parseNumber(source.slice(start, end), { region });
    return typeof found === "object" && found.isValid ? found : null;
  };

  const match = (piece: Piece): NumberMatch | null => {
    const number = read(piece);
    if (number === null) return null;
    const { start } = piece;
    const written = text.slice(start, piece.end);
    const end = piece.end + extensionLength(text.slice(piece.end, piece.end + EXTENSION_LENGTH), written);
    const whole = end === piece.end ? number : read({ start, end });
    if (whole?.number !== number.number) return null;
    const context = {
      before: text.slice(Math.max(0, start - CONTEXT_LENGTH), start).replace(/\u200b/g, ""),
      text: written,
      after: text.slice(end, end + CONTEXT_LENGTH).replace(/\u200b/g, ""),
    };
    const isGlobal = written.includes("+");
    if (!isMeantAsNumber(context, isGlobal, formatNational(number.number))) return null;
    return { start, end, number: whole.number, digits: whole.digits };
  };

  /** The number that a piece is, or the two that it holds. */
  const matchesIn = (piece: Piece): NumberMatch[] => {
    const whole = match(piece);
    if (whole !== null) return [whole];
    // Digits that are a number and not meant as one hold no other number.
    if (read(piece) !== null) return [];
    for (const seam of text.slice(piece.start, piece.end).matchAll(seams)) {
      const left = trimmed(text, { start: piece.start, end: piece.start + seam.index });
      const right = trimmed(text, { start: piece.start + seam.index + seam[0].length, end: piece.end });
      const first = match(left);
      if (first === null) continue;
      const second = matchesIn(right);
      if (second.length > 0) return [first, ...second];
    }
    return [];
  };

  return [...text.matchAll(candidates)].flatMap(({ index, 0: { length } }) =>
    balanced(text, { start: index, end: index + length }).flatMap(matchesIn),
  );
}

/** Length of the extension or the paused digits right behind a number. */
function extensionLength(after: string, main: string): number {
  const { digits, rest } = takeDigits(after, main);
  const consumed = after.slice(0, after.length - rest.length);
  // `900 00 002, 42 years`: one comma is the sentence's own.
  const isSentence = /^\s*[,;]\s*\d+\s*$/.test(consumed) || /^\s+[*pw](?!\p{L})/iu.test(consumed);
  return digits === "" || isSentence || /^[\p{L}\d]/u.test(rest) ? 0 : consumed.trimEnd().length;
}
