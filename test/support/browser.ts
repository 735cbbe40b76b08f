/** A real browser, Chromium or Firefox, and pages in it that can be listened to. */
import { readFileSync } from "node:fs";
import puppeteer, { type Browser, type BrowserContext, type LaunchOptions, type Page } from "puppeteer-core";
import { ensureBrowser } from "../../scripts/lib/browser.mjs";
import type { CallInfo } from "../../src/call/model.js";
import { firefoxOptions } from "./browsers/firefox.js";
import { startSound } from "./browsers/sound-server.js";

/** Every event of the public contract, so that none is missed. */
const eventTypes = [
  "before-dial", "before-ring", "before-answer", "before-hangup", "before-move",
  "connection-change", "subscriber-change", "call-change", "call-outgoing", "call-incoming", "call-alerting",
  "call-answered", "call-ended", "call-missed", "call-pulled", "call-moved", "call-renegotiated", "call-mute",
  "call-digit", "call-quality", "call-stats", "device-change", "permission-change", "availability-gap", "terminal-error",
]; // prettier-ignore

const flags = [
  // Chromium refuses to run as root with its sandbox.
  "--no-sandbox",
  "--disable-gpu",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  // On a machine with nothing but a loopback interface Chromium finds no ICE candidate at all, and
  // never says that it has finished looking. Elsewhere this only adds one. The widget itself needs
  // no such flag: a person's machine has a network, or no call could be made anyhow.
  "--allow-loopback-in-peer-connection",
  // A page that is not in front must go on as one in its own window does.
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

const probe = readFileSync(new URL("page-probe.js", import.meta.url), "utf8");

/** What a page's microphone does when it is opened; `browser`: what the browser's own does. */
export type Microphone = "tone" | "denied" | "absent" | "busy" | "browser";

/** An event of the widget, as data. */
export interface RecordedEvent {
  readonly type: string;
  /** Milliseconds since the page's start. */
  readonly at: number;
  readonly call?: CallInfo;
  readonly error?: { readonly code: string; readonly message: string };
  readonly [field: string]: unknown;
}

/** What comes out of a page's speaker; 0 Hz is silence. */
export interface Heard {
  readonly hz: number;
  readonly decibels: number;
}

/** A device of the page's machine. */
export interface FakeDevice {
  readonly kind: "audioinput" | "audiooutput";
  readonly deviceId: string;
  readonly label: string;
}

/** What the probe keeps in the page. */
interface Probe {
  readonly events: RecordedEvent[];
  readonly connections: RTCPeerConnection[];
  microphone: Microphone;
  readonly microphoneOpened: number;
  heard(): Heard;
  sounds(): Heard;
  chord(): number[];
  rhythm(count: number): Promise<{ readonly loud: boolean; readonly seconds: number }[]>;
  changeDevices(devices: readonly FakeDevice[], lost: boolean): void;
  sinks(): string[];
  readonly constraints: readonly string[];
  liveTracks(): number;
  openPeerConnections(): number;
  openAudioContexts(): number;
  /** Drops its own references to what is over. */
  forget(): void;
}

declare global {
  var probe: Probe;
}

/** How to open a page. */
export interface OpenOptions {
  /** The microphone's tone in hertz; 500. */
  readonly tone?: number;
  readonly microphone?: Microphone;
  /** Opens it as another tab of this page's browser profile, with the same storage. */
  readonly beside?: TestPage;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** The devices of its machine; without this the browser's own. */
  readonly devices?: readonly FakeDevice[];
  /** Called before the page's address is opened. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** One page with the widget, and what can be known of it. */
export interface TestPage {
  /** Puppeteer's own page. */
  readonly page: Page;
  readonly context: BrowserContext;
  /** Types of the browser's own dialogs so far; each is accepted. */
  readonly dialogs: readonly string[];
  /** Errors on the console, uncaught exceptions and requests that failed, so far. */
  readonly errors: readonly string[];
  /** Events of the widget so far, of one type or all. */
  events(type?: string): Promise<RecordedEvent[]>;
  /** Waits for an event, one that has already been fired included; `after` many of the type are passed over. */
  waitForEvent(type: string, options?: { readonly after?: number; readonly timeout?: number }): Promise<RecordedEvent>;
  /** Waits until `condition` holds in the page; it is asked anew at each turn. */
  waitFor(condition: (() => boolean) | string, timeout?: number): Promise<void>;
  /** What is heard now. */
  heard(): Promise<Heard>;
  /** Waits until a tone is heard, to within 15 Hz. 0 waits for silence. */
  waitForTone(hz: number, timeout?: number): Promise<Heard>;
  /** Waits until ring or tones are heard from the phone itself, to within 15 Hz; 0 is silence. */
  waitForSound(hz: number, timeout?: number): Promise<Heard>;
  setMicrophone(microphone: Microphone): Promise<void>;
  /** How often the microphone was opened. */
  microphoneOpened(): Promise<number>;
  /** Microphone tracks that are not stopped. */
  liveTracks(): Promise<number>;
  openPeerConnections(): Promise<number>;
  openAudioContexts(): Promise<number>;
  close(): Promise<void>;
}

/** A browser that runs. */
export interface TestBrowser {
  readonly browser: Browser;
  open(url: string, options?: OpenOptions): Promise<TestPage>;
  close(): Promise<void>;
}

/**
 * Asks until the answer is other than undefined or false, and gives that; rejects after
 * `timeout` milliseconds with what it waited for. For conditions outside of a page.
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  timeout = 15_000,
): Promise<T> {
  const end = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`Waited ${timeout} ms in vain for ${what}`);
    await new Promise((again) => setTimeout(again, 25));
  }
}

async function openPage(browser: Browser, name: BrowserName, url: string, options: OpenOptions): Promise<TestPage> {
  const context = options.beside?.context ?? (await browser.createBrowserContext());
  const page = await context.newPage();
  const errors: string[] = [];
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.type());
    void dialog.accept();
  });
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} ${message.location().url ?? ""}`.trim());
  });
  page.on("pageerror", (error) => errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  page.on("requestfailed", (request) => errors.push(`${request.url()} ${request.failure()?.errorText ?? "failed"}`));
  page.on("response", (response) => {
    if (response.status() >= 400) errors.push(`${response.url()} ${response.status()}`);
  });

  await page.setViewport(options.viewport ?? { width: 1200, height: 900 });
  // Over WebDriver BiDi, which Firefox speaks, there is no such command.
  if (name === "chromium") {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: options.dark ? "dark" : "light" }]);
  }
  const settings = {
    tone: options.tone ?? 500,
    microphone: options.microphone ?? "tone",
    events: eventTypes,
    devices: options.devices,
  };
  await page.evaluateOnNewDocument(`globalThis.probeSettings = ${JSON.stringify(settings)};\n${probe}`);
  await options.prepare?.(page);
  await page.goto(url, { waitUntil: "load" });

  const heard = (): Promise<Heard> => page.evaluate(() => globalThis.probe.heard());
  const events = async (type?: string): Promise<RecordedEvent[]> => {
    const all = await page.evaluate(() => globalThis.probe.events);
    return type === undefined ? all : all.filter((event) => event.type === type);
  };

  return {
    page,
    context,
    dialogs,
    errors,
    events,
    waitForEvent: (type, { after = 0, timeout } = {}) =>
      until(`event ${type}`, async () => (await events(type))[after], timeout),
    waitFor: async (condition, timeout = 15_000) => {
      await page.waitForFunction(condition, { timeout, polling: 25 });
    },
    heard,
    waitForTone: (hz, timeout) =>
      until(
        `a tone of ${hz} Hz`,
        async () => {
          const now = await heard();
          return Math.abs(now.hz - hz) <= 15 && now;
        },
        timeout,
      ),
    waitForSound: (hz, timeout) =>
      until(
        `a sound of ${hz} Hz`,
        async () => {
          const now = await page.evaluate(() => globalThis.probe.sounds());
          return Math.abs(now.hz - hz) <= 15 && now;
        },
        timeout,
      ),
    setMicrophone: (microphone) =>
      page.evaluate((value) => {
        globalThis.probe.microphone = value;
      }, microphone),
    microphoneOpened: () => page.evaluate(() => globalThis.probe.microphoneOpened),
    liveTracks: () => page.evaluate(() => globalThis.probe.liveTracks()),
    openPeerConnections: () => page.evaluate(() => globalThis.probe.openPeerConnections()),
    openAudioContexts: () => page.evaluate(() => globalThis.probe.openAudioContexts()),
    close: async () => {
      await page.close();
      if (!options.beside) await context.close();
    },
  };
}

/** The browsers in which pages call. */
export type BrowserName = "chromium" | "firefox";

/**
 * Starts a browser. Close it, or it outlives the test.
 *
 * @param autoplay whether pages may sound before the user has done anything in them.
 * @param more flags of Chromium.
 * @param name Chromium, unless `E2E_BROWSER` names the other: `npm run test:full` runs end-to-end tests in both.
 */
export async function launchBrowser({
  autoplay = true,
  more = [],
  name = (process.env["E2E_BROWSER"] ?? "chromium") as BrowserName,
}: {
  readonly autoplay?: boolean;
  readonly more?: readonly string[];
  readonly name?: BrowserName;
} = {}): Promise<TestBrowser> {
  const sound = name === "firefox" ? await startSound() : undefined;
  const launch = sound === undefined ? chromium(autoplay, more) : firefoxOptions({ env: sound.env, autoplay });
  try {
    const browser = await puppeteer.launch(await launch);
    return {
      browser,
      open: (url, options = {}) => openPage(browser, name, url, options),
      close: async () => {
        await browser.close();
        await sound?.close();
      },
    };
  } catch (error) {
    await sound?.close();
    throw error;
  }
}

async function chromium(autoplay: boolean, more: readonly string[]): Promise<LaunchOptions> {
  // What Chromium does for people, and not for a headless one.
  const strict = "--autoplay-policy=document-user-activation-required";
  const args = [...flags.map((flag) => (!autoplay && flag.startsWith("--autoplay-policy") ? strict : flag)), ...more];
  return { executablePath: await ensureBrowser(), headless: true, args };
}
