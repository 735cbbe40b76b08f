/** The number of a caller, as the network sends it. */
import { toPlainText } from "./plain-text.js";

/**
 * Words for "no number" spelled on a keypad, as gateways write them where a field must hold digits:
 * anonymous, restricted, blocked, unknown, unavailable.
 */
const spelled: ReadonlySet<string> = new Set(["266696687", "7378742833", "2562533", "8656696", "86282452253"]);

/**
 * Returns the caller's number without characters that show nothing or turn the text around, or an empty string where the
 * caller withheld it: networks then send a word (`anonymous`, `Restricted`, `unavailable`, `Private`) in its place.
 */
export function readCallerNumber(text: string): string {
  const plain = toPlainText(text);
  const address = /^(?:sips?|tel):([^@;?]*)/i.exec(plain)?.[1] ?? plain;
  const isNumber = /^\+?[\d*#\s().\-/]*\d[\d*#\s().\-/]*$/.test(address);
  return isNumber && !spelled.has(address.replace(/\D/g, "")) ? address : "";
}
