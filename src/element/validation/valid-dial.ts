/** The border for calls that a page asks for: numbers, and the options of `dial`. */
import type { DialOptions } from "../../call/model.js";
import { withoutDirectionControls } from "./foreign-text.js";
import { described, isRecord, refusal, type Warn } from "./refusal.js";

/** Returns the text of a number, as the page wrote it; null where it is no text. */
export function validNumber(number: unknown, warn: Warn): string | null {
  if (typeof number === "string") return number;
  warn(refusal("dial: number", "a string", described(number), "Nothing is dialed."));
  return null;
}

/** Returns the options of a call. `metadata` may be anything; a missing one is null. A blank label is none. */
export function validDialOptions(options: unknown, warn: Warn): DialOptions {
  if (options != null && !isRecord(options)) {
    warn(refusal("dial: options", "{label, metadata, digits}", described(options)));
  }
  const { label, metadata = null, digits } = isRecord(options) ? options : {};
  if (label != null && typeof label !== "string") warn(refusal("dial: label", "a string", described(label)));
  if (digits != null && typeof digits !== "string") warn(refusal("dial: digits", "a string", described(digits)));
  const name = typeof label === "string" ? withoutDirectionControls(label) : "";
  return { metadata, ...(name.trim() !== "" && { label: name }), ...(typeof digits === "string" && { digits }) };
}
