/* global document */
/** `npm run screenshot`: the demo during a call, for README. The phone's own views come from the gallery. */
import { mkdirSync, statSync } from "node:fs";
import { build } from "./build.mjs";
import { ensureBrowser } from "./lib/browser.mjs";
import { exitOnError } from "./lib/exit.mjs";
import { at } from "./lib/paths.mjs";
import { setup, SetupError } from "./setup.mjs";

/** GitHub shows the README to everybody, on every visit. */
const mostBytes = 150_000;

async function openPage(browser, url) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: 1120, height: 760 });
  await page.goto(url);
  await page.waitForFunction('document.querySelector("web-terminal").connection === "ready"');
  return page;
}

async function take(page, name) {
  const file = at("docs/images", `${name}.png`);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file, optimizeForSpeed: false });
  const { size } = statSync(file);
  if (size > mostBytes) throw new SetupError(`${file} has ${size} bytes; the limit is ${mostBytes}.`);
  process.stdout.write(`${file} ${size} bytes\n`);
}

async function photograph() {
  const [{ createSimulator }, { createGateway }, { createDemoHandler }, { default: puppeteer }] = await Promise.all([
    import("../dist/simulator/index.js"),
    import("../dist/gateway/index.js"),
    import("../demo/server.mjs"),
    import("puppeteer-core"),
  ]);
  const executablePath = await ensureBrowser();
  mkdirSync(at("docs/images"), { recursive: true });
  const core = await createSimulator({ port: 0, controlPort: 0 });
  const gateway = await createGateway({
    upstream: `http://127.0.0.1:${core.port}`,
    requestHandler: createDemoHandler({ control: `http://127.0.0.1:${core.controlPort}` }),
  });
  const browser = await puppeteer.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--autoplay-policy=no-user-gesture-required",
      "--allow-loopback-in-peer-connection",
    ],
  });
  try {
    const alice = await openPage(browser, `${gateway.url}/?user=alice`);
    const bob = await openPage(browser, `${gateway.url}/?user=bob`);
    await alice.evaluate(() => document.querySelector("#phone").dial("+4790000002", { label: "Bob Lindqvist" }));
    await bob.waitForFunction('document.querySelector("web-terminal").call?.state === "incoming"');
    await bob.evaluate(() => document.querySelector("#phone").answer());
    await alice.waitForFunction('document.querySelector("web-terminal").call?.state === "active"');
    await take(alice, "in-call");
  } finally {
    await browser.close();
    await gateway.close();
    await core.close();
  }
}

await exitOnError(async () => {
  await setup();
  await build();
  await photograph();
});
