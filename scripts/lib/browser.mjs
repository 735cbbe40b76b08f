/** A Chromium for the tests: the one there is, or on Debian and Ubuntu the distribution's. */
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { run } from "./run.mjs";
import { SetupError } from "../setup.mjs";

const names = [
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "chromium",
  "chromium-browser",
  "microsoft-edge-stable",
  "microsoft-edge",
];

function usualPlaces() {
  const { env, platform } = process;
  if (platform === "darwin") {
    return [
      "Google Chrome.app/Contents/MacOS/Google Chrome",
      "Chromium.app/Contents/MacOS/Chromium",
      "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ].flatMap((app) => [path.join("/Applications", app), path.join(env.HOME ?? "/", "Applications", app)]);
  }
  if (platform === "win32") {
    return [
      "Google\\Chrome\\Application\\chrome.exe",
      "Chromium\\Application\\chrome.exe",
      "Microsoft\\Edge\\Application\\msedge.exe",
    ].flatMap((exe) =>
      [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA]
        .filter((folder) => folder !== undefined)
        .map((folder) => path.join(folder, exe)),
    );
  }
  return inPath(names);
}

function inPath(programs) {
  const folders = [
    ...(process.env.PATH ?? "").split(path.delimiter),
    "/usr/bin",
    "/usr/local/bin",
    "/opt/google/chrome",
    "/snap/bin",
  ];
  return programs.flatMap((name) => folders.filter((folder) => folder !== "").map((folder) => path.join(folder, name)));
}

/** Where the first of these programs stands that is there at all. */
export function programOf(...programs) {
  return inPath(programs).find(isExecutable);
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The browser's path, `CHROME_PATH` first; undefined where there is none. */
export function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new SetupError(`Invalid CHROME_PATH "${chosen}": it cannot be run.`);
  }
  return usualPlaces().find(isExecutable);
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

/** Installs packages where that can be done without asking anybody; else says `otherwise`. */
export async function installPackages(packages, otherwise) {
  if (!isDebian() || process.getuid?.() !== 0) throw new SetupError(otherwise);
  process.stdout.write(`Installing ${packages.join(", ")} (apt-get) ...\n`);
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", ...packages],
  ]) {
    const result = await run("apt-get", args, { env });
    if (result.code !== 0) throw new SetupError(`apt-get ${args[0]} failed:\n${result.output}\n${otherwise}`);
  }
}

/** The browser's path; installs one where that can be done without asking anybody. */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found !== undefined) return found;
  await installPackages(
    ["chromium", "fonts-liberation"],
    "No Chrome, Chromium or Edge was found, and the tests need one.\n" +
      (process.platform === "linux"
        ? "Install one, for example with: sudo apt-get install chromium"
        : process.platform === "darwin"
          ? "Install one, for example with: brew install --cask google-chrome"
          : "Install one, for example with: winget install Google.Chrome") +
      "\nOr name one: CHROME_PATH=/path/to/chrome npm test",
  );
  const installed = findBrowser();
  if (installed === undefined) throw new SetupError("chromium was installed but not found. Set CHROME_PATH.");
  return installed;
}
