/** Claims of access tokens, of the good ones and of everything else that is used as one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { expiryOf, subjectOf } from "../../src/jwt.js";

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: unknown): string => `${base64url({ alg: "RS256" })}.${base64url(claims)}.signature`;

test("the end of a JWT is its exp claim, in milliseconds", () => {
  assert.equal(expiryOf(jwt({ exp: 1_700_000_123 })), 1_700_000_123_000);
  assert.equal(expiryOf(jwt({ exp: 1, name: "Zoë ÿ?>~" })), 1_000, "whatever else it says");
});

for (const [what, token] of [
  ["an opaque token", "demo-alice"],
  ["a JWT without exp", jwt({ sub: "alice" })],
  ["an exp that is no number", jwt({ exp: "soon" })],
  ["claims that are null", jwt(null)],
  ["a payload that is no base64", "a.%%%.c"],
  ["a payload that is no JSON", `a.${Buffer.from("{").toString("base64url")}.c`],
] as const) {
  test(`${what} has no known end`, () => assert.equal(expiryOf(token), null));
}

test("a JWT is for its sub claim", () => {
  assert.equal(subjectOf(jwt({ sub: "alice" })), "alice");
});

for (const [what, token] of [
  ["an opaque token", "demo-alice"],
  ["a JWT without sub", jwt({ exp: 1 })],
  ["an empty sub", jwt({ sub: "" })],
  ["a sub that is no string", jwt({ sub: 1 })],
  ["claims that are null", jwt(null)],
] as const) {
  test(`${what} has no known subject`, () => assert.equal(subjectOf(token), null));
}
