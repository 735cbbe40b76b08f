/** The simulated core's strikes are those of gRFC A8. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPingPolicy } from "../../../src/simulator/ping-policy.js";

function policy(minIntervalMs = 300_000) {
  const time = { now: 0 };
  const { received, sent } = createPingPolicy({ minIntervalMs, now: () => time.now });
  return {
    sent,
    /** Lets this many seconds pass, then sends a PING. */
    ping(seconds: number, streams = 1): boolean {
      time.now += seconds * 1000;
      return received(streams);
    },
  };
}

test("the first PING is allowed, two that come too soon are forgiven, the third is one too many", () => {
  const { ping } = policy();
  assert.deepEqual(
    [0, 20, 20, 20].map((seconds) => ping(seconds)),
    [false, false, false, true],
  );
});

test("PINGs five minutes apart are allowed, as long as there is a stream; without one it is two hours", () => {
  const used = policy();
  for (let turn = 0; turn < 100; turn += 1) assert.equal(used.ping(300), false);
  const idle = policy();
  assert.deepEqual(
    [0, 300, 300, 300].map((seconds) => idle.ping(seconds, 0)),
    [false, false, false, true],
  );
  const patient = policy();
  for (let turn = 0; turn < 100; turn += 1) assert.equal(patient.ping(7200, 0), false);
});

test("a strike is not forgotten by waiting, but by what the core sends", () => {
  const waiting = policy();
  assert.deepEqual(
    [0, 1, 300, 1, 300, 1].map((seconds) => waiting.ping(seconds)),
    [false, false, false, false, false, true],
  );
  const talking = policy();
  for (let turn = 0; turn < 100; turn += 1) {
    talking.sent();
    assert.equal(talking.ping(1), false);
    assert.equal(talking.ping(1), false);
    assert.equal(talking.ping(1), false);
  }
});

test("an interval of 0 allows any", () => {
  const { ping } = policy(0);
  for (let turn = 0; turn < 100; turn += 1) assert.equal(ping(0, 0), false);
});
