/** The suites of `npm test`: how each runs, and what it says of itself. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { ensureLanguages, ensureStockGrpc } from "./languages.mjs";
import { lint } from "./lint.mjs";
import { ensureFirefox, ensureWebKit } from "./other-browsers.mjs";
import { at, filesBelow, root } from "./paths.mjs";
import { run } from "./run.mjs";
import { build, compile, describeForTools } from "../build.mjs";

const minute = 60_000;

/**
 * @typedef {{passed: number, failed: number, skipped: number}} Totals
 * @typedef {{name: string, browser: boolean, others?: (() => Promise<unknown>)[], run: () => Promise<Totals>}} Suite
 *   `browser`: it needs a Chromium. `others`: what brings the other programs that it needs; they are there before any suite runs.
 */

const say = (text) => process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);

/** Starts a runner that writes its totals to a file, and reads them; a runner that broke counts as one failure. */
async function runWithTotals(name, args, limit, env = {}) {
  mkdirSync(at(".cache"), { recursive: true });
  const file = at(".cache", `totals-${name}-${process.pid}.json`);
  const result = await run(process.execPath, args, {
    cwd: root,
    show: true,
    limit,
    env: { ...env, TEST_TOTALS: file },
  });
  const totals = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { passed: 0, failed: 0, skipped: 0 };
  rmSync(file, { force: true });
  if (result.timedOut) say(`  ${name}: ended after ${limit / minute} minutes without a result`);
  else if (result.code !== 0 && totals.failed === 0) say(`  ${name}: its runner ended with code ${result.code}`);
  if (result.code !== 0 && totals.failed === 0) totals.failed = 1;
  return totals;
}

/** node:test over the folder's *.test.ts, or those whose names are picked; TypeScript through tsx. */
async function nodeTests(name, { at: folder = `test/${name}`, pick = () => true, concurrency, seconds, limit, env }) {
  const files = filesBelow(folder, (file) => file.endsWith(".test.ts") && pick(path.basename(file, ".test.ts")));
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  const args = [
    "--import",
    "tsx",
    "--test",
    "--test-reporter=./test/support/reporter.mjs",
    `--test-concurrency=${concurrency}`,
    // For a file as well as for each test in it: nothing hangs for ever.
    `--test-timeout=${seconds * 1000}`,
    ...files,
  ];
  return runWithTotals(name, args, limit, env);
}

async function types() {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const count = async (work) => {
    try {
      await work();
      totals.passed += 1;
    } catch (error) {
      totals.failed += 1;
      say(`  ${error.message}`);
    }
  };
  await count(compile);
  await count(describeForTools);
  for (const [project, what] of [
    ["test/tsconfig.json", "The tests do not type-check"],
    ["test/types/tsconfig.json", "What users write does not type-check as it should"],
  ]) {
    await count(async () => {
      const result = await run(process.execPath, [at("node_modules/typescript/bin/tsc"), "-p", project], {
        cwd: root,
        limit: 5 * minute,
      });
      if (result.code !== 0) throw new Error(`${what}:\n${result.output}`);
    });
  }
  return totals;
}

const element = () =>
  filesBelow("test/element", (file) => file.endsWith(".test.ts")).length === 0
    ? Promise.resolve({ passed: 0, failed: 0, skipped: 0 })
    : runWithTotals("element", [at("node_modules/@web/test-runner/dist/bin.js")], 5 * minute);

/** The element tests in another browser than Chromium, one file after the other. */
const elementIn = (name) => () =>
  runWithTotals(
    `element-${name}`,
    ["--import", "tsx", at("node_modules/@web/test-runner/dist/bin.js"), "--config", "web-test-runner.others.mjs"],
    5 * minute,
    {
      ELEMENT_BROWSER: name,
    },
  );

/** Those of test/e2e/ that look for gaps in the sound or hold a promise of seconds: nothing runs beside them. */
const measuring = ["changed-settings", "fetch", "lost-media", "navigation", "survive", "tabs", "tones"];

/** Most of an end-to-end test is waiting, so that two files share the cores well. */
async function endToEnd() {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [pick, concurrency] of [
    [(file) => !measuring.includes(file), 2],
    [(file) => measuring.includes(file), 1],
  ]) {
    const totals = await nodeTests("e2e", { pick, concurrency, seconds: 180, limit: 15 * minute });
    for (const key of Object.keys(sum)) sum[key] += totals[key];
  }
  return sum;
}

/** These look at what is built, so it is built first. */
const built = (work) => async () => {
  try {
    await build();
  } catch (error) {
    say(`  ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return work();
};

/**
 * In the order they run in. Those in one group share the machine's cores; the others
 * have it for themselves, because they listen to audio or count milliseconds.
 *
 * @type {Suite[][]}
 */
export const groups = [
  [
    { name: "lint", browser: false, run: lint },
    { name: "types", browser: false, run: types },
  ],
  [
    { name: "unit", browser: false, run: () => nodeTests("unit", { concurrency: 2, seconds: 60, limit: 5 * minute }) },
    { name: "element", browser: true, run: element },
  ],
  [
    {
      name: "node",
      browser: false,
      run: () => nodeTests("node", { concurrency: 2, seconds: 120, limit: 10 * minute }),
    },
  ],
  [
    {
      name: "package",
      browser: true,
      run: built(() => nodeTests("package", { concurrency: 2, seconds: 480, limit: 20 * minute })),
    },
  ],
  [{ name: "e2e", browser: true, run: built(endToEnd) }],
];

/**
 * End-to-end tests that run in Firefox too. The others need what only Chromium gives a test
 * (a relay for its media, frozen tabs, another autoplay policy), or try nothing of the browser's.
 */
const inFirefox = [
  ...["smoke", "one-tag", "click-to-call", "sign-in", "two-pages", "scripted"],
  ...["several-calls", "moving", "navigation", "leaving", "survive"],
];
const e2eInFirefox = () =>
  nodeTests("e2e-firefox", {
    at: "test/e2e",
    pick: (file) => inFirefox.includes(file),
    concurrency: 1,
    seconds: 240,
    limit: 15 * minute,
    env: { E2E_BROWSER: "firefox" },
  });

/** What `npm run test:full` adds: too slow for every change, or in need of the package registry. With it no route of token.md is skipped. */
export const fullGroups = [
  [{ name: "element-firefox", browser: false, others: [ensureFirefox], run: elementIn("firefox") }],
  [{ name: "element-webkit", browser: false, others: [ensureWebKit], run: elementIn("webkit") }],
  [{ name: "e2e-firefox", browser: false, others: [ensureFirefox], run: built(e2eInFirefox) }],
  [
    {
      name: "full",
      browser: true,
      others: [ensureFirefox, ensureWebKit, ensureLanguages, ensureStockGrpc],
      run: built(() => nodeTests("full", { concurrency: 1, seconds: 900, limit: 55 * minute })),
    },
  ],
];
