/** Google's own libphonenumber, with its full metadata, which ours is compared with. The package brings no types. */
import { createRequire } from "node:module";

interface ParsedNumber {
  readonly parsedBy: "google";
}

interface Google {
  readonly PhoneNumberUtil: {
    getInstance(): {
      parse(text: string, region: string): ParsedNumber;
      format(number: ParsedNumber, format: number): string;
    };
  };
  readonly PhoneNumberFormat: { readonly E164: number };
  /** By country, fields in the order of phonemetadata.proto. */
  readonly shortnumbermetadata: { readonly countryToMetadata: Readonly<Record<string, readonly unknown[]>> };
}

const library = createRequire(import.meta.url)("google-libphonenumber") as Google;

/** The field `emergency` of `PhoneMetadata`, and `national_number_pattern` and `possible_length` of `PhoneNumberDesc`. */
const EMERGENCY = 27;
const PATTERN = 2;
const LENGTHS = 9;
/** The field `general_desc` of `PhoneMetadata`, whose lengths hold where those of the emergency numbers are not told apart. */
const GENERAL = 1;

/** Every text of so many digits. */
function* digitsOf(length: number): Generator<string> {
  for (let index = 0; index < 10 ** length; index += 1) yield String(index).padStart(length, "0");
}

export const google = {
  PhoneNumberUtil: library.PhoneNumberUtil,
  PhoneNumberFormat: library.PhoneNumberFormat,
  /** The emergency numbers of all countries, by country. */
  emergencyNumbers(): Record<string, string[]> {
    const found: Record<string, string[]> = {};
    for (const [country, fields] of Object.entries(library.shortnumbermetadata.countryToMetadata)) {
      const description = fields[EMERGENCY] as readonly unknown[] | undefined;
      const pattern = description?.[PATTERN];
      if (typeof pattern !== "string") continue;
      const exact = new RegExp(`^(?:${pattern})$`);
      const own = description?.[LENGTHS] as readonly number[] | undefined;
      const general = (fields[GENERAL] as readonly unknown[])[LENGTHS] as readonly number[];
      const lengths = own === undefined || own.length === 0 ? general : own;
      found[country] = lengths.flatMap((length) => [...digitsOf(length)].filter((number) => exact.test(number)));
    }
    return found;
  },
};
