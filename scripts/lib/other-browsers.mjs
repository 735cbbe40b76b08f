/**
 * Firefox and WebKit for `npm run test:full`, with what each needs on a machine without a screen
 * or a sound card: those that are there, or on Debian and Ubuntu the distribution's.
 */
import { readdirSync } from "node:fs";
import path from "node:path";
import { installPackages, isExecutable, programOf } from "./browser.mjs";
import { SetupError } from "../setup.mjs";

const needs = {
  firefox: "firefox-esr pulseaudio",
  webkit: "webkit2gtk-driver xvfb",
};

/** What all of `find` is; installed where that can be done without asking anybody. */
async function ensure(what, find) {
  const found = find();
  if (found !== undefined) return found;
  await installPackages(
    needs[what].split(" "),
    `${what === "firefox" ? "Firefox" : "WebKitGTK"} is not here in whole, and npm run test:full needs it.\n` +
      `Install it, for example with: sudo apt-get install ${needs[what]}` +
      (what === "firefox" ? "\nOr name another Firefox: FIREFOX_PATH=/path/to/firefox npm run test:full" : ""),
  );
  const installed = find();
  if (installed === undefined) throw new SetupError(`${needs[what]} were installed but not found.`);
  return installed;
}

/**
 * Firefox and the sound server that gives it a device to play on: without one, Firefox's
 * AudioContext stands still, and nothing can be heard. `FIREFOX_PATH` names another Firefox.
 */
export function ensureFirefox() {
  return ensure("firefox", () => {
    const chosen = process.env.FIREFOX_PATH;
    if (chosen && !isExecutable(chosen)) {
      throw new SetupError(`Invalid FIREFOX_PATH "${chosen}": it cannot be run.`);
    }
    const browser = chosen || programOf("firefox-esr", "firefox");
    const sound = programOf("pulseaudio");
    return browser === undefined || sound === undefined ? undefined : { browser, sound };
  });
}

const libraries = ["/usr/lib", "/usr/libexec", "/usr/lib64"];

/** MiniBrowser stands in a folder of its library's version, below that of the machine's kind. */
function miniBrowser() {
  const below = (folder) => {
    try {
      return readdirSync(folder).map((name) => path.join(folder, name));
    } catch {
      return [];
    }
  };
  const folders = libraries.flatMap((folder) => [folder, ...below(folder).filter((each) => each.includes("-linux-"))]);
  return folders
    .flatMap(below)
    .filter((folder) => /webkit2?gtk-\d/.test(folder))
    .map((folder) => path.join(folder, "MiniBrowser"))
    .find(isExecutable);
}

/** WebKitGTK's MiniBrowser, its driver, and a screen for them. */
export function ensureWebKit() {
  return ensure("webkit", () => {
    const browser = miniBrowser();
    const driver = programOf("WebKitWebDriver");
    const screen = programOf("Xvfb");
    return browser === undefined || driver === undefined || screen === undefined
      ? undefined
      : { browser, driver, screen };
  });
}
