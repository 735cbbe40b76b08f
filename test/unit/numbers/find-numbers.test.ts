/** Numbers in running text: how many of those that are meant are found, and how many of those that are found are meant. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { findNumbers } from "../../../src/numbers/find-numbers.js";
import { parseNumber } from "../../../src/numbers/read-number.js";
import { lines } from "./text-lines.js";

/** Precision goes before recall: a number that is missed can still be copied. */
const LEAST = { precision: 0.995, recall: 0.97 };

interface Marked {
  readonly text: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/** Takes the marks out, and tells where they stood. */
function unmark(line: string): Marked {
  let text = "";
  const ranges: (readonly [number, number])[] = [];
  for (const part of line.split(/(⟦[^⟧]*⟧)/u)) {
    if (!part.startsWith("⟦")) text += part;
    else {
      ranges.push([text.length, text.length + part.length - 2]);
      text += part.slice(1, -1);
    }
  }
  return { text, ranges };
}

describe("numbers in text", () => {
  const total = { right: 0, wrong: 0, missed: 0, lines: 0 };

  for (const [language, { region, text: marked }] of Object.entries(lines)) {
    it(`are found in ${language}`, () => {
      const faults: string[] = [];
      const counts = { right: 0, wrong: 0, missed: 0 };
      for (const line of marked) {
        const { text, ranges } = unmark(line);
        const wanted = new Set(ranges.map((range) => range.join("-")));
        const found = findNumbers(text, region).map(({ start, end }) => `${start}-${end}`);
        const wrong = found.filter((range) => !wanted.has(range));
        const missed = [...wanted].filter((range) => !found.includes(range));
        counts.right += found.length - wrong.length;
        counts.wrong += wrong.length;
        counts.missed += missed.length;
        if (wrong.length + missed.length > 0) {
          const said = findNumbers(text, region).map(({ start, end }) => text.slice(start, end));
          faults.push(`${line}\n    found: ${said.join(" | ") || "nothing"}`);
        }
      }
      total.right += counts.right;
      total.wrong += counts.wrong;
      total.missed += counts.missed;
      total.lines += marked.length;
      // Each line of the table is one that is known: none may be lost.
      assert.deepEqual(faults, []);
    });
  }

  it("are meant where they are found", (test) => {
    const precision = total.right / (total.right + total.wrong);
    const recall = total.right / (total.right + total.missed);
    const percent = (ratio: number): string => `${(100 * ratio).toFixed(1)} %`;
    test.diagnostic(`${total.lines} lines: precision ${percent(precision)}, recall ${percent(recall)}`);
    console.log(
      `  ${total.lines} lines in ${Object.keys(lines).length} languages: precision ${percent(precision)}, recall ${percent(recall)}`,
    );
    assert.ok(total.lines >= 200);
    assert.ok(precision >= LEAST.precision, percent(precision));
    assert.ok(recall >= LEAST.recall, percent(recall));
  });

  it("are the numbers that their own text is", () => {
    const texts = Object.values(lines).flatMap(({ region, text }) =>
      text.map((line) => ({ region, text: unmark(line).text })),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.constantFrom(...texts),
        fc.constantFrom(" ", ", ", "; ", " / ", "\n", "."),
        (one, other, between) => {
          const text = one.text + between + other.text;
          for (const { start, end, number, digits } of findNumbers(text, one.region)) {
            const read = parseNumber(text.slice(start, end), { region: one.region });
            assert.deepEqual(read, { number, digits, isValid: true }, text.slice(start, end));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("need a region where they have no country code", () => {
    const numbers = (text: string, region: string): string[] => findNumbers(text, region).map(({ number }) => number);
    assert.deepEqual(numbers("Call 900 00 002", ""), []);
    assert.deepEqual(numbers("Call 900 00 002", "no"), ["+4790000002"]);
    assert.deepEqual(numbers("Call 900 00 002", "nowhere"), []);
    assert.deepEqual(numbers("Call +47 900 00 002", ""), ["+4790000002"]);
  });

  it("bring the digits of their extension", () => {
    const [found] = findNumbers("Ring +1 213 373 4253 ext. 42 now", "NO");
    assert.deepEqual(found, { start: 5, end: 28, number: "+12133734253", digits: ",,,,42" });
  });
});
