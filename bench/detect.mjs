/**
 * `node bench/detect.mjs`: what looking for numbers costs a page of 10,000 nodes with 500 numbers. Each round is a
 * browser of its own, so that nothing is compiled beforehand. The tasks of the page's thread are told apart by what
 * is in them: our script (the scan, from the fetched chunk to the last number), or the browser's own work of
 * styling and painting the page. `--rounds 5`; `--busy` keeps every core busy beside it. Needs a built bundle and
 * a browser.
 */
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import puppeteer from "puppeteer-core";
import { ensureBrowser } from "../scripts/lib/browser.mjs";
import { at } from "../scripts/lib/paths.mjs";

const { values: options } = parseArgs({
  options: { rounds: { type: "string", default: "5" }, busy: { type: "boolean", default: false } },
});

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

/** In the page: the element as it stands there without detection, drawn, and at rest. */
async function open() {
  await import("/cdn/web-terminal.js");
  const element = Object.assign(globalThis.document.createElement("web-terminal"), { mode: "floating", region: "NO" });
  globalThis.document.body.append(element);
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

/** In the page: detection, from the switch to the first painted number, and to the last. */
async function detect(count) {
  const size = () => globalThis.CSS.highlights.get("web-terminal-number")?.size ?? 0;
  const until = async (enough) => {
    while (size() < enough) await new Promise((resolve) => setTimeout(resolve, 5));
    return performance.now() - from;
  };
  performance.mark("detect");
  const from = performance.now();
  globalThis.document.querySelector("web-terminal").callLinks = "detect";
  const times = { first: await until(1), all: await until(count) };
  // The last of them are painted, too.
  await new Promise((resolve) => globalThis.requestAnimationFrame(() => setTimeout(resolve, 100)));
  return times;
}

/** In the page: how soon one that is added is found. */
async function later(count) {
  const highlight = globalThis.CSS.highlights.get("web-terminal-number");
  const from = performance.now();
  globalThis.document.querySelector("main").append("Later: +47 900 00 002");
  while (highlight.size < count) await new Promise((resolve) => setTimeout(resolve));
  return performance.now() - from;
}

const painting = new Set(["UpdateLayoutTree", "Layout", "PrePaint", "Paint", "Layerize", "Commit"]);
const running = new Set(["FunctionCall", "v8.evaluateModule", "v8.compileModule"]);

/**
 * The tasks of the page's main thread since detection was switched on. `own`: processor time, which is what a task
 * itself cost on a machine that others use as well; `wall`: by the clock.
 */
function tasksOf(trace) {
  const { traceEvents } = JSON.parse(Buffer.from(trace).toString());
  const mark = traceEvents.find(({ name }) => name === "detect");
  const events = traceEvents.filter(
    ({ pid, tid, ts, ph }) => pid === mark.pid && tid === mark.tid && ts >= mark.ts && ph === "X",
  );
  return events
    .filter(({ name }) => name === "RunTask")
    .map((task) => {
      const inside = events.filter(({ ts, dur }) => ts >= task.ts && ts + dur <= task.ts + task.dur);
      const ours = inside.some(
        ({ name, args }) => running.has(name) && /\/cdn\//.test(args.data?.url ?? args.fileName ?? "/cdn/"),
      );
      const kind = inside.some(({ name }) => painting.has(name)) ? "painting" : ours ? "script" : "other";
      const time = (field, of = () => true) =>
        inside.filter(({ name }) => of(name)).reduce((sum, event) => Math.max(sum, (event[field] ?? 0) / 1000), 0);
      return {
        kind,
        own: (task.tdur ?? 0) / 1000,
        wall: task.dur / 1000,
        styling: time("tdur", (name) => name === "UpdateLayoutTree"),
      };
    });
}

async function round() {
  const browser = await puppeteer.launch({
    executablePath: await ensureBrowser(),
    headless: true,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    await tab.evaluate(open);
    await tab.tracing.start({
      categories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing"],
    });
    const { first, all } = await tab.evaluate(detect, NUMBERS);
    const tasks = tasksOf(await tab.tracing.stop());
    const most = (kind, field) => Math.max(0, ...tasks.filter((task) => task.kind === kind).map((task) => task[field]));
    const script = tasks.filter(({ kind }) => kind === "script");
    return {
      first,
      all,
      later: await tab.evaluate(later, NUMBERS + 1),
      tasks: script.length,
      own: most("script", "own"),
      wall: most("script", "wall"),
      over: script.filter(({ own }) => own > LIMIT_MS).length,
      styling: most("painting", "styling"),
      painting: Math.max(
        0,
        ...tasks.filter(({ kind, styling }) => kind === "painting" && styling < 2).map(({ own }) => own),
      ),
    };
  } finally {
    await browser.close();
  }
}

const workers = options.busy
  ? Array.from({ length: availableParallelism() }, () => new Worker("for (;;) {}", { eval: true }))
  : [];
try {
  const rounds = [];
  for (let count = 0; count < Number(options.rounds); count += 1) rounds.push(await round());
  const line = (what, field, unit = " ms") => {
    const values = rounds.map((each) => each[field].toFixed(unit === "" ? 0 : 1).padStart(7)).join("");
    process.stdout.write(`${what.padEnd(52)}${values}${unit}\n`);
  };
  process.stdout.write(
    `${NUMBERS} numbers in ${NODES} nodes, ${rounds.length} rounds${options.busy ? ", every core busy" : ""}\n`,
  );
  line("from the switch to the first number", "first");
  line("from the switch to the last", "all");
  line("a number added later is found after", "later");
  line("tasks of the scan", "tasks", "");
  line("the longest of them, processor time", "own");
  line("the longest of them by the clock", "wall");
  line(`of more than ${LIMIT_MS} ms processor time`, "over", "");
  line("the browser styles the page once, processor time", "styling");
  line("the browser's longest painting, processor time", "painting");
} finally {
  for (const worker of workers) await worker.terminate();
  server.close();
}
