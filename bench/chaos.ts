/**
 * `npm run chaos [-- --seconds 600 --seed N]`: two pages call each other while everything
 * between them breaks. Exits with 1 when a call was lost that should have survived, when
 * anything was stuck, or when a page threw. The seed makes a run again.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { launchBrowser } from "../test/support/browser.js";
import { runChaos } from "../test/support/chaos/run.js";

const { values } = parseArgs({ options: { seconds: { type: "string" }, seed: { type: "string" } } });
const seconds = Number(values.seconds ?? 600);
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
if (!Number.isInteger(seed) || !(seconds > 0)) throw new Error("Write --seconds 600 --seed 1: both are numbers.");

const print = (line: string): void => void process.stdout.write(`${line}\n`);

print(`Chaos for ${seconds} s with seed ${seed}.`);
const browser = await launchBrowser();
try {
  const report = await runChaos({ seed, seconds, browser, say: print });
  const troubles = [...report.lost, ...report.stuck];
  print("");
  print(`seed                  ${report.seed}`);
  print(`ran                   ${report.seconds} s`);
  print(`calls made            ${report.calls} (${report.answered} with both talking to the end)`);
  for (const [kind, count] of Object.entries(report.faults).sort()) print(`  ${kind.padEnd(19)} ${count}`);
  print(`ended with the core   ${report.endedWithCore} (rightly: it held them)`);
  print(`calls lost            ${report.lost.length}`);
  print(`states stuck          ${report.stuck.length}`);
  print(`exceptions            ${report.exceptions.length}`);
  for (const { round, what } of troubles) print(`  call ${round}: ${what}`);
  for (const exception of report.exceptions) print(`  ${exception}`);
  if (troubles.length + report.exceptions.length > 0) {
    mkdirSync(".cache", { recursive: true });
    writeFileSync(`.cache/chaos-${report.seed}.json`, JSON.stringify(report, null, 1));
    print(`All that is known of it: .cache/chaos-${report.seed}.json`);
    process.exitCode = 1;
  }
} finally {
  await browser.close();
}
