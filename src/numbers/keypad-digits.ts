/** Keypad digits as people and pages write them, reduced to `0-9*#A-D` and `,` for a pause of 500 ms. */
import { TerminalError } from "../errors.js";
import { toPlainText } from "./plain-text.js";

/** What may stand between keypad digits and is not sent. */
const separators = /[\s().\-/]/g;
/** A text of nothing but keypad digits, pauses and separators, with at least one digit or sign in it. */
const keypadText = /^(?=.*[0-9*#A-D])[0-9A-D*#,;pw\s().\-/]+$/i;

/**
 * Returns the keypad digits of a text. Spaces, hyphens, dots, brackets and slashes between them are left out; `,`, `;`,
 * `p` and `w` are pauses of 500 ms each, written `,` in the result.
 *
 * @throws TerminalError `invalid-digits` where anything else is in it, or no digit.
 */
export function readKeypadDigits(text: string): string {
  // A page may hand in anything.
  const plain = typeof text === "string" ? toPlainText(text) : "";
  if (!keypadText.test(plain)) throw new TerminalError("invalid-digits");
  return plain.replace(separators, "").replace(/[;pw]/gi, ",").toUpperCase();
}

/**
 * Returns the keypad digits of pasted text, which may say more: `Code: 4711#` is `4711#`. Letters count only
 * where the whole text is keypad digits and separators.
 *
 * @throws TerminalError `invalid-digits` where there are none, or several groups with words between them.
 */
export function readPastedDigits(text: string): string {
  const plain = toPlainText(text);
  if (keypadText.test(plain) && /[0-9*#]/.test(plain)) return readKeypadDigits(plain);
  const groups = plain.match(/[0-9*#](?:[0-9*#,;\s().\-/]*[0-9*#])?/g) ?? [];
  const [group] = groups;
  if (group === undefined || groups.length > 1) throw new TerminalError("invalid-digits");
  return readKeypadDigits(group);
}
