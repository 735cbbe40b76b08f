/**
 * What every command needs first: a Node that is new enough, and the packages
 * of the lock file. Plain Node, because it runs before anything is installed.
 */
import { at, root, textOf } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

const needed = [20, 19];

/** A sentence for the user, in place of a stack trace. */
export class SetupError extends Error {}

/** Throws where this Node is too old. */
export function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
    throw new SetupError(`Node ${needed.join(".")} or newer is needed; this is ${version}. See https://nodejs.org.`);
  }
}

/** Whether node_modules holds what the lock file says, by npm's own record of what it installed. */
export function isInstalled() {
  const wanted = textOf("package-lock.json");
  const found = textOf("node_modules", ".package-lock.json");
  if (wanted === undefined || found === undefined) return false;
  const have = JSON.parse(found).packages;
  return Object.entries(JSON.parse(wanted).packages).every(
    // Optional packages are for other systems, and npm leaves those out.
    ([name, entry]) => name === "" || entry.optional || entry.devOptional || have[name]?.version === entry.version,
  );
}

/** Installs what is missing. Says so only where there is something to do. */
export async function setup() {
  checkNode();
  if (isInstalled()) return;
  const started = performance.now();
  process.stdout.write("Installing packages (npm ci) ...\n");
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  // The npm that called us, if one did: on Windows `npm` alone is a script that spawn cannot start.
  const npm = process.env.npm_execpath;
  const result = npm
    ? await run(process.execPath, [npm, ...args], { cwd: root })
    : await run("npm", args, { cwd: root });
  if (result.code !== 0) {
    throw new SetupError(`Cannot install packages (npm ci in ${at(".")}):\n${result.output}`);
  }
  process.stdout.write(`Installed in ${((performance.now() - started) / 1000).toFixed(0)} s.\n`);
}
