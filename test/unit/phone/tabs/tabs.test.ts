/** Real phones in many tabs: one registration, one owner of each call, each event to be acted on once. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import fc from "fast-check";
import { alice, type Tab, type TabBench } from "../../../support/tab-bench.js";
import {
  anything,
  assertFreed,
  assertOne,
  leaders,
  ignore,
  open,
  owners,
  registered,
  shown,
  states,
  take,
  talk,
} from "../../../support/tab-scenarios.js";

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

  test("ring where the user looks, though another tab leads", async () => {
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
    test(`the leader ${how}: another takes over within two seconds, and a call elsewhere goes on`, async () => {
      const bench = await open(3);
      const id = await talk(bench, bench.tabs[2]!);
      bench.tabs[0]!.page.visible = false;
      bench.tabs[1]!.page.visible = true;
      await bench.run(10);
      end(bench.tabs[0]!);
      await bench.run(2_000);
      assert.equal(leaders(bench).length, 1);
      assert.ok(bench.live.every(({ phone }) => phone.snapshot.connection === "ready"));
      await bench.run(3_000);
      assert.deepEqual(bench.live.map(shown), Array(2).fill([`${id} active false false`]));
      assert.deepEqual([owners(bench, id), bench.tabs[2]!.phone.snapshot.call?.owner], [1, true]);
      bench.tabs[0]!.page.thaw();
      await bench.run(2_000);
      assert.equal(leaders(bench).length, 1);
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

  test("a tab that took over from a frozen one leaves while it rings: it goes on ringing in a tab opened before", async () => {
    const bench = await open(3);
    const [first, second, third] = bench.tabs;
    first!.page.visible = false;
    third!.page.visible = true;
    await bench.run(10);
    first!.page.freeze(false);
    await bench.run(2_000);
    assert.deepEqual(leaders(bench), [third]);
    first!.page.close();
    ignore(bench.bob.dial(alice));
    await bench.run(1_000);
    third!.leave();
    await bench.run(5_000);
    assert.deepEqual(states(bench), ["incoming"]);
    assert.deepEqual(leaders(bench), [second]);
    assert.equal(second!.phone.snapshot.call?.owner, true);
  });

  /** The core refuses the token of all tabs, in a call of the third. */
  const refuse = async (): Promise<{ bench: TabBench; id: string }> => {
    const bench = await open(3);
    const id = await talk(bench, bench.tabs[2]!);
    bench.refused.add("token");
    bench.tabs[0]!.line.break(0, 0);
    await bench.run(5_000);
    assert.deepEqual(
      bench.live.map(({ phone }) => phone.snapshot.connection),
      Array(3).fill("signed-out"),
    );
    return { bench, id };
  };

  for (const index of [0, 1, 2]) {
    test(`a refused registration is opened again by tab ${index}, which has another token; the call goes on`, async () => {
      const { bench, id } = await refuse();
      const tab = bench.tabs[index]!;
      tab.token = "another token";
      await Promise.all([tab.page.run(() => tab.phone.connect()), bench.run(1_000)]);
      await bench.run(5_000);
      assert.deepEqual(leaders(bench), [tab]);
      assert.deepEqual(registered(bench), [tab]);
      assert.ok(bench.live.every(({ phone }) => phone.snapshot.connection === "ready"));
      assert.deepEqual(bench.live.map(shown), Array(3).fill([`${id} active false false`]));
      assert.equal(bench.tabs[2]!.phone.snapshot.call?.owner, true);
      await assertFreed(bench);
    });
  }

  test("a tab without a better token says so, and leaves one leader", async () => {
    const { bench, id } = await refuse();
    const tries = bench.tabs.map(({ page, phone }) =>
      assert.rejects(
        page.run(() => phone.connect()),
        { code: "signed-out" },
      ),
    );
    await Promise.all([...tries, bench.run(10_000)]);
    assert.equal(leaders(bench).length, 1);
    assert.deepEqual(bench.live.map(shown), Array(3).fill([`${id} recovering false false`]));
    bench.refused.clear();
    await Promise.all(bench.tabs.map(({ page, phone }) => page.run(() => phone.connect())).concat(bench.run(5_000)));
    await assertFreed(bench);
  });

  test("a new tab opens a refused registration with its own token", async () => {
    const { bench } = await refuse();
    const tab = bench.open();
    tab.token = "another token";
    await bench.run(5_000);
    assert.deepEqual(registered(bench), [tab]);
    await assertFreed(bench);
  });

  test("find each other, however each writes the endpoint", async () => {
    const bench = await open(1);
    bench.endpoint = "https://GATEWAY.example:443/";
    const tab = bench.open();
    await bench.run(500);
    assert.equal(tab.phone.snapshot.connection, "ready");
    assert.equal(registered(bench).length, 1);
  });

  test("a tab without a leader to ask gives up after a while", async () => {
    const bench = await open(2);
    bench.tabs[0]!.page.freeze(false);
    bench.tabs[1]!.page.visible = false;
    const dialed = bench.tabs[1]!.page.run(() => bench.tabs[1]!.phone.dial("+4790000002"));
    const failure = assert.rejects(dialed, { code: "not-connected" });
    await bench.run(11_000);
    await failure;
  });
});

for (const calls of ["single", "multiple"] as const) {
  group(`tabs of one person with ${calls} calls, whatever happens,`, () => {
    test("agree, with one leader and one owner of each call, and leave nothing behind", async () => {
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
  });
}
