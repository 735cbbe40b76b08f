/**
 * `npm run size`: how much code a page downloads, in bytes. Three figures:
 *
 * - *first script*: `web-terminal.js` and the files that it imports statically, by the module graph of the build.
 * - *needed for a first call*: the scripts without which no call is heard. Recorded in Chromium, which is kept from
 *   loading any script but those.
 * - *fetched by then*: every script that the page has asked for until the call is heard, features included that load
 *   unasked. Recorded in Chromium without that restriction.
 *
 * The recorded page has one `<web-terminal>` with `endpoint` and `token`. A number is typed on the keyboard, and
 * called; the call counts as heard when the far end's tone arrives at the speaker.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { HTTPRequest } from "puppeteer-core";
import { launchBrowser, until } from "../test/support/browser.js";
import { createHostPages, pageWith } from "../test/support/host-pages.js";
import { createStage } from "../test/support/stage.js";
import { openWidget } from "../test/support/widget.js";

const folder = fileURLToPath(new URL("../dist/cdn/", import.meta.url));
const entry = "web-terminal.js";

/** Bytes of some files: as they are, by gzip -9 and by brotli 11, each file compressed alone as a server does. */
export interface Size {
  readonly files: readonly string[];
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** The files that each file of the build imports. */
export type ModuleGraph = Readonly<Record<string, { readonly imports: string[]; readonly dynamicImports: string[] }>>;

/** Reads the module graph that the build has written. */
export function readModuleGraph(): ModuleGraph {
  return JSON.parse(readFileSync(path.join(folder, "chunks.json"), "utf8")) as ModuleGraph;
}

/** Returns a file and all that it imports statically. */
export function staticImports(graph: ModuleGraph, file = entry): string[] {
  const found = new Set([file]);
  for (const name of found) for (const imported of graph[name]?.imports ?? []) found.add(imported);
  return [...found];
}

/** Returns the size of some files of the build. */
export function sizeOf(files: readonly string[]): Size {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const file of files) {
    const bytes = readFileSync(path.join(folder, file));
    sum.raw += bytes.length;
    sum.gzip += gzipSync(bytes, { level: 9 }).length;
    sum.brotli += brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  }
  return { files, ...sum };
}

/** The scripts of a first call, as recorded. */
export interface Recorded {
  /** The scripts that were let through when every other one was held back, and a call was heard all the same. */
  readonly needed: readonly string[];
  /** The scripts that were asked for until a call was heard. */
  readonly fetched: readonly string[];
}

/** Records two first calls in Chromium. Rejects if the first script alone is not enough for a call. */
export async function recordFirstCall(): Promise<Recorded> {
  const host = await createHostPages();
  const [stage, browser] = await Promise.all([createStage({ allowOrigins: [host.url] }), launchBrowser()]);
  const url = host.set("/", pageWith(`<web-terminal endpoint="${stage.url}" token="demo-alice"></web-terminal>`));

  /** Returns the names of the scripts that were let through until the call was heard. */
  const call = async (lets: (file: string) => boolean): Promise<string[]> => {
    const scripts: string[] = [];
    const handle = (request: HTTPRequest): void => {
      const file = /\/cdn\/[^/]+\/([^/]+\.js)$/.exec(request.url())?.[1];
      if (file === undefined) void request.continue();
      else if (lets(file)) {
        scripts.push(file);
        void request.continue();
      }
    };
    const alice = await openWidget(browser, stage, "alice", {
      url,
      prepare: async (page) => {
        page.on("request", handle);
        await page.setRequestInterception(true);
      },
    });
    await alice.page.evaluate(() => {
      document.querySelector("web-terminal")?.shadowRoot?.querySelector<HTMLElement>("[part=display]")?.focus();
    });
    await alice.page.keyboard.type("+4780000002");
    await alice.page.keyboard.press("Enter");
    await alice.waitForTone(440, 60_000);
    const heard = [...new Set(scripts)];
    await alice.do("hangup");
    await alice.close();
    await until("the core to be idle", async () => (await stage.control().listCalls({})).calls.length === 0);
    return heard;
  };

  try {
    const first = staticImports(readModuleGraph());
    const needed = await call((file) => first.includes(file));
    return { needed, fetched: await call(() => true) };
  } finally {
    await browser.close();
    await Promise.all([stage.close(), host.close()]);
  }
}

async function print(): Promise<void> {
  const row = (name: string, ...cells: (string | number)[]): void =>
    void process.stdout.write(`${name.padEnd(36)}${cells.map((cell) => String(cell).padStart(10)).join("")}\n`);
  const sum = (name: string, { files, raw, gzip, brotli }: Size): void => row(name, files.length, raw, gzip, brotli);
  const { needed, fetched } = await recordFirstCall();
  assert.ok(fetched.length > 0);
  row("", "files", "raw", "gzip -9", "brotli 11");
  sum("first script", sizeOf(staticImports(readModuleGraph())));
  sum("needed for a first call", sizeOf(needed));
  sum("fetched by then", sizeOf(fetched));
  for (const file of fetched) sum(`  ${file}`, sizeOf([file]));
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? "")).href) await print();
