/** The lint suite: code rules, import direction and cycles, formatting, spelling. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { forbiddenImports } from "./module-boundaries.mjs";
import { at, filesBelow, hashOf, root, textOf } from "./paths.mjs";
import { run } from "./run.mjs";

const limit = 10 * 60_000;
const codeFolders = ["src", "test", "bench", "scripts", "demo"];

/** @typedef {{passed: number, failed: number, skipped: number}} Totals */

const say = (text) => process.stdout.write(`  ${text.trimEnd().replaceAll("\n", "\n  ")}\n`);
const one = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });

/** Returns all that ESLint and the import check depend on: their findings in one file depend on other files. */
function codeInputs() {
  const code = (name) => /\.(c|m)?(js|ts|json)$/.test(name) && !name.includes("node_modules/");
  const rootFiles = filesBelow(".", (name) => !name.includes("/") && code(name));
  return [...codeFolders.flatMap((folder) => filesBelow(folder, code)), ...rootFiles];
}

/** Runs `work`, unless it passed before with the same content of the same files. */
async function whenCodeChanged(name, work) {
  const hash = hashOf(codeInputs());
  const before = JSON.parse(textOf(".cache", `lint-${name}.json`) ?? "{}");
  if (before.hash === hash) return before.totals;
  const totals = await work();
  if (totals.failed === 0) writeFileSync(at(".cache", `lint-${name}.json`), JSON.stringify({ hash, totals }));
  return totals;
}

/** Runs a tool of node_modules. Returns its exit code and what it printed. */
async function tool(script, ...args) {
  const result = await run(process.execPath, [at("node_modules", script), ...args], { cwd: root, limit });
  return result.timedOut ? { code: 1, output: `${script} took longer than ${limit / 60_000} minutes.` } : result;
}

/** The ESLint rules; each file counts. */
async function eslint() {
  const report = `.cache/eslint-${process.pid}.json`;
  const result = await tool("eslint/bin/eslint.js", ".", "--format", "json", "--output-file", report);
  const files = JSON.parse(textOf(report) ?? "null");
  rmSync(at(report), { force: true });
  if (files === null) {
    say(`ESLint ended with code ${result.code}.\n${result.output}`);
    return one(false);
  }
  for (const { filePath, messages } of files) {
    for (const { line = 1, column = 1, severity, message, ruleId } of messages) {
      const level = severity === 2 ? "error" : "warning";
      say(`${filePath.slice(root.length)}:${line}:${column} ${level} ${message} (${ruleId ?? "parser"})`);
    }
  }
  const failed = files.filter((file) => file.errorCount > 0).length;
  return { passed: files.length - failed, failed, skipped: 0 };
}

async function imports() {
  const found = await forbiddenImports(root, codeFolders);
  found.forEach(say);
  return one(found.length === 0);
}

/** Returns the first line in which two texts differ. */
function firstDifference(text, other) {
  const lines = other.split("\n");
  return text.split("\n").findIndex((line, index) => line !== lines[index]) + 1;
}

async function formatting() {
  const cache = ["--cache", "--cache-location", ".cache/prettier", "--cache-strategy", "content"];
  const { code, output } = await tool("prettier/bin/prettier.cjs", "--list-different", ".", ...cache);
  if (code === 0) return one(true);
  const { format, resolveConfig } = await import("prettier");
  for (const file of output.trim().split("\n")) {
    const text = textOf(file);
    const formatted = await Promise.resolve(text)
      .then(async () => format(text, { ...(await resolveConfig(at(file))), filepath: file }))
      .catch(() => undefined);
    // A file with a syntax error is not listed; Prettier has printed the error.
    if (formatted === undefined) say(file);
    else say(`${file}:${firstDifference(text, formatted)} is not formatted. Run \`npm run format\`.`);
  }
  return one(false);
}

async function spelling() {
  const cache = ["--cache", "--cache-location", ".cache/cspell", "--cache-strategy", "content"];
  const { code, output } = await tool(
    "cspell/bin.mjs",
    ...["lint", "--no-progress", "--no-summary", "--no-color", "--dot", ...cache],
  );
  if (code !== 0) say(`${output}\nCorrect the spelling, or add a term of the field to project-words.txt.`);
  return one(code === 0);
}

/** Runs the checks of a list one after the other, also after one that failed. Returns the sum of their totals. */
async function inTurn(checks) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, work] of checks) {
    const started = performance.now();
    const totals = await work();
    for (const key of Object.keys(sum)) sum[key] += totals[key];
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(`lint: ${name} ${totals.failed === 0 ? "passed" : "failed"} (${seconds} s)`);
  }
  return sum;
}

/**
 * Runs every check. ESLint takes as long as the others together.
 *
 * @returns {Promise<Totals>}
 */
export async function lint() {
  mkdirSync(at(".cache"), { recursive: true });
  const [rules, others] = await Promise.all([
    inTurn([["code rules", () => whenCodeChanged("eslint", eslint)]]),
    inTurn([
      ["imports", () => whenCodeChanged("imports", imports)],
      ["formatting", formatting],
      ["spelling", spelling],
    ]),
  ]);
  return Object.fromEntries(Object.keys(rules).map((key) => [key, rules[key] + others[key]]));
}
