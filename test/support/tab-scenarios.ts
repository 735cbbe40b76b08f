/** Random steps of the tabs of one person, and what holds after any of them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { alice, createTabBench, type Tab, type TabBench } from "./tab-bench.js";

export const ignore = (promise: Promise<unknown>): void => {
  promise.catch(() => undefined);
};
export const shown = ({ phone }: Tab): string[] =>
  phone.snapshot.calls
    .filter(({ state }) => state !== "ended")
    .map(({ id, state, muted, held }) => `${id} ${state} ${muted} ${held}`)
    .sort();
export const registered = (bench: TabBench): Tab[] => bench.tabs.filter(({ line }) => line.terminal !== null);
export const leaders = ({ browser, live }: TabBench): Tab[] => {
  const pages = [...browser.held].filter(([name]) => name.endsWith(" leader")).map(([, page]) => page);
  return live.filter(({ page }) => pages.includes(page));
};
export const owners = ({ live }: TabBench, id: string): number =>
  live.filter(({ phone }) => phone.snapshot.calls.some((call) => call.id === id && call.owner)).length;
export const states = ({ live }: TabBench): (string | undefined)[] =>
  live.map(({ phone }) => phone.snapshot.call?.state);

/** Opens tabs; the user looks at the first. */
export async function open(
  count: number,
  calls: "single" | "multiple" = "single",
  delays?: number[],
): Promise<TabBench> {
  const bench = await createTabBench(calls, delays);
  for (let opened = 0; opened < count; opened += 1) {
    bench.open().page.visible = opened === 0;
    await bench.run(500);
  }
  return bench;
}

/** Alice calls bob from this tab, and he answers. */
export async function talk(bench: TabBench, tab: Tab): Promise<string> {
  const dialed = tab.page.run(() => tab.phone.dial("+4790000002"));
  await bench.run(500);
  ignore(bench.bob.answer());
  await bench.run(500);
  return (await dialed).id;
}

/** One thing that happens, written like a line of a log. */
export type Step =
  | readonly ["open" | "bob dials" | "bob answers" | "bob hangs up"]
  | readonly ["close" | "leave" | "look" | "thaw", number]
  | readonly ["freeze", number, boolean]
  | readonly ["dial" | "answer" | "hangup" | "mute" | "hold" | "pull" | "connect", number]
  /** In two tabs at once. */
  | readonly ["both answer" | "both hang up", number, number]
  | readonly ["pass", number];

const tabAt = fc.nat(5);
/** What people do, while no tab dies. */
export const said: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom("open", "bob dials", "bob dials", "bob answers", "bob hangs up")) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom("look", "leave"), tabAt) },
  {
    weight: 5,
    arbitrary: fc.tuple(
      fc.constantFrom("dial", "answer", "answer", "hangup", "mute", "hold", "pull", "connect"),
      tabAt,
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("both answer", "both hang up"), tabAt, tabAt) },
  { weight: 6, arbitrary: fc.tuple(fc.constant("pass"), fc.constantFrom(0, 20, 200, 1_000, 6_000)) },
);
/** What people do, and what becomes of tabs. */
export const anything: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: said },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom("close", "thaw", "thaw"), tabAt) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("freeze"), tabAt, fc.boolean()) },
);

/** When somebody did something in a tab. */
const usedAt = new WeakMap<Tab, number>();

/** Opens a tab. The registration of one that follows the last tab's is of a later millisecond than the last's. */
async function openTab(bench: TabBench): Promise<void> {
  if (bench.live.length === 0) await bench.run(1);
  bench.open();
}

/** `safe`: a tab that does not leave. */
export async function take(bench: TabBench, step: Step, safe: Tab | null): Promise<void> {
  const tab = (index: number): Tab | undefined => bench.live[index % Math.max(1, bench.live.length)];
  const ask = (index: number, deed: (phone: Tab["phone"]) => Promise<unknown>): void => {
    const asked = tab(index);
    if (asked !== undefined) usedAt.set(asked, bench.clock.now());
    if (asked !== undefined) ignore(asked.page.run(() => deed(asked.phone)));
  };
  switch (step[0]) {
    case "open":
      if (bench.live.length < 6) await openTab(bench);
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
      // Nor what has just been used.
      if (usedAt.get(frozen) === bench.clock.now()) break;
      frozen.page.visible = false;
      frozen.page.freeze(step[2]);
      break;
    }
    case "thaw":
      bench.tabs[step[1] % bench.tabs.length]?.page.thaw();
      // Whatever is done in it next is done later.
      return bench.run(1);
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
export async function assertOne(bench: TabBench): Promise<void> {
  if (bench.live.length === 0) await openTab(bench);
  for (const each of bench.live) each.page.visible = each === bench.live[0];
  await bench.run(5_000);
  assert.equal(leaders(bench).length, 1, "one tab leads");
  // A frozen one finds out that it was replaced when it thaws, and then lets go.
  const known = registered(bench).filter(({ page }) => !page.frozen);
  assert.deepEqual(
    known.map(({ page }) => page.name),
    leaders(bench).map(({ page }) => page.name),
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

/** Nothing is left behind once all has ended. */
export async function assertFreed(bench: TabBench): Promise<void> {
  for (const { page } of bench.tabs) {
    page.thaw();
    await bench.run(1);
  }
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
