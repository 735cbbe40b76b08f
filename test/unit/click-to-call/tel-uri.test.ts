import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseTelUri } from "../../../src/click-to-call/tel-uri.js";

describe("tel: links (RFC 3966)", () => {
  for (const [href, number, digits] of [
    ["tel:+4790000002", "+4790000002", ""],
    ["TEL:+47-900.00(00)2", "+4790000002", ""],
    ["tel://+4790000002", "+4790000002", ""],
    ["tel:+47%20900%2000%20002", "+4790000002", ""],
    ["tel:+4790000002;ext=12-34", "+4790000002", ",,,,1234"],
    ["tel:+4790000002;EXT=7;isub=1", "+4790000002", ",,,,7"],
    ["tel:900-00-002;phone-context=+47", "+4790000002", ""],
    ["tel:7042;phone-context=example.com", "7042", ""],
    ["tel:112", "112", ""],
    ["tel:+4790000002,,12#", "+4790000002", ",,,,12#"],
    ["tel:+4790000002p1w2", "+4790000002", ",,,,1,,,,2"],
    ["tel:*100#", "*100#", ""],
  ] as const) {
    it(`reads ${href}`, () => {
      assert.deepEqual(parseTelUri(href), { number, digits });
    });
  }

  for (const href of [
    "",
    "tel:",
    "tel:;ext=1",
    "tel:Ada",
    "mailto:+4790000002",
    "tel:%E0%A4%A",
    "https://example.com/tel:1",
  ]) {
    it(`finds no number in "${href}"`, () => {
      assert.equal(parseTelUri(href), null);
    });
  }
});
