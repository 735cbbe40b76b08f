// cspell:words durchwahl ditt kontor passord privat ukjent
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TerminalError } from "../../../src/errors.js";
import { readKeypadDigits, readPastedDigits } from "../../../src/numbers/keypad-digits.js";

const tried = (read: (text: string) => string, text: string): string => {
  try {
    return read(text);
  } catch (error) {
    return (error as TerminalError).code;
  }
};

describe("keypad digits", () => {
  for (const [text, digits] of [
    ["0123456789*#", "0123456789*#"],
    ["1,42#", "1,42#"],
    ["ABcd", "ABCD"],
    ["12 34-56.78", "12345678"],
    ["4711#\n", "4711#"],
    ["1w2p3;4W5P", "1,2,3,4,5,"],
    ["１２３＃", "123#"],
    ["١٢٣", "123"],
    ["1\u00a02\u200b3\u20114", "1234"],
    ["12x", "invalid-digits"],
    ["", "invalid-digits"],
    [",,", "invalid-digits"],
    ["Code: 4711#", "invalid-digits"],
  ] as const) {
    it(`${JSON.stringify(text)} are ${digits}`, () => assert.equal(tried(readKeypadDigits, text), digits));
  }
});

describe("pasted digits", () => {
  for (const [text, digits] of [
    ["Code: 4711#", "4711#"],
    ["Code: 4711#.", "4711#"],
    ["PIN 12 34", "1234"],
    ["A1B2", "A1B2"],
    [" 4711#\n", "4711#"],
    ["Ditt passord er 4711", "4711"],
    ["1,,42#", "1,,42#"],
    ["Meeting ID: 812 3456 7890, passcode: 123456", "invalid-digits"],
    ["bad", "invalid-digits"],
    ["hello", "invalid-digits"],
  ] as const) {
    it(`${JSON.stringify(text)} are ${digits}`, () => assert.equal(tried(readPastedDigits, text), digits));
  }
});
