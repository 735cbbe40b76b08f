/** The sentence that tells a page's developer about a value that cannot be used. */

/** Tells the developer; the same text is told once. */
export type Warn = (text: string) => void;

/** Longest quotation of a text, in characters: a console line, not a document. */
const MAX_QUOTED_LENGTH = 60;

/** Returns a value in words: numbers and texts as they are, everything else by its kind. */
export function described(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value.length > MAX_QUOTED_LENGTH ? `${value.slice(0, MAX_QUOTED_LENGTH)}…` : value);
  }
  const isPlain = value == null || typeof value === "number" || typeof value === "boolean";
  return isPlain ? String(value) : kindOf(value);
}

/** Returns the kind of a value alone, for those that may be secret. */
export function kindOf(value: unknown): string {
  if (value == null) return String(value);
  if (Array.isArray(value)) return "an array";
  const kind = value === "" ? "empty string" : typeof value;
  return `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}

/** Returns the warning: which field, what was expected there, what came (in words), and what happens now. */
export function refusal(field: string, expected: string, came: string, outcome = "It is ignored."): string {
  return `${field}: expected ${expected}, got ${came}. ${outcome}`;
}

/** Whether properties can be read from a value. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
