/**
 * `node bench/detect.mjs`: what looking for numbers costs a page of 10,000 nodes with 500 numbers. Says
 * the longest task while the page is scanned, the time until all are found, and how soon one that is
 * added later is found. Needs a built bundle and a browser.
 */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import path from "node:path";
import puppeteer from "puppeteer-core";
import { ensureBrowser } from "../scripts/lib/browser.mjs";
import { at } from "../scripts/lib/paths.mjs";

const NODES = 10_000;
const NUMBERS = 500;
/** What a frame may be kept waiting, in milliseconds. */
const LIMIT_MS = 8;

const row = (index) =>
  index % (NODES / 2 / NUMBERS) === 0
    ? `<p>Customer ${index} is reached at +47 9${String(1000000 + index * 37).slice(0, 7)} on weekdays, since 2026-11-22.</p>`
    : `<p>Line ${index}: ordered 3 pieces for 1 250,00 on a day with some words that are no number at all.</p>`;
// A paragraph is two nodes: itself and its text.
const page = `<!doctype html><title>Many</title><main>${Array.from({ length: NODES / 2 }, (_, index) => row(index)).join("")}</main>`;

const server = createServer((request, response) => {
  const name = /^\/cdn\/([\w.-]+)$/.exec(request.url ?? "")?.[1];
  if (name === undefined) return void response.setHeader("Content-Type", "text/html").end(page);
  readFile(path.join(at("dist/cdn"), name)).then(
    (bytes) => response.setHeader("Content-Type", "text/javascript").end(bytes),
    () => response.writeHead(404).end(),
  );
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

/** In the page: loads the element, and waits until its first number is found. Both are one-off costs. */
async function begin() {
  await import("/cdn/web-terminal.js");
  const element = Object.assign(globalThis.document.createElement("web-terminal"), { mode: "floating", callLinks: "detect", region: "NO" });
  const from = performance.now();
  globalThis.document.body.append(element);
  while (!globalThis.CSS.highlights.get("web-terminal-number")?.size) await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - from;
}

/** In the page: the time until `count` are found; before that it adds one where it is told to. */
async function finish(count, adds) {
  const highlight = globalThis.CSS.highlights.get("web-terminal-number");
  const from = performance.now();
  if (adds) globalThis.document.querySelector("main").append("Later: +47 900 00 002");
  while (highlight.size < count) await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - from;
}

/**
 * Durations of the main thread's tasks in a trace, longest first: by the clock, and of processor time, which is
 * what the task itself cost on a machine that others use as well.
 */
function tasksOf(trace) {
  const { traceEvents } = JSON.parse(Buffer.from(trace).toString());
  // A browser has other renderers; ours is the busiest.
  const mains = traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const tasks = mains
    .map((main) => traceEvents.filter(({ name, pid, tid }) => name === "RunTask" && pid === main.pid && tid === main.tid))
    .reduce((one, other) => (one.length > other.length ? one : other), []);
  const sorted = (field) => tasks.map((task) => (task[field] ?? 0) / 1000).sort((one, other) => other - one);
  return { wall: sorted("dur"), own: sorted("tdur") };
}

const browser = await puppeteer.launch({ executablePath: await ensureBrowser(), headless: true, args: ["--no-sandbox", "--disable-gpu"] });
try {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  const first = await tab.evaluate(begin);
  await tab.tracing.start({ categories: ["disabled-by-default-devtools.timeline"] });
  const all = await tab.evaluate(finish, NUMBERS, false);
  const { wall, own } = tasksOf(await tab.tracing.stop());
  const later = await tab.evaluate(finish, NUMBERS + 1, true);
  const line = (what, value) => process.stdout.write(`${what.padEnd(48)}${String(value).padStart(10)}\n`);
  const ms = (value) => `${value.toFixed(1)} ms`;
  line("numbers found", `${NUMBERS} in ${NODES} nodes`);
  line("from the element to the first number", ms(first));
  line("from the first number to all", ms(all));
  line("a number added later is found after", ms(later));
  line(`longest of ${own.length} tasks, processor time`, ms(own[0]));
  line("longest task by the clock", ms(wall[0]));
  line(`tasks over ${LIMIT_MS} ms, processor time`, own.filter((each) => each > LIMIT_MS).length);
} finally {
  await browser.close();
  server.close();
}
