/** How Firefox is started for tests: puppeteer drives it over WebDriver BiDi, with no other driver. */
import type { LaunchOptions } from "puppeteer-core";
import { ensureFirefox } from "../../../scripts/lib/other-browsers.mjs";

/** The tone of Firefox's own fake microphone, in hertz. */
export const fakeMicrophoneHz = 1300;

const preferences = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.navigator.audio.fake_frequency": fakeMicrophoneHz,
  // A machine with nothing but loopback has no other candidate.
  "media.peerconnection.ice.loopback": true,
  // It asks nobody on the Internet whether there is one.
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
};

/** Options of puppeteer's launch. `env` says where it plays; `autoplay` whether pages may sound by themselves. */
export async function firefoxOptions({
  env = {},
  autoplay = true,
}: { readonly env?: Readonly<Record<string, string>>; readonly autoplay?: boolean } = {}): Promise<LaunchOptions> {
  const { browser } = await ensureFirefox();
  return {
    browser: "firefox",
    executablePath: browser,
    headless: true,
    extraPrefsFirefox: {
      ...preferences,
      "media.autoplay.default": autoplay ? 0 : 1,
      "media.autoplay.blocking_policy": 0,
    },
    env: { ...process.env, ...env },
  };
}
