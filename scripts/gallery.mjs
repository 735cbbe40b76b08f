/* global document */
/**
 * `npm run gallery`: every view of the element, in both themes, several languages and widths, as one page
 * (.cache/gallery/index.html, which `npm start` serves as /gallery/) and as a sheet of pictures for each of them
 * (.cache/gallery/*.png).
 * `npm run gallery -- --page` makes the page alone, `--few` some of the sheets, `--pictures` the pictures in docs/images.
 */
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { compile } from "./build.mjs";
import { ensureBrowser } from "./lib/browser.mjs";
import { exitOnError } from "./lib/exit.mjs";
import { at } from "./lib/paths.mjs";
import { takePictures } from "./pictures.mjs";
import { setup } from "./setup.mjs";

const folder = at(".cache/gallery");
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** What the gallery takes from the tests is TypeScript; what that takes from src/ is in dist/ already. */
async function typescript() {
  const { default: ts } = await import("typescript");
  const options = { target: "ES2022", module: "ESNext", verbatimModuleSyntax: true };
  return {
    name: "typescript",
    resolveId: (id, from) => (from?.endsWith(".ts") && id.includes("/src/") ? at("dist", id.split("/src/")[1]) : null),
    transform: (code, id) => (id.endsWith(".ts") ? { code: ts.transpile(code, options), map: null } : null),
  };
}

/** Puts the page into .cache/gallery/, or another folder; `compiled`: of what is in dist/ already. */
export async function makePage({ compiled = false, to = folder } = {}) {
  if (!compiled) await compile();
  const [{ rollup }, { default: nodeResolve }] = await Promise.all([
    import("rollup"),
    import("@rollup/plugin-node-resolve"),
  ]);
  const bundle = await rollup({
    input: at("demo/gallery.js"),
    plugins: [await typescript(), nodeResolve({ browser: true, exportConditions: ["browser", "production"] })],
    onwarn: () => undefined,
  });
  mkdirSync(to, { recursive: true });
  await bundle.write({ dir: to, format: "es", entryFileNames: "[name].js", chunkFileNames: "part-[name].js" });
  await bundle.close();
  copyFileSync(at("demo/gallery.html"), path.join(to, "index.html"));
  copyFileSync(at("demo/gallery.css"), path.join(to, "gallery.css"));
}

/** Serves .cache/gallery/, or another folder, on a free port. */
export async function servePage(from = folder) {
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url, "http://page").pathname);
    const type = types[path.extname(name)];
    if (type === undefined) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": `${type}; charset=utf-8` }).end(readFileSync(path.join(from, name)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/index.html`, close: () => server.close() };
}

/** Opens the gallery with all views drawn. What a view has to complain about goes to the console, and fails the command. */
async function openPage(browser, url) {
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    process.stderr.write(`${message.text()}\n`);
    process.exitCode = 1;
  });
  await page.goto(url);
  await page.waitForFunction(() => document.body.dataset.drawn !== undefined, { timeout: 120_000, polling: 100 });
  return page;
}

/** One sheet for each language, theme and width, or, to look at quickly, a few of them. */
async function photograph(browser, url) {
  const few = process.argv.includes("--few");
  const page = await openPage(browser, url);
  for (const lang of few ? ["en", "de"] : ["en", "de", "ar", "pseudo"]) {
    for (const width of few ? [360] : [360, 280, 640]) {
      await page.setViewport({ width: Math.max(1, Math.floor(2300 / (width + 24))) * (width + 24) + 24, height: 1000 });
      for (const theme of ["light", "dark"]) {
        await page.evaluate((chosen) => globalThis.choose(chosen), { lang, theme, width: String(width) });
        await page.waitForNetworkIdle({ idleTime: 200 });
        const file = path.join(folder, `${lang}-${theme}-${width}.png`);
        await page.screenshot({ path: file, fullPage: true });
        process.stdout.write(`${file}\n`);
      }
    }
  }
}

if (import.meta.url === new URL(process.argv[1] ?? "", "file:").href) {
  await exitOnError(async () => {
    await setup();
    await makePage();
    if (process.argv.includes("--page")) return;
    const { default: puppeteer } = await import("puppeteer-core");
    const { url, close } = await servePage();
    const browser = await puppeteer.launch({ executablePath: await ensureBrowser(), args: ["--no-sandbox"] });
    try {
      if (process.argv.includes("--pictures")) await takePictures((address) => openPage(browser, address), url);
      else await photograph(browser, url);
    } finally {
      await browser.close();
      close();
    }
  });
}
