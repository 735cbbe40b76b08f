/** The text of a number as the number field shows it once it was pasted. */
import { toPlainText } from "./plain-text.js";
import { DIAL_PAUSE, takeApart } from "./written-number.js";

/** Writes keypad digits behind a number so that they are read as the same digits. */
function writeDigits(digits: string): string {
  return [...digits.matchAll(/(,*)([^,]+)/g)]
    .map(([, pauses = "", group = ""], index) => {
      const count = pauses.length / DIAL_PAUSE.length;
      return index === 0 && count === 1 && /^\d+#?$/.test(group) ? ` x${group}` : ",".repeat(count) + group;
    })
    .join("");
}

/**
 * Returns the one number of a text without the words, quotes and brackets around it, in one line; the whole text in
 * one line where it holds none or several. Both are read as the same number.
 */
export function toNumberText(text: string): string {
  const written = takeApart(text);
  if (typeof written === "string" || written.vanity !== null || written.hasWordsAfter) return toPlainText(text);
  return written.context === "" ? written.main + writeDigits(written.digits) : toPlainText(text);
}
