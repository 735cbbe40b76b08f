/**
 * Serves the demo page, on the gateway's own port: the files of demo/ that belong to
 * the page, the bundle as /cdn/…, the documentation as /docs/…, the gallery as /gallery/… once `npm run gallery` has made
 * it, and the few calls of the core's control service that the page's "mobile phone" needs.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** What the page may ask of the core; the rest of the control service stays private. */
const controls = new Set(["ListCalls", "MobileEnd", "MobileStart"]);

const demoFolder = fileURLToPath(new URL("./", import.meta.url));
const folders = {
  "/cdn/": fileURLToPath(new URL("../dist/cdn/", import.meta.url)),
  "/docs/": fileURLToPath(new URL("../.cache/docs/", import.meta.url)),
  "/gallery/": fileURLToPath(new URL("../.cache/gallery/", import.meta.url)),
};

const headers = {
  "Cache-Control": "no-cache",
  // The page is also the proof that the widget asks for no more than this.
  "Content-Security-Policy":
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'",
  "X-Content-Type-Options": "nosniff",
};

function reply(response, status, text, type = types[".txt"]) {
  response.writeHead(status, { ...headers, "Content-Type": type }).end(text);
}

/** The file that a URL's path means, or undefined where it means none that is served. */
export function fileFor(pathname) {
  let name;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (name.includes("\0") || name.includes("\\")) return undefined;
  if (name.endsWith("/")) name += "index.html";
  const at = Object.keys(folders).find((each) => name.startsWith(each));
  const [folder, rest] = at === undefined ? [demoFolder, name.slice(1)] : [folders[at], name.slice(at.length)];
  const file = path.resolve(folder, rest);
  // Neither out of the folder, nor the server's own source.
  if (!file.startsWith(folder) || !Object.hasOwn(types, path.extname(file))) return undefined;
  return file;
}

async function serveFile(request, response, pathname) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return reply(response, 405, "Only GET.\n");
  }
  const file = fileFor(pathname);
  const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    const made =
      pathname === "/gallery/"
        ? "The gallery is not there yet: npm run gallery makes it.\n"
        : "There is no such page.\n";
    return reply(response, 404, made);
  }
  response.writeHead(200, { ...headers, "Content-Type": types[path.extname(file)], "Content-Length": found.size });
  if (request.method === "HEAD") return response.end();
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response);
}

async function passOn(request, response, method, control) {
  if (request.method !== "POST" || !/^application\/json\b/.test(request.headers["content-type"] ?? "")) {
    return reply(response, 405, "Only POST with a JSON body.\n");
  }
  let body = "";
  for await (const piece of request.setEncoding("utf8")) {
    body += piece;
    if (body.length > 10_000) return reply(response, 413, "Too large.\n");
  }
  const answer = await fetch(new URL(`/webterminal.sim.v1.ControlService/${method}`, control), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body,
  });
  reply(response, answer.status, await answer.text(), types[".json"]);
}

/**
 * @param {{control: string}} options `control`: where the core's control service stands
 * @returns {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void}
 */
export function createDemoHandler({ control }) {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://page");
    const method = /^\/control\/(\w+)$/.exec(pathname)?.[1];
    const work =
      method !== undefined && controls.has(method)
        ? passOn(request, response, method, control)
        : serveFile(request, response, pathname);
    work.catch(() => {
      if (response.headersSent) response.destroy();
      else reply(response, 502, '{"code":"unavailable","message":"The core does not answer."}', types[".json"]);
    });
  };
}
