/**
 * The grammar of numbers as people and pages write them: `tel:` and `callto:` links (RFC 3966), labels and brackets
 * around a number, extensions, pauses, and letters in place of digits. It knows no country; `read-number.ts` decides by
 * the rules of countries which number is meant.
 */
import { toPlainText } from "./plain-text.js";

/** Letters of a number read as digits. */
interface VanityReadings {
  /** One reading where the letters are one word, more where upper-case words follow it. */
  readonly main: readonly string[];
  readonly isCertain: boolean;
  /** Length of the number's text, its letters included. */
  readonly length: number;
}

/** A number taken apart. */
export interface WrittenNumber {
  /** The number itself in plain text: digits and separators, with a `+` or not; or a star code such as `*227`. */
  readonly main: string;
  /**
   * The same with its letters as digits (`1-800-FLOWERS`); null where no letters follow. `isCertain`: they are joined to the
   * digits by a hyphen, so that they cannot be words beside a number.
   */
  readonly vanity: VanityReadings | null;
  /** Country code of a `phone-context` parameter with its `+`, or empty. */
  readonly context: string;
  /** Keypad digits to send after the answer, `,` for 500 ms of pause; empty where there are none. */
  readonly digits: string;
  /** Whether words follow the number. */
  readonly hasWordsAfter: boolean;
}

/** Why a text is no number to call. */
export type WrittenRefusal = "no-number" | "two-numbers";

/** Longer texts are no number with a label. */
const LONGEST_TEXT = 300;

/** Telephones wait two seconds for each pause in a number; one of the keypad's commas is 500 ms. */
export const DIAL_PAUSE = ",,,,";

/** Words before an extension, from libphonenumber's list and its siblings in other languages. */
// cspell:disable
const extensionWords = [
  "ext(?:ension|ensi[oó]n|n)?|xtn?|x|int(?:erno|\\.?)?|anexo|ramal", // English, Spanish, Italian, Portuguese
  "durchwahl|dw|app(?:arat)?|nebenstelle|nst|klappe|kl", // German
  "poste", // French
  "internnr|internnummer|lokal|anknytning|ankn|tilknytning|alanumero|toestel|tst", // Nordic languages, Dutch
  "wew(?:n(?:[eę]trzny)?)?", // Polish
  "内線|доб(?:авочный)?|내선|分机|分機|تحويلة", // Japanese, Russian, Korean, Chinese, Arabic
].join("|");
// cspell:enable

const extension = new RegExp(
  `^(?:[\\s,;.(\\[-]*(?:${extensionWords})(?!\\p{L})[\\s.:=#-]*|[\\s.(\\[-]*[#~]\\s?)(\\d{1,11}(?:-\\d{1,6})?)(#?)(?![\\d*])[)\\]]?`,
  "iu",
);
const extensionWord = new RegExp(`^[\\s,;.(\\[-]*(?:${extensionWords})[\\s.:=)\\]>"'”’»]*$`, "iu");
/** `*227` right after the number: keypad digits that begin with a star. */
const starDigits = /^\s?(\*[\d*#]*\d[\d*#]*)/;
const pausedDigits = /^\s*((?:[,;pw]\s*)+)((?:[\d*#](?:[ -](?=[\d*#]))?)+)/i;

/** May be right after a number, with no space between. */
const closing =
  /^[.,;:)>\]}"'”’»›」』）!?…|\ufffd\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}-]/u;
/** May be right before a number: the end of a label, an opening bracket or quote, the `=` of a spreadsheet. */
const opening =
  /[\s.,;:=<([{"'’‘“„‘‚«‹「『（*|☎☏✆✉📞📱-]$|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u;

/** The keys of the letters (ITU-T E.161). */
const letterKeys: Readonly<Record<string, string>> = Object.fromEntries(
  ["ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ"].flatMap((letters, index) =>
    [...letters].map((letter) => [letter, String(index + 2)]),
  ),
);

const countDigits = (text: string): number => text.replace(/\D/g, "").length;

/** Percent-encoding that is broken is text. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Takes a scheme off, wherever a label or a vCard property stands before it. */
function withoutScheme(text: string): string {
  const found = /^([^\d+*#]*?)(?<!\p{L})(?:tel|callto):(?:\/\/)?([^]*)$/iu.exec(text);
  if (found === null) return text;
  // A query is a link's, and no part of a number.
  return decode(found[2] ?? "").replace(/\/?(?:\?[a-z][\w-]*(?:[=&][^]*)?)?$/i, "");
}

/** Takes the parameters of RFC 3966 out: `;ext=42;phone-context=+47`. */
function takeParameters(text: string): { rest: string; parameters: ReadonlyMap<string, string> } {
  const parameters = new Map<string, string>();
  const rest = text.replace(/;\s*([a-z][a-z-]*)\s*=\s*([^;]*)/gi, (_whole, name: string, value: string) => {
    parameters.set(name.toLowerCase(), value.trim());
    return "";
  });
  return { rest, parameters };
}

/** `Mobile 2: +47 …`: a figure in a label is no number. */
function withoutLabel(text: string): string {
  const label = /^[^\d+*#]*\p{L}[^\d+*#]*\d{1,2}\s*[:<]\s*(?=[^]*\d)/u.exec(text);
  return label === null ? text : text.slice(label[0].length);
}

/** Reads extensions and pauses; `rest` is what follows them. `isSecond`: what follows the comma is another number. */
export function takeDigits(after: string, main: string): { digits: string; rest: string; isSecond: boolean } {
  let digits = "";
  let rest = after;
  for (;;) {
    const found = extension.exec(rest);
    if (found !== null) {
      // The sign ends an extension as it would on a keypad, where the writer has put it there.
      digits += DIAL_PAUSE + (found[1] ?? "").replace(/\D/g, "") + (found[2] ?? "");
      rest = rest.slice(found[0].length);
      continue;
    }
    const star = digits === "" ? starDigits.exec(rest) : null;
    if (star !== null) {
      digits += DIAL_PAUSE + (star[1] ?? "");
      rest = rest.slice(star[0].length);
      continue;
    }
    const paused = pausedDigits.exec(rest);
    if (paused === null) return { digits, rest, isSecond: false };
    const [whole, pauses = "", written = ""] = paused;
    const group = written.replace(/[ -]/g, "");
    const isList = digits === "" && /^[,;]\s*$/.test(pauses) && /^\d+$/.test(group);
    const isShort = !main.includes("+") && countDigits(main) <= 6;
    // A list of numbers has one comma; digits to be sent after one are few.
    if (isList && (isShort || group.length >= 7)) return { digits, rest, isSecond: true };
    digits += DIAL_PAUSE.repeat(pauses.replace(/\s/g, "").length) + group;
    rest = rest.slice(whole.length);
  }
}

/** Reads letters that follow the digits as digits; several readings where words go on after a space. */
function takeVanity(text: string): VanityReadings | null {
  const found =
    /^(\(?\+?[\d\s().-]*\d\)?[\s.-]*)((?:[A-Za-z\d]+(?:[-.][A-Za-z\d]+)*)(?:\s[A-Z\d]{2,})*)(?![\p{L}\p{M}])/u.exec(
      text,
    );
  if (found === null) return null;
  const [, lead = "", written = ""] = found;
  // One or two letters are a unit or an initial.
  if ((written.match(/[A-Za-z]/g) ?? []).length < 3) return null;
  const toDigits = (part: string): string => part.toUpperCase().replace(/[A-Z]/g, (letter) => letterKeys[letter] ?? "");
  const words = written.split(" ");
  const readings = words.map((_, index) => toDigits(lead + words.slice(0, index + 1).join(" ")));
  return { main: readings, isCertain: /[-.\d(+)]$/.test(lead), length: found[0].length };
}

/** Takes a text apart; tells why where it is no number to call. */
export function takeApart(text: string): WrittenNumber | WrittenRefusal {
  if (text.length > LONGEST_TEXT) return "no-number";
  const plain = withoutLabel(toPlainText(withoutScheme(text))).replace(/^8~10/, "810");
  const start = plain.search(/(?:\(\s?)?(?:\+\s?)?(?:\(\s?)?\d|[*#]\d/);
  if (start < 0) return "no-number";
  const before = plain.slice(0, start);
  if (before !== "" && !opening.test(before)) return "no-number";
  const { rest: number, parameters } = takeParameters(plain.slice(start));

  const code = /^([*#]\d{3,6})[\s.,;)\]>"'”’»]*$/.exec(number);
  if (code !== null) return { ...nothing, main: code[1] ?? "" };
  if (/^[*#]/.test(number)) return "no-number";

  // Up to the last digit of the run, and the bracket that closes around it.
  let main = /^\(?\s?\+?[\s(]*\d(?:[\d\s().\-/]*\d)?/.exec(number)?.[0] ?? "";
  let after = number.slice(main.length);
  if (main.lastIndexOf("(") > main.lastIndexOf(")") && after.startsWith(")")) {
    main += ")";
    after = after.slice(1);
  }

  const vanity = takeVanity(number);
  if (vanity?.isCertain === true) {
    main = number.slice(0, vanity.length);
    after = number.slice(vanity.length);
  }
  const { digits, rest, isSecond } = takeDigits(after, main);
  if (isSecond) return "two-numbers";
  const later = [digits];
  const named = /^\d[\d\s*#-]*$/.exec(parameters.get("ext") ?? "");
  if (named !== null) later.push(DIAL_PAUSE + named[0].replace(/[\s-]/g, ""));
  const context = (parameters.get("phone-context") ?? "").replace(/[-.()\s]/g, "");
  const written = {
    main,
    context: /^\+\d+$/.test(context) ? context : "",
    digits: later.join(""),
  };

  if (/\d/.test(rest)) return countDigits(rest) >= 3 || /^\s*[/+]/.test(rest) ? "two-numbers" : "no-number";
  if (!/^(?:$|\s|\/(?![\p{L}\p{N}]))/u.test(rest) && !closing.test(rest)) return "no-number";
  // An extension without digits, or a number that somebody has stopped writing.
  if (extensionWord.test(rest) && /\p{L}/u.test(rest)) return "no-number";
  if (/[+*#=@%_~\\^€$£¥]/u.test(rest.replace(/<[^<>]*>|\([^()]*\)/g, ""))) return "no-number";
  return {
    ...written,
    vanity: digits === "" || vanity?.isCertain === true ? vanity : null,
    hasWordsAfter: /\p{L}/u.test(rest.replace(/[([<"“„«][^]*$/, "")),
  };
}

const nothing = { vanity: null, context: "", digits: "", hasWordsAfter: false } as const;
