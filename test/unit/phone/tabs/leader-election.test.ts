/** When a leader is taken for frozen. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import { createLeaderWatch } from "../../../../src/phone/tabs/leader-election.js";
import { createFakeClock } from "../../../support/fake-clock.js";

group("a leader that does not answer", () => {
  const bench = (): {
    clock: ReturnType<typeof createFakeClock>;
    log: string[];
    watch: ReturnType<typeof createLeaderWatch>;
    seen: { now: boolean };
  } => {
    const clock = createFakeClock();
    const log: string[] = [];
    const seen = { now: true };
    const watch = createLeaderWatch({
      clock,
      isWatching: () => seen.now,
      ping: () => log.push("ping"),
      onFrozen: () => log.push("frozen"),
    });
    watch.start();
    return { clock, log, watch, seen };
  };

  test("is taken for frozen within a second and a half, and not before a second", () => {
    const { clock, log } = bench();
    clock.pass(1_000);
    assert.equal(log.includes("frozen"), false);
    clock.pass(500);
    assert.equal(log.includes("frozen"), true);
  });

  test("is left alone as long as it answers, or nobody looks", () => {
    const { clock, log, watch, seen } = bench();
    for (let times = 0; times < 20; times += 1) {
      clock.pass(350);
      watch.leaderHeard();
    }
    seen.now = false;
    clock.pass(60_000);
    assert.equal(log.includes("frozen"), false);
    watch.stop();
    assert.equal(clock.waiting, 0);
  });
});
