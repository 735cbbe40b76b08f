/** Sends in order, one at a time, on a network that does as it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DEAD_AFTER_MS, MAX_QUEUED_MESSAGES, SEND_AGAIN_MS, SEND_TRIES } from "../../../src/wire/constants.js";
import { type Attempt, createOrderedSends, type Sendable } from "../../../src/wire/ordered-sends.js";
import type { StreamStatus } from "../../../src/wire/stream.js";
import { createFakeClock, settled } from "../../support/fake-clock.js";

interface Try {
  readonly sequence: number;
  readonly what: Sendable;
  readonly signal: AbortSignal;
  readonly settle: (result: Attempt) => void;
}

function make() {
  const clock = createFakeClock();
  const tries: Try[] = [];
  const failures: StreamStatus[] = [];
  let idles = 0;
  const sends = createOrderedSends({
    clock,
    attempt: (sequence, what, signal) =>
      new Promise((settle) => {
        tries.push({ sequence, what, signal, settle });
      }),
    onFailure: (status) => failures.push(status),
    onIdle: () => (idles += 1),
  });
  return { clock, tries, failures, sends, idles: () => idles };
}

const bytes = (value: number): Uint8Array => Uint8Array.of(value);

test("nothing is sent before the session is known, then one at a time and in order", async () => {
  const { sends, tries, clock } = make();
  sends.push(bytes(0));
  sends.push("finish");
  assert.equal(tries.length, 0);
  sends.start();
  assert.equal(tries.length, 1);
  tries[0]?.settle("done");
  await settled();
  assert.deepEqual(
    tries.map(({ sequence, what }) => [sequence, what]),
    [
      [0, bytes(0)],
      [1, "finish"],
    ],
  );
  tries[1]?.settle("done");
  await settled();
  assert.ok(sends.idle());
  assert.equal(clock.waiting, 0);
});

test("a lost one is sent again under its number, later each time, and given up after five tries", async () => {
  const { sends, tries, clock, failures } = make();
  sends.start();
  sends.push(bytes(7));
  for (let index = 0; index < SEND_TRIES; index += 1) {
    assert.equal(tries.length, index + 1);
    tries[index]?.settle("again");
    await settled();
    clock.pass(SEND_AGAIN_MS * 2 ** index - 1);
    assert.equal(tries.length, index + 1);
    clock.pass(1);
  }
  assert.ok(tries.every(({ sequence }) => sequence === 0));
  assert.deepEqual(
    failures.map(({ code }) => code),
    ["unavailable"],
  );
  assert.equal(clock.waiting, 0);
});

test("an answer that does not come in 10 s counts as lost, and its request is given up", async () => {
  const { sends, tries, clock } = make();
  sends.start();
  sends.push(bytes(1));
  clock.pass(DEAD_AFTER_MS);
  await settled();
  assert.ok(tries[0]?.signal.aborted);
  clock.pass(SEND_AGAIN_MS);
  assert.equal(tries.length, 2);
  // What the first one comes to does not matter any more.
  tries[0]?.settle({ code: "internal", message: "" });
  tries[1]?.settle("done");
  await settled();
  assert.ok(sends.idle());
});

test("a refusal is final, and nothing follows", async () => {
  const { sends, tries, failures, clock } = make();
  sends.start();
  sends.push(bytes(1));
  sends.push(bytes(2));
  tries[0]?.settle({ code: "unavailable", message: "unknown" });
  await settled();
  sends.push(bytes(3));
  assert.equal(tries.length, 1);
  assert.equal(failures[0]?.message, "unknown");
  assert.equal(clock.waiting, 0);
});

test("the queue is bounded", () => {
  const { sends, failures } = make();
  for (let index = 0; index <= MAX_QUEUED_MESSAGES; index += 1) sends.push(bytes(index));
  assert.deepEqual(
    failures.map(({ code }) => code),
    ["resource_exhausted"],
  );
});

test("stopping gives up what is under way", () => {
  const { sends, tries, clock, failures } = make();
  sends.start();
  sends.push(bytes(1));
  sends.stop();
  assert.ok(tries[0]?.signal.aborted);
  assert.equal(clock.waiting + failures.length, 0);
});

test("whatever is lost on either way, a receiver that drops doubles has each once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("arrives", "lost", "unheard"), { maxLength: 40 }), async (network) => {
      const clock = createFakeClock();
      const received: number[] = [];
      let expected = 0;
      let tries = 0;
      let failed = false;
      const sends = createOrderedSends({
        clock,
        attempt: async (sequence, what) => {
          const fate = network[tries] ?? "arrives";
          tries += 1;
          if (fate !== "lost" && sequence === expected) {
            expected += 1;
            received.push((what as Uint8Array)[0] as number);
          }
          return fate === "arrives" ? "done" : "again";
        },
        onFailure: () => (failed = true),
        onIdle: () => undefined,
      });
      sends.start();
      for (let index = 0; index < 10; index += 1) sends.push(bytes(index));
      await clock.run(60_000);
      assert.ok(failed || received.length === 10);
      assert.deepEqual(
        received,
        received.map((_, index) => index),
      );
      assert.equal(clock.waiting, 0);
    }),
    { numRuns: 60 },
  );
});
