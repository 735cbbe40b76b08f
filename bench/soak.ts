/**
 * `npm run soak [-- --calls 300]`: calls of all kinds in one page, and what it holds after each
 * hundred. It has to be flat after the first: the exit code is 1 otherwise.
 *
 * Flat means: not one peer connection, track, AudioContext or timer more than after the first
 * hundred, because each of those is a leak. Listeners and nodes may differ by 2 %, as what is
 * on screen differs with the last call; the heap by 4 %, which is what the browser's own caches
 * (compiled code, inline caches) move by: a leak of 2 kB per call would be twice that.
 */
import { parseArgs } from "node:util";
import { launchBrowser } from "../test/support/browser.js";
import { createStage } from "../test/support/stage.js";
import { openWidget } from "../test/support/widget.js";
import { atRest, kinds } from "./soak/kinds.js";
import { measure, timerScript, type Holdings } from "./soak/measure.js";

/** What share more than after the first part is still flat. */
const tolerance: Readonly<Record<keyof Holdings, number>> = {
  heapKilobytes: 0.04,
  peerConnections: 0,
  uncollected: 0,
  tracks: 0,
  audioContexts: 0,
  listeners: 0.02,
  nodes: 0.02,
  timers: 0,
  held: 0,
};
const names = Object.keys(tolerance) as (keyof Holdings)[];

const { values } = parseArgs({ options: { calls: { type: "string" } } });
const total = Number(values.calls ?? 300);
const part = Math.ceil(total / 3);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const row = (first: string, cells: readonly (string | number)[]): void =>
  print(first.padEnd(7) + cells.map((cell) => String(cell).padStart(17)).join(""));

/** What has grown from one measurement to a later one. */
function growth(before: Holdings, after: Holdings): string[] {
  return names
    .filter((name) => after[name] > before[name] * (1 + tolerance[name]) + (name === "uncollected" ? 1 : 0))
    .map((name) => `${name} grew from ${before[name]} to ${after[name]}`);
}

const [stage, browser] = await Promise.all([createStage(), launchBrowser()]);
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
  const grown = first === undefined ? [] : later.flatMap((each) => growth(first, each));
  print(grown.length === 0 ? "\nFlat after the first part." : `\nNot flat:\n  ${grown.join("\n  ")}`);
  if (grown.length > 0) process.exitCode = 1;
} finally {
  await browser.close();
  await stage.close();
}
