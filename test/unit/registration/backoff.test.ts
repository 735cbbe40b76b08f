/** Waits grow, stay in their bounds and spread. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { backoffDelay, callBackoff, streamBackoff, tokenBackoff } from "../../../src/registration/backoff.js";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

for (const [name, backoff, min, max] of [
  ["streams", streamBackoff, 500, 30_000],
  ["streams in a call", callBackoff, 500, 3_000],
  ["token sources", tokenBackoff, 1_000, 30_000],
] as const) {
  test(`${name} are tried again after ${min} to ${max} ms, however often they failed`, () => {
    fc.assert(
      fc.property(fc.nat(1_000), random, (attempt, share) => {
        const delay = backoffDelay(backoff, attempt, share);
        assert.ok(delay >= min && delay <= max && Number.isInteger(delay), String(delay));
      }),
    );
  });

  test(`${name} wait no shorter after one failure more`, () => {
    fc.assert(
      fc.property(fc.nat(40), random, (attempt, share) => {
        assert.ok(backoffDelay(backoff, attempt + 1, share) >= backoffDelay(backoff, attempt, share));
      }),
    );
  });

  test(`${name} use the whole span: full jitter`, () => {
    assert.equal(backoffDelay(backoff, 20, 0), min);
    assert.ok(backoffDelay(backoff, 20, 0.999_999) > max * 0.99);
  });
}
