/**
 * `npm run soak [-- --calls 300]`: calls of all kinds in one page, and what it holds after each
 * hundred. It has to be flat after the first: the exit code is 1 otherwise.
 *
 * Flat means: not one open peer connection, live track, AudioContext or timer more than after
 * the first hundred, because each of those is a leak. Nodes may differ by 2 %, as what is on
 * screen differs with the last call. Chromium 156 itself holds some connections for good that
 * were closed in the midst of gathering candidates (a heap snapshot shows its own persistent
 * root, in ChangeIceGatheringState), with a listener or two and some 15 kB each: fewer than 5
 * in a hundred calls, measured. A leak of ours keeps one per call of a kind, of which there are
 * 6 in a hundred, or of every kind. So 5 uncollected and 5 listeners per part are still flat,
 * and 5 % of heap per part, which is about 1 kB per call.
 */
import { parseArgs } from "node:util";
import { launchBrowser } from "../test/support/browser.js";
import { createStage } from "../test/support/stage.js";
import { openWidget } from "../test/support/widget.js";
import { atRest, kinds } from "./soak/kinds.js";
import { measure, timerScript, type Holdings } from "./soak/measure.js";

/** How much more than a part before is still flat: a share, or a number of things. */
const tolerance: Readonly<Record<keyof Holdings, { readonly share: number } | { readonly things: number }>> = {
  heapKilobytes: { share: 0.05 },
  peerConnections: { things: 0 },
  uncollected: { things: 5 },
  tracks: { things: 0 },
  audioContexts: { things: 0 },
  listeners: { things: 5 },
  nodes: { share: 0.02 },
  timers: { things: 0 },
  callResources: { things: 0 },
};
const names = Object.keys(tolerance) as (keyof Holdings)[];

const { values } = parseArgs({ options: { calls: { type: "string" } } });
const total = Number(values.calls ?? 300);
const part = Math.ceil(total / 3);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const row = (first: string, cells: readonly (string | number)[]): void =>
  print(first.padEnd(7) + cells.map((cell) => String(cell).padStart(17)).join(""));

/** What has grown by more than it may from the first measurement to one that is so many parts later. */
function growth(first: Holdings, later: Holdings, parts: number): string[] {
  return names
    .filter((name) => {
      const allowed = tolerance[name];
      const each = "share" in allowed ? first[name] * allowed.share : allowed.things;
      return later[name] > first[name] + parts * each;
    })
    .map((name) => `${name} grew from ${first[name]} to ${later[name]}`);
}

// Machine code of functions that have become hot is in the heap as well: over 100 kB more in the second
// hundred, by snapshots of both. It is no trace of a call, so the browser is told to make none.
const interpreted = "--js-flags=--no-sparkplug --no-maglev --no-opt";
const [stage, browser] = await Promise.all([createStage(), launchBrowser({ more: [interpreted] })]);
try {
  const page = await openWidget(browser, stage, "alice", {
    prepare: async (raw) => {
      await raw.evaluateOnNewDocument(timerScript);
    },
  });
  const client = await page.page.createCDPSession();
  await client.send("Performance.enable");
  await client.send("HeapProfiler.enable");

  print(`${total} calls of ${Object.keys(kinds).length} kinds: ${Object.keys(kinds).join(", ")}.\n`);
  row("calls", names);
  const measured: Holdings[] = [];
  const note = async (calls: number): Promise<void> => {
    const holdings = await measure(page, client);
    measured.push(holdings);
    row(
      String(calls),
      names.map((name) => holdings[name]),
    );
  };

  await note(0);
  const all = Object.entries(kinds);
  for (let index = 0; index < total; index += 1) {
    const [name, play] = all[index % all.length] as (typeof all)[number];
    try {
      await play(page, stage);
      await atRest(page, stage);
    } catch (reason) {
      throw new Error(`Call ${index + 1} (${name}) did not come to its end`, { cause: reason });
    }
    if ((index + 1) % part === 0 || index + 1 === total) {
      // Measured at the same thing on screen each time.
      await kinds["outgoing"]?.(page, stage);
      await atRest(page, stage);
      await note(index + 1);
    }
  }

  const [, first, ...later] = measured;
  const grown = first === undefined ? [] : later.flatMap((each, index) => growth(first, each, index + 1));
  print(grown.length === 0 ? "\nFlat after the first part." : `\nNot flat:\n  ${grown.join("\n  ")}`);
  if (grown.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  await stage.close();
}
