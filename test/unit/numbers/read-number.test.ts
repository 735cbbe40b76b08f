// cspell:words durchwahl ditt kontor passord privat ukjent
/** Which number a text means, by country, by way of writing, and the same by every way in. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { TerminalError } from "../../../src/errors.js";
import * as plans from "../../../src/numbers/numbering-plans.js";
import { toNumberText } from "../../../src/numbers/number-text.js";
import { readNumberNow } from "../../../src/numbers/number-reader.js";
import { parseNumber } from "../../../src/numbers/read-number.js";
import type { ReadNumber } from "../../../src/numbers/types.js";
import type * as numberReader from "../../../src/numbers/number-reader.js";
import { google } from "../../support/google-libphonenumber.js";
import { countries } from "./countries.js";

/** `+47…`, `+47… then ,,,,42`, or why not. */
function read(text: string, region = ""): string {
  const result = parseNumber(text, { region });
  if (typeof result === "string") return result;
  return result.digits === "" ? result.number : `${result.number} then ${result.digits}`;
}

describe("numbers by country", () => {
  for (const [region, { exit, national, e164, emergency }] of Object.entries(countries)) {
    it(`are read in ${region}`, () => {
      const foreign = region === "NO" ? ["44 20 7946 0958", "+442079460958"] : ["47 900 00 002", "+4790000002"];
      const international = plans.groupNumber(e164);
      for (const [text, number] of [
        [national, e164],
        [national.replace(/[^\d]/g, ""), e164],
        [national.replaceAll(" ", "\u00a0").replaceAll("-", "\u2011"), e164],
        [international, e164],
        [`tel:${e164}`, e164],
        [`tel:${encodeURIComponent(international)}`, e164],
        [exit + (foreign[0] ?? ""), foreign[1]],
        [exit + (foreign[0] ?? "").replaceAll(" ", ""), foreign[1]],
        ...emergency.map((short) => [short, short]),
        ...emergency.map((short) => [`tel:${short}`, short]),
      ])
        assert.equal(read(text ?? "", region), number, `${region}: ${text}`);
      assert.equal(read(international), e164, "without a region");
    });

    it(`are those of Google's own libphonenumber in ${region}`, () => {
      const util = google.PhoneNumberUtil.getInstance();
      for (const text of [national, plans.groupNumber(e164), `${exit.replace("~", "")}47 900 00 002`]) {
        if (region === "NO" && text.endsWith("47 900 00 002")) continue;
        const theirs = util.format(util.parse(text, region), google.PhoneNumberFormat.E164);
        assert.equal(read(text, region), theirs, text);
      }
    });
  }

  it("are at least those of forty countries", () => {
    assert.ok(Object.keys(countries).length >= 40);
  });
});

describe("a text", () => {
  for (const [text, region, expected] of [
    // Exit codes are the region's, and no rule for all.
    ["0011 47 900 00 002", "AU", "+4790000002"],
    ["001 47 900 00 002", "HK", "+4790000002"],
    ["001 47 900 00 002", "SG", "+4790000002"],
    ["000", "AU", "000"],
    ["15", "FR", "15"],
    ["15", "", "15"],
    ["000 800 100 1234", "IN", "+910008001001234"],
    ["0011 47 900 00 002", "NO", "no-number"],
    ["011 47 900 00 002", "GB", "no-number"],
    ["00 47 900 00 002", "US", "no-number"],
    // Without a region: where all countries agree.
    ["0047 900 00 002", "", "+4790000002"],
    ["001 47 900 00 002", "", "no-number"],
    ["90000002", "", "90000002"],
    // Trunk prefixes after a country code.
    ["+44(0)20 7946 0958", "", "+442079460958"],
    ["tel:+44(0)2079460958", "", "+442079460958"],
    ["+44 020 7946 0958", "", "+442079460958"],
    ["+47 (0)900 00 002", "", "+4790000002"],
    ["+39 (0)6 1234 5678", "", "+390612345678"],
    ["+39 (0)347 123 4567", "", "+393471234567"],
    ["+36 (06) 20 123 4567", "", "+36201234567"],
    ["+7 (8) 912 345-67-89", "", "+79123456789"],
    ["(+47) 900 00 002", "", "+4790000002"],
    ["(0047) 900 00 002", "NO", "+4790000002"],
    ["47 900 00 002", "NO", "+4790000002"],
    // Letters.
    ["1-800-WALMART", "US", "+18009256278"],
    ["tel:1-800-WALMART", "US", "+18009256278"],
    ["tel:1-800-WALMART", "", "18009256278"],
    ["1-800-FLOWERS", "US", "+18003569377"],
    ["+1-800-FLOWERS", "", "+18003569377"],
    ["1 800 FLOWERS", "US", "+18003569377"],
    ["1-800-CONTACTS", "US", "+18002668228"],
    ["1-800-FLOWERS", "NO", "no-number"],
    ["+47Ada", "", "no-number"],
    ["90000002a", "NO", "no-number"],
    // Joined and several numbers.
    ["+47 90000002/03", "", "two-numbers"],
    ["90000002/03", "NO", "two-numbers"],
    ["90000002/03", "", "two-numbers"],
    ["+49 30 123456/57", "", "two-numbers"],
    ["030 123456/57", "DE", "two-numbers"],
    ["030/123456", "DE", "+4930123456"],
    ["+47 900 00 002, +47 900 00 003", "", "two-numbers"],
    ["90000002,90000003", "NO", "two-numbers"],
    ["900 00 002; 900 00 003", "NO", "two-numbers"],
    ["900 00 002\n900 00 003", "NO", "two-numbers"],
    ["900 00 002 or 900 00 003", "NO", "two-numbers"],
    ["+47 900 00 002 (900 00 003)", "", "two-numbers"],
    ["030 123456 (2)", "DE", "two-numbers"],
    ["112, 113", "NO", "two-numbers"],
    ["112/113", "NO", "two-numbers"],
    // One number with something around it.
    ["Mob. +47 900 00 002 (privat)", "", "+4790000002"],
    ['"+47 900 00 002"', "", "+4790000002"],
    ["Ada <+47 900 00 002>", "", "+4790000002"],
    ["=+4790000002", "", "+4790000002"],
    ["+47 900 00 002;", "", "+4790000002"],
    ["+47 900 00 002.", "", "+4790000002"],
    ["callto:+4790000002", "", "+4790000002"],
    ["callto://+4790000002?call", "", "+4790000002"],
    ["TEL;TYPE=CELL:+47 900 00 002", "", "+4790000002"],
    ["Mobile 2: +47 900 00 002", "", "+4790000002"],
    ["900 00 002 kontor", "NO", "+4790000002"],
    ["電話03-1234-5678まで", "JP", "+81312345678"],
    ["+47 900 00 002¹", "", "+4790000002"],
    ["112 emergency", "US", "112"],
    ["Emergency: 112", "", "112"],
    // Characters that are not seen, and digits of other scripts.
    ["tel:+47%E2%80%91900%E2%80%9100%E2%80%91002", "", "+4790000002"],
    ["tel:%E2%81%A6+4790000002%E2%81%A9", "", "+4790000002"],
    ["\u2066+47\u00a0900\u200b00\u00ad002\u2069", "", "+4790000002"],
    ["\u202e+47 900 00 002", "", "+4790000002"],
    ["＋４７　９００００００２", "", "+4790000002"],
    ["+٤٧٩٠٠٠٠٠٠٢", "", "+4790000002"],
    ["۹۰۰۰۰۰۰۲", "NO", "+4790000002"],
    ["९०००००० २", "NO", "+4790000002"],
    // RFC 3966.
    ["tel:900-00-002;phone-context=+47", "", "+4790000002"],
    ["tel:112;phone-context=+47", "", "112"],
    ["tel:7042;phone-context=example.com", "", "7042"],
    ["tel:863-1234;phone-context=+1-914-555", "", "no-number"],
    ["tel:+4790000002;isub=1;ext=42", "", "+4790000002 then ,,,,42"],
    // Extensions and pauses.
    ["+1 213 373 4253 x42", "", "+12133734253 then ,,,,42"],
    ["+1 213 373 4253 ext. 42", "", "+12133734253 then ,,,,42"],
    ["+1 213 373 4253 #42", "", "+12133734253 then ,,,,42"],
    ["+1 213 373 4253 extension 42#", "", "+12133734253 then ,,,,42#"],
    ["+49 30 123456 Durchwahl 42", "", "+4930123456 then ,,,,42"],
    ["+33 1 23 45 67 89 poste 42", "", "+33123456789 then ,,,,42"],
    ["03-1234-5678 内線42", "JP", "+81312345678 then ,,,,42"],
    ["+1 213 373 4253*227", "", "+12133734253 then ,,,,*227"],
    ["+12133734253,42", "", "+12133734253 then ,,,,42"],
    ["+12133734253;42", "", "+12133734253 then ,,,,42"],
    ["+12133734253,,42#", "", "+12133734253 then ,,,,,,,,42#"],
    ["+12133734253p42w3", "", "+12133734253 then ,,,,42,,,,3"],
    ["1-800-FLOWERS ext 42", "US", "+18003569377 then ,,,,42"],
    ["+47 9000 0002 x", "", "no-number"],
    // Codes.
    ["*227", "", "*227"],
    ["*21#", "", "no-number"],
    ["**21*+4790000002#", "", "no-number"],
    ["*#06#", "", "no-number"],
    // No numbers.
    ["", "", "no-number"],
    ["+", "", "no-number"],
    ["12", "", "no-number"],
    ["hello", "", "no-number"],
    ["+0790000002", "", "no-number"],
    ["+12", "", "no-number"],
    ["4.79E+09", "", "no-number"],
    ["+47 90000002@example.com", "", "no-number"],
    ["tel:%E0%A4%A", "", "no-number"],
    ["223344", "NO", "223344"],
    ["2233445", "NO", "no-number"],
  ] as const) {
    it(`${JSON.stringify(text)} ${region === "" ? "without a region" : `in ${region}`} is ${expected}`, () => {
      assert.equal(read(text, region), expected);
    });
  }
});

describe("the same text and region", () => {
  const regions = fc.constantFrom("", ...Object.keys(countries));
  const written = fc.oneof(
    fc.constantFrom(
      ...Object.values(countries).flatMap(({ national, e164, emergency }) => [national, e164, ...emergency]),
    ),
    fc.string({ unit: fc.constantFrom(..."0123456789+()/-. ,;*#xpw"), maxLength: 24 }),
  );
  const separators = fc.constantFrom("\u00a0", "\u202f", " ", "\u2007");

  it("is the same number as a link, a mark, in dial() and pasted, however it is separated", () => {
    fc.assert(
      fc.property(written, regions, separators, (text, region, separator) => {
        const number = read(text, region);
        assert.equal(read(toNumberText(text), region), number, `pasted ${toNumberText(text)}`);
        assert.equal(read(text.replaceAll(" ", separator), region), number);
        if (/^\+?\d/.test(text)) {
          assert.equal(read(`tel:${encodeURIComponent(text)}`, region), number);
          assert.equal(read(`callto:${encodeURIComponent(text)}`, region), number);
          assert.equal(read(`"${text}"`, region), number);
          assert.equal(read(`\u2066${text}\u2069`, region), number);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("is the same number, cold or warm", async () => {
    let copies = 0;
    await fc.assert(
      fc.asyncProperty(written, regions, async (text, region) => {
        // Each copy of the module has yet to load the rules.
        const fresh = (await import(
          new URL(`../../../src/numbers/number-reader.ts?cold=${(copies += 1)}`, import.meta.url).href
        )) as typeof numberReader;
        const tried = (reading: Promise<ReadNumber>): Promise<string> =>
          reading
            .then(({ number, digits }) => (digits === "" ? number : `${number} then ${digits}`))
            .catch((error: TerminalError) => error.variant ?? "no-number");
        assert.equal(await tried(fresh.readNumber(text, { region })), read(text, region), "cold");
        assert.equal(await tried(fresh.readNumber(text, { region })), read(text, region), "warm");
      }),
      { numRuns: 100 },
    );
  });

  it("is a number that reads as itself", () => {
    fc.assert(
      fc.property(written, regions, (text, region) => {
        const result = parseNumber(text, { region });
        if (typeof result === "string") return;
        assert.equal(read(result.number, region), result.number);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("an emergency number", () => {
  it("is never refused, whichever country it is of and whichever the phone is set to", () => {
    const emergency = google.emergencyNumbers();
    assert.ok(Object.keys(emergency).length > 200);
    const regions = ["", ...Object.keys(countries)];
    for (const [country, numbers] of Object.entries(emergency)) {
      for (const number of numbers) {
        for (const region of regions)
          assert.equal(read(number, region), number, `${number} of ${country} in ${region}`);
        assert.equal(read(`tel:${number}`), number);
      }
    }
  });

  it("waits for nothing", () => {
    // Nothing in this process has loaded the rules through the reader.
    assert.equal(readNumberNow("112", { region: "NO" })?.number, "112");
    assert.equal(readNumberNow("000", { region: "AU" })?.number, "000");
    assert.equal(readNumberNow("90000002", { region: "NO" }), null);
  });
});
