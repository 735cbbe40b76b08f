/** PHP and Python for `npm run test:full`, with what the token routes of the documents and a stock gRPC server use: those that are there, or the distribution's. */
import { spawnSync } from "node:child_process";
import { installPackages } from "./browser.mjs";
import { SetupError } from "../setup.mjs";

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

/** The path of a Python that has grpcio; installs it where that can be done without asking anybody. */
export async function ensureStockGrpc() {
  // The distribution's package is for the distribution's Python, which need not be the first of the path.
  const find = () =>
    ["python3", "/usr/bin/python3"].find(
      (program) => spawnSync(program, ["-c", "import grpc"], { stdio: "ignore" }).status === 0,
    );
  const found = find();
  if (found !== undefined) return found;
  const needed = "python3-grpcio";
  await installPackages(
    [needed],
    `npm run test:full runs the gateway on a stock gRPC server, and needs ${needed} for that.\n` +
      `Install it, for example with: sudo apt-get install ${needed}`,
  );
  const installed = find();
  if (installed === undefined) throw new SetupError(`${needed} was installed, but no Python can import grpc.`);
  return installed;
}
