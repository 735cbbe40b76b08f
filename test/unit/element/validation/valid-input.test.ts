/** Tokens, numbers and options, as the page's own code may hand them over. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { validDialOptions, validNumber } from "../../../../src/element/validation/valid-dial.js";
import { validToken } from "../../../../src/element/validation/valid-token.js";

/** What comes out, and what is said about it. */
function check<Valid>(task: (warn: (text: string) => void) => Valid): { valid: Valid; warnings: string[] } {
  const warnings: string[] = [];
  return { valid: task((text) => warnings.push(text)), warnings };
}

describe("an access token", () => {
  it("is a string, or an object with a life in seconds", () => {
    for (const [given, valid] of [
      ["t", "t"],
      [{ accessToken: "t" }, "t"],
      [{ accessToken: "t", expiresIn: null }, "t"],
      [
        { accessToken: "t", expiresIn: 60 },
        { accessToken: "t", expiresIn: 60 },
      ],
      [
        { accessToken: "t", expiresIn: "60" },
        { accessToken: "t", expiresIn: 60 },
      ],
    ]) {
      assert.deepEqual(
        check((warn) => validToken("getToken", given, warn)),
        { valid, warnings: [] },
      );
    }
  });

  it("without a usable life lives as long as it says itself", () => {
    for (const expiresIn of [0, -1, NaN, Infinity, 1e15, "soon", "", {}, true]) {
      const { valid, warnings } = check((warn) => validToken("token-url", { accessToken: "t", expiresIn }, warn));
      assert.equal(valid, "t");
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? "", /^token-url: expiresIn: expected a positive number of seconds, got /);
    }
  });

  it("is refused in words that do not quote it", () => {
    for (const given of [
      "",
      null,
      undefined,
      123_456,
      [],
      ["secret"],
      {},
      { access_token: "secret" },
      { accessToken: 123_456 },
    ]) {
      const warnings: string[] = [];
      assert.throws(
        () => validToken("getToken", given, (text) => warnings.push(text)),
        (error: Error) => error instanceof TypeError && error.message === warnings[0],
      );
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? "", /^getToken: expected an access token, got /);
      assert.doesNotMatch(warnings[0] ?? "", /secret|123/);
    }
  });
});

describe("what dial is given", () => {
  it("is a number in text", () => {
    assert.equal(validNumber("112"), "112");
    for (const number of [112, null, undefined, {}, ["112"]]) {
      assert.throws(() => validNumber(number), {
        code: "invalid-number",
        developerHint: /^dial: number: expected a string, got [^\n]+$/,
      });
    }
  });

  it("may have a label and metadata", () => {
    for (const [options, valid] of [
      [undefined, { metadata: null }],
      [null, { metadata: null }],
      [
        { label: "Ada", metadata: 0 },
        { label: "Ada", metadata: 0 },
      ],
      [{ label: " ", metadata: undefined, more: 1 }, { metadata: null }],
      [{ label: null }, { metadata: null }],
      [
        { label: "Ada\u202e", digits: "42" },
        { metadata: null, label: "Ada", digits: "42" },
      ],
      [{ label: "\u2067" }, { metadata: null }],
    ]) {
      assert.deepEqual(
        check((warn) => validDialOptions(options, warn)),
        { valid, warnings: [] },
      );
    }
  });

  it("loses what is wrong in it, and nothing else", () => {
    for (const [options, valid, text] of [
      ["Ada", { metadata: null }, 'dial: options: expected {label, metadata, digits}, got "Ada". It is ignored.'],
      [
        { label: { name: "Ada" }, metadata: 7 },
        { metadata: 7 },
        "dial: label: expected a string, got an object. It is ignored.",
      ],
      [{ label: 5 }, { metadata: null }, "dial: label: expected a string, got 5. It is ignored."],
    ] as const) {
      assert.deepEqual(
        check((warn) => validDialOptions(options, warn)),
        { valid, warnings: [text] },
      );
    }
  });
});
