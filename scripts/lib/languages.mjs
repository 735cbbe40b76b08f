/** PHP and Python for `npm run test:full`, with what the token routes of the documents use: those that are there, or the distribution's. */
import { spawnSync } from "node:child_process";
import { installPackages } from "./browser.mjs";

const needs = {
  "php-cli php-curl": ["php", "-r", "exit(function_exists('curl_init') ? 0 : 1);"],
  "python3-flask python3-requests": ["python3", "-c", "import flask, requests"],
};

/** Installs what is missing where that can be done without asking anybody. */
export async function ensureLanguages() {
  for (const [packages, [program, ...args]] of Object.entries(needs)) {
    if (spawnSync(program, args, { stdio: "ignore" }).status === 0) continue;
    await installPackages(
      packages.split(" "),
      `npm run test:full runs the routes of docs/integrate/token.md, and needs ${packages} for that.\n` +
        `Install it, for example with: sudo apt-get install ${packages}`,
    );
  }
}
