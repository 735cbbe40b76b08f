import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createMatcher } from "../../../src/click-to-call/number-detection.js";

describe("numbers in text", () => {
  const numbers = (text: string, region = ""): string[] =>
    createMatcher(() => region)(text).map(({ number }) => number);

  it("are found with their places", () => {
    const text = "Call +47 900 00 002 today";
    const [found] = createMatcher(() => "")(text);
    assert.ok(found);
    assert.equal(text.slice(found.start, found.end), "+47 900 00 002");
    assert.equal(found.number, "+4790000002");
  });

  it("need a region where they have no country code", () => {
    assert.deepEqual(numbers("900 00 002"), []);
    assert.deepEqual(numbers("900 00 002", "no"), ["+4790000002"]);
    assert.deepEqual(numbers("900 00 002", "nowhere"), []);
  });

  it("are not dates, prices, versions or long ids", () => {
    for (const text of [
      "2026-11-22 17:30",
      "on 2026-11-22,",
      "22.11.2026",
      "22/11/2026",
      "kr 1 250 000,00",
      "v1.2.3.4",
      "id 4790000002479000000247900000",
      "AB+4790000002CD",
    ]) {
      assert.deepEqual(numbers(text, "NO"), [], text);
    }
  });
});
