/** Checks the import direction between modules, and that no files import each other in a cycle. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { at } from "./paths.mjs";
import { run } from "./run.mjs";

const limit = 5 * 60_000;

/** Returns the line of the import by which a violation comes about; 1 if the import is not found. */
function lineOf({ from, to }, modules, cwd) {
  const dependencies = modules.find((module) => module.source === from)?.dependencies ?? [];
  const specifiers = dependencies.filter((each) => each.resolved === to).map((each) => `"${each.module}"`);
  const lines = readFileSync(path.join(cwd, from), "utf8").split("\n");
  return lines.findIndex((line) => specifiers.some((specifier) => line.includes(specifier))) + 1 || 1;
}

/**
 * Returns the forbidden imports, each as "file:line text (rule)". Throws if the check cannot be carried out.
 *
 * @param {string} cwd the repository, or a tree of files like it.
 * @param {string[]} folders folders of it whose files are checked.
 */
export async function forbiddenImports(cwd, folders) {
  const report = mkdtempSync(path.join(tmpdir(), "module-boundaries-"));
  const file = path.join(report, "report.json");
  try {
    const { code, output } = await run(
      process.execPath,
      [
        at("node_modules/dependency-cruiser/bin/dependency-cruise.mjs"),
        ...["--config", at(".dependency-cruiser.mjs"), "--output-type", "json", "--output-to", file],
        ...folders,
      ],
      { cwd, limit },
    );
    if (code !== 0) throw new Error(`dependency-cruiser ended with code ${code}.\n${output}`);
    const { modules, summary } = JSON.parse(readFileSync(file, "utf8"));
    return summary.violations.map((violation) => {
      const { from, to, rule, cycle } = violation;
      const { comment } = summary.ruleSetUsed.forbidden.find(({ name }) => name === rule.name);
      const imports = cycle === undefined ? to : cycle.map(({ name }) => name).join(", which imports ");
      const line = lineOf({ from, to: cycle?.[0].name ?? to }, modules, cwd);
      return `${from}:${line} imports ${imports}. ${comment} (${rule.name})`;
    });
  } finally {
    rmSync(report, { recursive: true, force: true });
  }
}
