/**
 * `npm run size`: what a page downloads, in bytes. The first script is what the tag
 * loads before anything is seen; a first call needs that and the chunks it imports
 * for a call.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = fileURLToPath(new URL("../dist/cdn/", import.meta.url));

/**
 * The chunks that a first call waits for, by the names that rollup gives them: views, strings and the phone come together.
 * Every other dynamic import is a feature that the panel works without until it is there.
 */
const awaitedChunks = ["call-bundle"];

/**
 * The files of a first script and of a first call.
 *
 * @param {Record<string, {imports: string[], dynamicImports: string[]}>} chunks as in dist/cdn/chunks.json
 */
export function filesOf(chunks, entry = "web-terminal.js") {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    for (const next of chunks[name].imports) visit(next);
  };
  visit(entry);
  const first = [...found];
  const awaited = Object.keys(chunks).filter((name) => awaitedChunks.some((each) => name.startsWith(`${each}-`)));
  if (awaited.length !== awaitedChunks.length)
    throw new Error(`Expected the chunks ${awaitedChunks}, found ${awaited}.`);
  awaited.forEach(visit);
  return { first, call: [...found] };
}

/** Bytes as they are, by gzip -9 and by brotli 11, each file compressed by itself as a server does. */
export function sizeOf(files) {
  const sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const file of files) {
    const bytes = readFileSync(path.join(folder, file));
    sum.raw += bytes.length;
    sum.gzip += gzipSync(bytes, { level: 9 }).length;
    sum.brotli += brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  }
  return sum;
}

/** Both, of the bundle that has been built. */
export function measure() {
  const files = filesOf(JSON.parse(readFileSync(path.join(folder, "chunks.json"), "utf8")));
  return { first: { files: files.first, ...sizeOf(files.first) }, call: { files: files.call, ...sizeOf(files.call) } };
}

if (import.meta.url === pathToFileURL(path.resolve(process.argv[1] ?? "")).href) {
  const { first, call } = measure();
  const row = (name, ...cells) => `${name.padEnd(22)}${cells.map((cell) => String(cell).padStart(10)).join("")}\n`;
  process.stdout.write(row("bytes", "raw", "gzip -9", "brotli 11"));
  process.stdout.write(row("first script", first.raw, first.gzip, first.brotli));
  process.stdout.write(row("all for a first call", call.raw, call.gzip, call.brotli));
  for (const file of call.files) {
    const { raw, gzip, brotli } = sizeOf([file]);
    process.stdout.write(row(`  ${file}`, raw, gzip, brotli));
  }
}
