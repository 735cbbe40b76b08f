/** Real phones in many tabs: one registration, one owner of each call, each event to be acted on once. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import fc from "fast-check";
import { alice, createTabBench, type Tab, type TabBench } from "../../support/tab-bench.js";

const ignore = (promise: Promise<unknown>): void => {
  promise.catch(() => undefined);
};
const shown = ({ phone }: Tab): string[] =>
  phone.snapshot.calls
    .filter(({ state }) => state !== "ended")
    .map(({ id, state, muted, held }) => `${id} ${state} ${muted} ${held}`)
    .sort();
const registered = (bench: TabBench): Tab[] => bench.tabs.filter(({ line }) => line.terminal !== null);
const holders = ({ browser, live }: TabBench): Tab[] => {
  const pages = [...browser.held].filter(([name]) => name.endsWith(" holder")).map(([, page]) => page);
  return live.filter(({ page }) => pages.includes(page));
};
const owners = ({ live }: TabBench, id: string): number =>
  live.filter(({ phone }) => phone.snapshot.calls.some((call) => call.id === id && call.owner)).length;
const states = ({ live }: TabBench): (string | undefined)[] => live.map(({ phone }) => phone.snapshot.call?.state);

/** Opens tabs; the user looks at the first. */
async function open(count: number, calls: "single" | "multiple" = "single", delays?: number[]): Promise<TabBench> {
  const bench = await createTabBench(calls, delays);
  for (let opened = 0; opened < count; opened += 1) {
    bench.open().page.visible = opened === 0;
    await bench.run(500);
  }
  return bench;
}

/** Alice calls bob from this tab, and he answers. */
async function talk(bench: TabBench, tab: Tab): Promise<string> {
  const dialed = tab.page.run(() => tab.phone.dial("+4790000002"));
  await bench.run(500);
  ignore(bench.bob.answer());
  await bench.run(500);
  return (await dialed).id;
}

/** How often each thing was told with `primary`, in whichever tab. */
function acted(tabs: readonly Tab[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { told } of tabs) {
    for (const { what, primary } of told) if (primary) counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return counts;
}

group("tabs of one person", () => {
  test("have one registration, and one of them rings", async () => {
    const bench = await open(3);
    assert.deepEqual(
      registered(bench).map(({ page }) => page),
      [bench.tabs[0]!.page],
    );
    assert.ok(bench.live.every(({ phone }) => phone.snapshot.connection === "ready"));
    ignore(bench.bob.dial(alice));
    await bench.run(1_000);
    assert.deepEqual(states(bench), ["incoming", "incoming", "incoming"]);
    assert.deepEqual(
      bench.live.map(({ phone }) => phone.snapshot.call?.owner),
      [true, false, false],
    );
    assert.deepEqual(
      bench.live.map(({ media }) => media.leaks.connections),
      [1, 0, 0],
    );
  });

  test("ring where the user looks, though another tab holds the registration", async () => {
    const bench = await open(3);
    bench.tabs[0]!.page.visible = false;
    bench.tabs[2]!.page.visible = true;
    await bench.run(100);
    ignore(bench.bob.dial(alice));
    await bench.run(1_000);
    assert.deepEqual(
      bench.live.map(({ phone }) => phone.snapshot.call?.owner),
      [false, false, true],
    );
    assert.equal(registered(bench)[0], bench.tabs[0]);
  });

  test("two answer at once: the first has the sound, and both are content", async () => {
    const bench = await open(4);
    ignore(bench.bob.dial(alice));
    await bench.run(1_000);
    const answers = [bench.tabs[3]!, bench.tabs[1]!].map((tab) => tab.page.run(() => tab.phone.answer()));
    await bench.run(1_000);
    await Promise.all(answers);
    assert.deepEqual(states(bench), Array(4).fill("active"));
    assert.deepEqual(
      bench.live.map(({ phone }) => phone.snapshot.call?.owner),
      [false, false, false, true],
    );
    assert.deepEqual(
      bench.live.map(({ media }) => media.leaks.tracks),
      [0, 0, 0, 1],
    );
    const answered = [...acted(bench.tabs)].filter(([what]) => what.startsWith("call-answered"));
    assert.deepEqual(
      answered.map(([, count]) => count),
      [1],
    );
  });

  test("mute, hold and hang up what another tab has", async () => {
    const bench = await open(2);
    await talk(bench, bench.tabs[1]!);
    const [first, second] = [bench.tabs[0]!, bench.tabs[1]!];
    await Promise.all([first.page.run(() => first.phone.mute(true)), bench.run(10)]);
    assert.equal(second.media.tracks.at(-1)?.enabled, false);
    await Promise.all([first.page.run(() => first.phone.hold(true)), bench.run(10)]);
    assert.equal(second.phone.snapshot.call?.held, true);
    await assert.rejects(
      first.page.run(() => first.phone.sendDigits("1")),
      { code: "wrong-state" },
    );
    await Promise.all([first.page.run(() => first.phone.hangup()), bench.run(500)]);
    assert.deepEqual(second.media.leaks, { connections: 0, tracks: 0, playbacks: 0 });
    assert.equal(bench.bob.snapshot.call?.cause, "remote-hangup");
  });

  for (const [how, end] of [
    ["closes", (tab: Tab) => tab.page.close()],
    ["leaves in good order", (tab: Tab) => tab.leave()],
    ["is frozen after a warning", (tab: Tab) => tab.page.freeze(true)],
    ["is frozen without one", (tab: Tab) => tab.page.freeze(false)],
  ] as const) {
    test(`the holder ${how}: another takes over within two seconds, and a call elsewhere goes on`, async () => {
      const bench = await open(3);
      const id = await talk(bench, bench.tabs[2]!);
      bench.tabs[0]!.page.visible = false;
      bench.tabs[1]!.page.visible = true;
      await bench.run(10);
      end(bench.tabs[0]!);
      await bench.run(2_000);
      assert.equal(holders(bench).length, 1);
      assert.ok(bench.live.every(({ phone }) => phone.snapshot.connection === "ready"));
      await bench.run(3_000);
      assert.deepEqual(bench.live.map(shown), Array(2).fill([`${id} active false false`]));
      assert.deepEqual([owners(bench, id), bench.tabs[2]!.phone.snapshot.call?.owner], [1, true]);
      bench.tabs[0]!.page.thaw();
      await bench.run(2_000);
      assert.equal(holders(bench).length, 1);
      assert.equal(registered(bench).length, 1);
    });
  }

  test("the tab with the call closes: the others may pull it, and whoever does has it", async () => {
    const bench = await open(3);
    const id = await talk(bench, bench.tabs[2]!);
    bench.tabs[2]!.page.close();
    await bench.run(1_000);
    assert.deepEqual(
      bench.live.map(({ phone }) => phone.snapshot.subscriber),
      ["elsewhere", "elsewhere"],
    );
    const [, puller] = bench.live;
    await Promise.all([puller!.page.run(() => puller!.phone.pull()), bench.run(2_000)]);
    assert.deepEqual(
      bench.live.map(({ phone }) => phone.snapshot.call?.owner),
      [false, true],
    );
    assert.equal(puller!.phone.snapshot.call?.id, id);
  });

  test("nobody pulls it: it ends, and the core is told", async () => {
    const bench = await open(2);
    await talk(bench, bench.tabs[1]!);
    bench.tabs[1]!.page.close();
    await bench.run(35_000);
    assert.equal(bench.live[0]!.phone.snapshot.subscriber, "idle");
    assert.deepEqual(bench.core.model.callsOf(alice), []);
  });

  for (const method of ["close", "disconnect"] as const) {
    test(`a tab that says ${method} hangs up its call, frees it, and leaves the news to another`, async () => {
      const bench = await open(3);
      await talk(bench, bench.tabs[1]!);
      const [, leaver] = bench.tabs;
      if (method === "close") leaver!.leave();
      else await leaver!.page.run(() => leaver!.phone.disconnect());
      await bench.run(1_000);
      assert.deepEqual(leaver!.media.leaks, { connections: 0, tracks: 0, playbacks: 0 });
      assert.deepEqual(bench.core.model.callsOf(alice), []);
      const ended = [...acted(bench.tabs)].filter(([what]) => what.startsWith("call-ended"));
      assert.deepEqual(
        ended.map(([what, count]) => [what.split(" ")[3], count]),
        [["hangup", 1]],
      );
      assert.equal(registered(bench).length, 1);
    });
  }

  test("a tab without a holder to ask gives up after a while", async () => {
    const bench = await open(2);
    bench.tabs[0]!.page.freeze(false);
    bench.tabs[1]!.page.visible = false;
    const dialed = bench.tabs[1]!.page.run(() => bench.tabs[1]!.phone.dial("+4790000002"));
    const failure = assert.rejects(dialed, { code: "not-connected" });
    await bench.run(11_000);
    await failure;
  });
});

type Step =
  | readonly ["open" | "bob dials" | "bob answers" | "bob hangs up"]
  | readonly ["close" | "leave" | "look" | "thaw", number]
  | readonly ["freeze", number, boolean]
  | readonly ["dial" | "answer" | "hangup" | "mute" | "hold" | "pull", number]
  /** In two tabs at once. */
  | readonly ["both answer" | "both hang up", number, number]
  | readonly ["pass", number];

const tabAt = fc.nat(5);
const said: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom("open", "bob dials", "bob dials", "bob answers", "bob hangs up")) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("look", "leave"), tabAt) },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom("dial", "answer", "answer", "hangup", "mute", "hold", "pull"), tabAt),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("both answer", "both hang up"), tabAt, tabAt) },
  { weight: 6, arbitrary: fc.tuple(fc.constant("pass"), fc.constantFrom(0, 20, 200, 1_000, 6_000)) },
);
const anything: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: said },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("close", "thaw", "thaw"), tabAt) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("freeze"), tabAt, fc.boolean()) },
);

async function take(bench: TabBench, step: Step, safe: Tab | null): Promise<void> {
  const tab = (index: number): Tab | undefined => bench.live[index % Math.max(1, bench.live.length)];
  const ask = (index: number, deed: (phone: Tab["phone"]) => Promise<unknown>): void => {
    const asked = tab(index);
    if (asked !== undefined) ignore(asked.page.run(() => deed(asked.phone)));
  };
  switch (step[0]) {
    case "open":
      if (bench.live.length < 6) bench.open();
      break;
    case "bob dials":
      ignore(bench.bob.dial(alice));
      break;
    case "bob answers":
      ignore(bench.bob.answer());
      break;
    case "bob hangs up":
      ignore(bench.bob.hangup());
      break;
    case "look":
      for (const each of bench.live) each.page.visible = each === tab(step[1]);
      break;
    case "leave":
      if (tab(step[1]) !== safe) tab(step[1])?.leave();
      break;
    case "close":
      tab(step[1])?.page.close();
      break;
    case "freeze": {
      // A browser freezes what nobody looks at and what has no connection open.
      const frozen = tab(step[1]);
      if (frozen === undefined || frozen.media.leaks.connections > 0) break;
      frozen.page.visible = false;
      frozen.page.freeze(step[2]);
      break;
    }
    case "thaw":
      bench.tabs[step[1] % bench.tabs.length]?.page.thaw();
      break;
    case "dial":
      ask(step[1], (phone) => phone.dial("+4790000002"));
      break;
    case "both answer":
    case "both hang up":
      for (const index of step.slice(1) as number[]) {
        ask(index, (phone) => (step[0] === "both answer" ? phone.answer() : phone.hangup()));
      }
      break;
    case "pass":
      return bench.run(step[1]);
    default: {
      const method = step[0];
      ask(step[1], (phone) => phone[method]());
    }
  }
  await bench.run(0);
}

/** What holds whenever the user looks at a tab and nothing has happened for a while. */
async function assertOne(bench: TabBench): Promise<void> {
  if (bench.live.length === 0) bench.open();
  for (const each of bench.live) each.page.visible = each === bench.live[0];
  await bench.run(5_000);
  assert.equal(holders(bench).length, 1, "one tab holds the registration");
  // A frozen one finds out that it was replaced when it thaws, and then lets go.
  const known = registered(bench).filter(({ page }) => !page.frozen);
  assert.deepEqual(
    known.map(({ page }) => page.name),
    holders(bench).map(({ page }) => page.name),
    "which the core knows",
  );
  const [first] = bench.live.map(shown);
  for (const tab of bench.live) {
    assert.equal(tab.phone.snapshot.connection, "ready");
    assert.deepEqual(shown(tab), first, "all tabs know the same calls");
  }
  const calls = bench.live[0]!.phone.snapshot.calls.filter(({ state }) => state !== "ended");
  for (const { id } of calls) assert.equal(owners(bench, id), 1, "one tab has the media of each call");
  const media = bench.tabs.reduce((sum, tab) => sum + tab.media.leaks.connections, 0);
  assert.ok(media <= calls.length, "no other tab has any");
}

async function assertFreed(bench: TabBench): Promise<void> {
  for (const { page } of bench.tabs) page.thaw();
  await assertOne(bench);
  for (const { phone, page } of bench.live.slice(0, 1)) {
    for (const { id, state } of phone.snapshot.calls) if (state !== "ended") ignore(page.run(() => phone.hangup(id)));
  }
  await bench.run(60_000);
  assert.deepEqual(bench.core.model.callsOf(alice), []);
  for (const { media } of bench.tabs) assert.deepEqual(media.leaks, { connections: 0, tracks: 0, playbacks: 0 });
  for (const tab of bench.live) tab.leave();
  await bench.run(1_000);
  assert.deepEqual(registered(bench), []);
  assert.deepEqual([...bench.browser.held.keys()], [], "no lock is left");
}

for (const calls of ["single", "multiple"] as const) {
  group(`tabs of one person with ${calls} calls, whatever happens,`, () => {
    test("agree, with one holder and one owner of each call, and leave nothing behind", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(anything, { minLength: 2, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
          fc.array(fc.nat(90), { minLength: 1, maxLength: 5 }),
          async (rounds, delays) => {
            const bench = await open(3, calls, delays);
            for (const steps of rounds) {
              for (const step of steps) await take(bench, step, null);
              await assertOne(bench);
            }
            await assertFreed(bench);
          },
        ),
        { numRuns: 20, includeErrorInReport: true },
      );
    });

    test("act on each event once, as long as no tab dies", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(said, { minLength: 4, maxLength: 30, size: "max" }), async (steps) => {
          const bench = await open(3, calls);
          const [witness] = bench.tabs;
          for (const step of steps) await take(bench, step, witness!);
          await assertOne(bench);
          const happened = new Map<string, number>();
          for (const { what } of witness!.told) happened.set(what, (happened.get(what) ?? 0) + 1);
          assert.deepEqual(new Map([...acted(bench.tabs)].sort()), new Map([...happened].sort()));
          await assertFreed(bench);
        }),
        { numRuns: 20, includeErrorInReport: true },
      );
    });
  });
}
