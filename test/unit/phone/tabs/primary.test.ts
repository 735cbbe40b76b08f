/** Whatever becomes of tabs, one of them acts on what is told: `primary` is true in exactly one. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import fc from "fast-check";
import type { Tab, TabBench, Told } from "../../../support/tab-bench.js";
import {
  anything,
  assertFreed,
  assertOne,
  ignore,
  open,
  take,
  talk,
  type Step,
} from "../../../support/tab-scenarios.js";

/** That it has no registration any more is news of the tab that leaves. */
const nameIn = ({ name }: Tab["page"], { what, leaving }: Told): string =>
  leaving && !what.startsWith("call-") ? `${what} ${name}` : what;

/**
 * How often each thing happened: tabs are told of it at the same moment, and some not at all. News of the past,
 * which a tab is told when it joins or thaws, is nothing that happens.
 */
function happened(tabs: readonly Tab[]): Map<string, number> {
  const counts = new Map<string, number>();
  const moments = new Map<string, Map<string, number>>();
  for (const tab of tabs) {
    const own = new Map<string, number>();
    for (const each of tab.told) {
      const what = nameIn(tab.page, each);
      const { at, late } = each;
      // A thing of which there is late news alone has not happened.
      if (!counts.has(what)) counts.set(what, 0);
      if (!late) own.set(`${at} ${what}`, (own.get(`${at} ${what}`) ?? 0) + 1);
    }
    for (const [moment, count] of own) {
      const what = moment.slice(moment.indexOf(" ") + 1);
      const times = moments.get(what) ?? new Map<string, number>();
      moments.set(what, times.set(moment, Math.max(count, times.get(moment) ?? 0)));
    }
  }
  for (const [what, times] of moments)
    counts.set(
      what,
      [...times.values()].reduce((sum, count) => sum + count, 0),
    );
  return new Map([...counts].sort());
}

/** How often each thing was told with `primary`, in whichever tab. */
function acted(tabs: readonly Tab[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { page, told } of tabs) {
    for (const each of told) {
      const what = nameIn(page, each);
      counts.set(what, (counts.get(what) ?? 0) + Number(each.primary));
    }
  }
  return new Map([...counts].sort());
}

const assertEachOnce = ({ tabs }: TabBench): void => {
  assert.deepEqual(acted(tabs), happened(tabs), "each thing is acted on as often as it happens");
};

/** What was told in any tab, with how often it was acted on. */
const told = ({ tabs }: TabBench, start: string): number[] =>
  [...acted(tabs)].filter(([what]) => what.startsWith(start)).map(([, count]) => count);

group("one tab acts on each event", () => {
  for (const [how, end] of [
    ["dies", (tab: Tab) => tab.page.close()],
    ["is frozen", (tab: Tab) => tab.page.freeze(false)],
    ["leaves", (tab: Tab) => tab.leave()],
  ] as const) {
    test(`when the tab that leads ${how} in a call of its own`, async () => {
      const bench = await open(3);
      const [leader, second] = bench.tabs;
      const id = await talk(bench, leader!);
      leader!.page.visible = false;
      second!.page.visible = true;
      await bench.run(10);
      end(leader!);
      await bench.run(5_000);
      if (how === "leaves") assert.deepEqual(told(bench, `call-change ${id} ended hangup`), [1]);
      else assert.deepEqual(told(bench, `call-change ${id} recovering`), [1]);
      leader!.page.thaw();
      await bench.run(5_000);
      ignore(bench.bob.hangup());
      await bench.run(1_000);
      assert.deepEqual(told(bench, `call-ended ${id}`), [1]);
      assertEachOnce(bench);
      await assertFreed(bench);
    });
  }

  test("when the tab with the call is loaded anew", async () => {
    const bench = await open(2);
    const talker = bench.tabs[1]!;
    const id = await talk(bench, talker);
    const handovers = talker.phone.handovers();
    talker.page.close();
    const successor = bench.open();
    successor.page.run(() => {
      successor.phone.resume(handovers);
    });
    await bench.run(5_000);
    assert.equal(successor.phone.snapshot.call?.state, "active");
    assert.ok(successor.phone.snapshot.call.owner);
    ignore(bench.bob.hangup());
    await bench.run(1_000);
    assert.deepEqual(told(bench, `call-ended ${id} ended remote-hangup`), [1]);
    assertEachOnce(bench);
    await assertFreed(bench);
  });

  for (const calls of ["single", "multiple"] as const) {
    test(`whatever happens, with ${calls} calls`, async () => {
      const rounds = fc.array(fc.array(anything, { minLength: 2, maxLength: 8 }), { minLength: 1, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(rounds, async (steps: readonly (readonly Step[])[]) => {
          const bench = await open(3, calls);
          for (const round of steps) {
            for (const step of round) await take(bench, step, null);
            await assertOne(bench);
          }
          await assertFreed(bench);
          assertEachOnce(bench);
        }),
        { numRuns: 30, includeErrorInReport: true },
      );
    });
  }
});
