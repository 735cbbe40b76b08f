// cspell:words durchwahl ditt kontor passord privat ukjent
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readCallerNumber } from "../../../src/numbers/caller-number.js";

describe("the number of a caller", () => {
  for (const word of [
    "",
    "anonymous",
    "Anonymous",
    "Restricted",
    "RESTRICTED",
    "unavailable",
    "Private",
    "Private number",
    "unknown",
    "withheld",
    "null",
    "sip:anonymous@anonymous.invalid",
    "+266696687",
    "+7378742833",
    "ukjent",
    "非通知",
  ]) {
    it(`is withheld in ${JSON.stringify(word)}`, () => assert.equal(readCallerNumber(word), ""));
  }

  for (const [sent, number] of [
    ["+4790000002", "+4790000002"],
    ["1881", "1881"],
    ["\u202e+4790000002", "+4790000002"],
    ["+47\u200f90000002", "+4790000002"],
    ["sip:+4790000002@example.com;user=phone", "+4790000002"],
    ["tel:+4790000002", "+4790000002"],
  ] as const) {
    it(`is ${number} in ${JSON.stringify(sent)}`, () => assert.equal(readCallerNumber(sent), number));
  }
});
