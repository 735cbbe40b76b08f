/** The score follows the E-model; warnings come and go with hysteresis. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  nextQuality,
  noQuality,
  opinionScore,
  qualityOf,
  type QualityChange,
  type QualityState,
} from "../../../src/media/quality.js";
import type { CallStats } from "../../../src/media/types.js";

const fine: CallStats = {
  at: 0,
  roundTripMs: 40,
  jitterMs: 2,
  lossIn: 0,
  lossOut: 0,
  mos: 4.4,
  levelIn: 0.1,
  levelOut: 0.1,
  packetsIn: 50,
  packetsOut: 50,
  reached: true,
  codec: "opus",
  path: { local: "host", remote: "host" },
};

/** Seconds one after the other; `quiet` where the second says so. */
function run(seconds: readonly (Partial<CallStats> & { readonly quiet?: boolean })[], state: QualityState = noQuality) {
  const changes: (QualityChange & { readonly second: number })[] = [];
  for (const [index, { quiet = false, ...stats }] of seconds.entries()) {
    const [next, more] = nextQuality(state, { ...fine, ...stats }, quiet);
    state = next;
    changes.push(...more.map((change) => ({ ...change, second: index + 1 })));
  }
  return { state, changes };
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe("the opinion score", () => {
  it("is that of G.107 at known points", () => {
    // R = 93.2 gives 4.41; the fixed delay of 40 ms takes about a rating point.
    assert.ok(Math.abs(opinionScore(0, 0, 0) - 4.39) < 0.02);
    // 150 ms one way is still good (G.114), 5 % loss is not.
    assert.ok(opinionScore(220, 0, 0) > 4.2);
    assert.ok(opinionScore(40, 2, 0.05) < 4.03);
    assert.ok(opinionScore(900, 30, 0.1) < 2.6);
    assert.equal(opinionScore(10_000, 500, 1), 1);
  });

  it("never rises when anything gets worse, and stays on its scale", () => {
    const figure = fc.tuple(
      fc.double({ min: 0, max: 3000, noNaN: true }),
      fc.double({ min: 0, max: 300, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(figure, figure, ([trip, jitter, loss], [moreTrip, moreJitter, moreLoss]) => {
        const score = opinionScore(trip, jitter, loss);
        const worse = opinionScore(trip + moreTrip, jitter + moreJitter, Math.min(1, loss + moreLoss));
        assert.ok(score >= 1 && score <= 4.5 && worse <= score + 1e-9);
      }),
    );
  });
});

describe("a warning", () => {
  it("is raised by three of five bad seconds, after the first five of a call", () => {
    const { changes } = run([...times(5, { lossIn: 0.3 }), {}, { lossIn: 0.3 }, {}, { lossIn: 0.3 }, { lossIn: 0.3 }]);
    assert.deepEqual(changes, [{ code: "loss-in", cleared: false, second: 10 }]);
  });

  it("is cleared by five good seconds, not by four", () => {
    const raised = run([...times(5, {}), ...times(3, { roundTripMs: 500 })]);
    assert.equal(qualityOf(raised.state)?.problem, "high-delay");
    assert.deepEqual(run(times(4, {}), raised.state).changes, []);
    assert.deepEqual(run(times(5, {}), raised.state).changes, [{ code: "high-delay", cleared: true, second: 5 }]);
  });

  it("tells one-way audio and a silent microphone from the network", () => {
    const after = (stats: Partial<CallStats>, seconds: number) =>
      run([...times(5, {}), ...times(seconds, stats)]).changes.map(({ code }) => code);
    assert.deepEqual(after({ packetsIn: 0, lossIn: null, levelIn: 0 }, 3), ["no-audio-in"]);
    assert.deepEqual(after({ packetsIn: 0, reached: null }, 3), ["no-audio-in"], "where the browser does not tell");
    assert.deepEqual(after({ packetsIn: 0, reached: false }, 5), [], "the next check of the path will tell");
    assert.deepEqual(after({ packetsIn: 0, reached: false }, 9), ["loss-in"], "a dead network is no silence");
    const checked = Array.from({ length: 30 }, (_, index) => ({ packetsIn: 0, reached: index % 5 === 4 }));
    assert.deepEqual(
      run([...times(5, {}), ...checked]).changes.map(({ code }) => code),
      ["no-audio-in"],
      "the path is checked every few seconds",
    );
    assert.deepEqual(after({ packetsOut: 0 }, 3), ["no-audio-out"]);
    assert.deepEqual(after({ levelIn: 0 }, 9), []);
    assert.deepEqual(after({ levelIn: 0 }, 10), ["silent-far-end"]);
    assert.deepEqual(after({ levelOut: 0 }, 10), ["silent-microphone"]);
    assert.deepEqual(after({ levelOut: null, levelIn: null }, 20), [], "a browser that does not tell is not blamed");
  });

  it("of silence ends with the first sound", () => {
    const silent = run([...times(5, {}), ...times(10, { levelOut: 0 })]);
    assert.deepEqual(run([{}], silent.state).changes, [{ code: "silent-microphone", cleared: true, second: 1 }]);
  });

  it("is never raised while muted, held, recovering or moving, and what stood is cleared", () => {
    const bad = { lossIn: 0.5, levelOut: 0, packetsIn: 0 };
    assert.deepEqual(run(times(60, { ...bad, quiet: true })).changes, []);
    const raised = run([...times(5, {}), ...times(3, { jitterMs: 90 })]);
    assert.deepEqual(run([{ quiet: true }], raised.state).changes, [{ code: "high-jitter", cleared: true, second: 1 }]);
  });

  it("is raised and cleared in turn, whatever comes", () => {
    const second = fc.record({
      lossIn: fc.constantFrom(0, 0.1, null),
      levelOut: fc.constantFrom(0, 0.2, null),
      packetsIn: fc.constantFrom(0, 50),
      reached: fc.constantFrom(true, false, null),
      quiet: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(second, { maxLength: 120 }), (seconds) => {
        const standing = new Set<string>();
        const { changes, state } = run(seconds);
        for (const { code, cleared } of changes) {
          assert.equal(standing.has(code), cleared, code);
          if (cleared) standing.delete(code);
          else standing.add(code);
        }
        assert.deepEqual([...standing].sort(), [...state.raised].sort());
      }),
    );
  });
});

describe("the level of a call", () => {
  it("is unknown in the first seconds, then follows the score and the problem", () => {
    assert.equal(qualityOf(run(times(5, {})).state), null);
    assert.deepEqual(qualityOf(run(times(6, {})).state), { mos: 4.4, level: "good", problem: null });
    assert.equal(qualityOf(run(times(6, { mos: 3.4 })).state)?.level, "fair");
    assert.equal(qualityOf(run(times(6, { mos: 2.9 })).state)?.level, "poor");
    assert.equal(qualityOf(run([...times(5, {}), ...times(3, { packetsIn: 0, mos: null })]).state)?.level, "poor");
  });
});
