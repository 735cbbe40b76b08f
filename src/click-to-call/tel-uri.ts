/** `tel:` links as pages write them: RFC 3966, and what people write instead. */

/** What a `tel:` link asks for. */
export interface TelTarget {
  /** As it is dialed; a number without `+` is one of the user's own region. */
  readonly number: string;
  /** Keypad digits for after the answer, with their pauses; empty where there are none. */
  readonly digits: string;
}

/** Telephones wait two seconds for each comma of a link; one of ours is 500 ms. */
const PAUSE = ",,,,";

/** Visual separators (RFC 3966, section 3), and the spaces and slashes that pages write beside them. */
const separators = /[-.()\s/]/g;

/** What a keypad can send of a text. */
function toDigits(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-D*#]/g, "");
}

/** Percent-encoding that is broken is text. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Reads a link; null where it is none, or holds no number. */
export function parseTelUri(href: string): TelTarget | null {
  const found = /^\s*tel:(?:\/\/)?(.*)$/is.exec(href);
  if (found === null) return null;
  const [subscriber = "", ...parameters] = decode(found[1] ?? "").split(";");
  const values = new Map<string, string>();
  for (const parameter of parameters) {
    const [name = "", value = ""] = parameter.split("=");
    values.set(name.trim().toLowerCase(), value);
  }

  // Telephones take a comma, `p` and `w` for a pause before digits, though no standard says so.
  const [main = "", ...later] = subscriber.replace(separators, "").split(/[,pw]/i);
  if (!/^\+?[0-9*#]+$/.test(main)) return null;
  const context = (values.get("phone-context") ?? "").replace(separators, "");
  // A context of digits says where a local number is unique (section 5.1.5); a domain name says nothing to dial by.
  const number = !main.startsWith("+") && /^\+\d+$/.test(context) ? context + main : main;

  const extension = toDigits(values.get("ext") ?? "");
  const digits = [...later.map(toDigits), extension].filter((part) => part !== "").map((part) => PAUSE + part);
  return { number, digits: digits.join("") };
}
