/** Validates what a page passes to `dial`: the number and the options. */
import type { DialOptions } from "../../call/model.js";
import { TerminalError } from "../../errors.js";
import { withoutDirectionControls } from "./foreign-text.js";
import { described, isRecord, refusal, type Warn } from "./refusal.js";

/**
 * Returns a number as the page wrote it.
 *
 * @throws TerminalError `invalid-number` if it is not a string.
 */
export function validNumber(number: unknown): string {
  if (typeof number === "string") return number;
  const developerHint = refusal("dial: number", "a string", described(number), "Nothing is dialed.");
  throw new TerminalError("invalid-number", { developerHint });
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
