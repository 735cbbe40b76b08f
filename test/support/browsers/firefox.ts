/** How Firefox is started for tests: puppeteer drives it over WebDriver BiDi, with no other driver. */
import { ensureFirefox } from "../../../scripts/lib/other-browsers.mjs";

/** The frequency of Firefox's own fake microphone, in hertz; its least is 1000. */
export const fakeMicrophoneHz = 1000;

const preferences = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.navigator.audio.fake_frequency": fakeMicrophoneHz,
  "media.autoplay.default": 0,
  "media.autoplay.blocking_policy": 0,
  // The simulated core cannot resolve Firefox's .local names when Firefox offers; a real
  // core learns a page's address from its connectivity checks.
  "media.peerconnection.ice.obfuscate_host_addresses": false,
  // A machine with nothing but loopback has no other candidate.
  "media.peerconnection.ice.loopback": true,
  // It asks nobody on the Internet whether there is one.
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
};

/** Options of puppeteer's launch. `env` says where it plays. */
export async function firefoxOptions(env: Readonly<Record<string, string>> = {}): Promise<{
  readonly browser: "firefox";
  readonly executablePath: string;
  readonly headless: true;
  readonly extraPrefsFirefox: Record<string, unknown>;
  readonly env: Record<string, string | undefined>;
}> {
  const { browser } = await ensureFirefox();
  return { browser: "firefox", executablePath: browser, headless: true, extraPrefsFirefox: { ...preferences }, env: { ...process.env, ...env } };
}
