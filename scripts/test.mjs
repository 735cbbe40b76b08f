/**
 * `npm test`: sets up what is missing, runs every suite (or those named:
 * `npm test -- unit element`) and ends with one line, `N passed, N failed`.
 * `npm run test:full` runs test/full/ too, the element tests in Firefox and WebKit, and calls in Firefox.
 */
import { ensureBrowser } from "./lib/browser.mjs";
import { exitOnError } from "./lib/exit.mjs";
import { stopChildren, stopChildrenOnSignal } from "./lib/run.mjs";
import { fullGroups, groups } from "./lib/suites.mjs";
import { setup, SetupError } from "./setup.mjs";

function chosen(args) {
  const known = args.includes("--full") ? [...groups, ...fullGroups] : groups;
  const names = args.filter((each) => each !== "--full");
  const all = known.flat().map((suite) => suite.name);
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new SetupError(`Unknown suite: ${unknown.join(", ")}. Available: ${all.join(", ")}.`);
  return known
    .map((group) => group.filter((suite) => names.length === 0 || names.includes(suite.name)))
    .filter((group) => group.length > 0);
}

async function runSuite(suite) {
  const started = performance.now();
  let totals;
  try {
    totals = await suite.run();
  } catch (error) {
    process.stdout.write(`  ${suite.name}: ${error.stack}\n`);
    totals = { passed: 0, failed: 1, skipped: 0 };
  }
  if (totals.passed + totals.failed === 0) {
    process.stdout.write(`  ${suite.name}: no test ran, which counts as a failure\n`);
    totals.failed = 1;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
  process.stdout.write(
    `${suite.name.padEnd(15)} ${totals.passed} passed, ${totals.failed} failed${skipped} (${seconds} s)\n`,
  );
  return totals;
}

/** Brings the browsers that the suites need, one after the other: packages are installed one at a time. Gives Chromium's path. */
async function browsersFor(suites) {
  const browser = suites.some((suite) => suite.browser) ? await ensureBrowser() : undefined;
  for (const ensure of new Set(suites.flatMap((suite) => suite.others ?? []))) await ensure();
  return browser;
}

stopChildrenOnSignal();
await exitOnError(async () => {
  const work = chosen(process.argv.slice(2));
  const [, browser] = await Promise.all([setup(), browsersFor(work.flat())]);
  if (browser !== undefined) process.env.CHROME_PATH = browser;
  const sum = { passed: 0, failed: 0 };
  for (const group of work) {
    process.stdout.write(`Running ${group.map((suite) => suite.name).join(" and ")} ...\n`);
    for (const totals of await Promise.all(group.map(runSuite))) {
      sum.passed += totals.passed;
      sum.failed += totals.failed;
    }
  }
  stopChildren();
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);
  process.exitCode = sum.failed === 0 ? 0 : 1;
});
