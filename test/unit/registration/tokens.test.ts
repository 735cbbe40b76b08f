/** Tokens: their end is known from the source or from the JWT, and they are asked for in time. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TerminalError } from "../../../src/errors.js";
import { createTokenKeeper, type TokenReason, type TokenResult } from "../../../src/registration/tokens.js";
import { createFakeClock } from "../../support/fake-clock.js";

function keeper(...results: (TokenResult | Error)[]) {
  const clock = createFakeClock();
  const reasons: TokenReason[] = [];
  const tokens = createTokenKeeper(async (reason) => {
    reasons.push(reason);
    const result = results[Math.min(reasons.length, results.length) - 1];
    if (result === undefined || result instanceof Error) throw result ?? new Error("no more");
    return result;
  }, clock);
  return { clock, reasons, tokens };
}

test("a token is asked for once and kept while it lives", async () => {
  const { clock, reasons, tokens } = keeper({ accessToken: "one", expiresIn: 3_600 }, "two");
  const first = await tokens.get();
  assert.deepEqual(first, { value: "one", expiresAt: clock.now() + 3_600_000 });
  clock.pass(3_539_000);
  assert.equal((await tokens.get()).value, "one");
  clock.pass(1_000);
  assert.equal((await tokens.get()).value, "two", "60 s before its end it is replaced");
  assert.deepEqual(reasons, ["start", "expiring"]);
});

test("a forgotten token is not used again", async () => {
  const { reasons, tokens } = keeper("one", "two");
  await tokens.get();
  tokens.forget();
  assert.equal((await tokens.get()).value, "two");
  assert.deepEqual(reasons, ["start", "start"]);
});

for (const wrong of [undefined, null, 7, "", { accessToken: 7 }, { token: "one" }]) {
  test(`a source that gives ${JSON.stringify(wrong) ?? "nothing"} has failed`, async () => {
    const { tokens } = keeper(wrong as never);
    await assert.rejects(
      tokens.get(),
      (error) => error instanceof TerminalError && error.code === "token-source-failed",
    );
  });
}

test("what a source throws is kept as the cause, and its own verdict counts", async () => {
  const cause = new Error("offline");
  await assert.rejects(keeper(cause).tokens.get(), (error) => error instanceof TerminalError && error.cause === cause);
  const verdict = new TerminalError("signed-out");
  await assert.rejects(keeper(verdict).tokens.get(), (error) => error === verdict);
});
