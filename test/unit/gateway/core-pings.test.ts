/** PINGs to the core: seldom enough for any gRPC server, and soon enough where the core may be dead. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createCorePings } from "../../../src/gateway/core-pings.js";
import { createPingPolicy } from "../../../src/simulator/ping-policy.js";
import { createFakeClock } from "../../support/fake-clock.js";

const second = 1000;
const minute = 60 * second;

/** One connection to a core that answers each PING at once, until it is dead. */
function connection(intervalMs = 5 * minute) {
  const clock = createFakeClock();
  const start = clock.now();
  const pings: number[] = [];
  const state = { interval: intervalMs, streams: 1, alive: true, found: null as number | null };
  const policy = createPingPolicy({ minIntervalMs: 5 * minute, now: () => clock.now() });
  const since = (): number => (clock.now() - start) / second;
  let strikes = 0;
  const plan = createCorePings({
    clock,
    intervalMs: () => state.interval,
    doubtMs: 10 * second,
    timeoutMs: 5 * second,
    isUsed: () => state.streams > 0,
    ping(onAnswer) {
      pings.push(since());
      if (policy.received(state.streams)) strikes += 1;
      if (state.alive) onAnswer();
    },
    onDead: () => (state.found = since()),
  });
  return { clock, pings, plan, state, hungUp: () => strikes > 0 };
}

test("a connection on which nothing is said is asked once in five minutes, and a little more", () => {
  const { clock, pings, plan } = connection();
  plan.wrote();
  clock.pass(30 * minute);
  assert.deepEqual(pings, [10, 313, 616, 919, 1222, 1525]);
});

test("no PING while the core talks", () => {
  const { clock, pings, plan } = connection();
  for (let turn = 0; turn < 60; turn += 1) {
    plan.wrote();
    clock.pass(9 * second);
    plan.heard();
    clock.pass(51 * second);
  }
  assert.deepEqual(pings, []);
});

test("a dead core is found out 15 s after something was sent, or 308 s after it was last proven alive", () => {
  const soon = connection();
  soon.plan.heard();
  soon.clock.pass(minute);
  soon.state.alive = false;
  soon.plan.wrote();
  soon.clock.pass(10 * minute);
  assert.equal(soon.state.found, 60 + 10 + 5);

  const late = connection();
  late.plan.wrote();
  late.clock.pass(11 * second);
  late.state.alive = false;
  late.plan.wrote();
  late.clock.pass(10 * minute);
  assert.equal(late.state.found, 10 + 303 + 5);
});

test("no PING without streams, nor with an interval of 0, nor once it is stopped", () => {
  const idle = connection();
  idle.state.streams = 0;
  idle.plan.wrote();
  idle.clock.pass(60 * minute);
  assert.deepEqual(idle.pings, []);
  idle.state.streams = 1;
  idle.plan.wrote();
  idle.clock.pass(10 * second);
  assert.equal(idle.pings.length, 1);

  const off = connection(0);
  off.plan.wrote();
  off.plan.heard();
  off.clock.pass(60 * minute);
  assert.deepEqual(off.pings, []);

  const stopped = connection();
  stopped.plan.wrote();
  stopped.plan.stop();
  stopped.plan.heard();
  stopped.clock.pass(60 * minute);
  assert.deepEqual(stopped.pings, []);
  assert.equal(stopped.clock.waiting, 0);
});

test("an interval that grows holds for a PING that is planned already", () => {
  const { clock, pings, plan, state } = connection(minute);
  plan.wrote();
  clock.pass(11 * second);
  assert.equal(plan.lastIntervalMs(), minute);
  state.interval = 10 * minute;
  clock.pass(20 * minute);
  assert.deepEqual(pings, [10, 616]);
  assert.equal(plan.lastIntervalMs(), 10 * minute);
});

test("whatever is said and written, no gRPC server with default settings hangs up", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ what: fc.constantFrom("wrote", "heard"), ms: fc.integer({ min: 0, max: 400 * second }) }), {
        maxLength: 200,
      }),
      (events) => {
        const { clock, pings, plan, hungUp } = connection();
        for (const { what, ms } of events) {
          // The core's own policy is not told of its words: at its strictest, these never count in our favour.
          plan[what]();
          clock.pass(ms);
        }
        for (const [index, at] of pings.entries()) if (index > 0) assert.ok(at - (pings[index - 1] ?? 0) >= 300);
        assert.equal(hungUp(), false);
      },
    ),
  );
});
