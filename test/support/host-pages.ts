/** Pages that somebody else wrote: any markup, any headers, and the bundle from a versioned folder, on an origin of their own. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";

const bundle = fileURLToPath(new URL("../../dist/cdn/", import.meta.url));
const own = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };

/** The version that is built. */
export const { version } = own;

/** A page, or a script of it. */
export interface HostPage {
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A server of pages. `/cdn/VERSION/…` is the bundle, which says of itself that it is that version. */
export interface HostPages {
  readonly url: string;
  /** Serves `page` at `path`, and gives its address. */
  set(path: string, page: HostPage | string): string;
  close(): Promise<void>;
}

/** Starts a server on a free port. Close it, or the test's process never ends. */
export async function createHostPages(): Promise<HostPages> {
  const pages = new Map<string, HostPage>();
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? "/", "http://host");
      const page = pages.get(pathname);
      const type = pathname.endsWith(".js") ? "text/javascript" : pathname.endsWith(".css") ? "text/css" : "text/html";
      // Pages of another origin may load the scripts, as from any public store of them.
      const headers = {
        "Content-Type": `${type}; charset=utf-8`,
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "no-store",
      };
      if (page !== undefined) return response.writeHead(200, { ...headers, ...page.headers }).end(page.body);
      const [, wanted = "", file = ""] = /^\/cdn\/([^/]+)\/([^/]+)$/.exec(pathname) ?? [];
      try {
        const text = await readFile(path.join(bundle, path.basename(file)), "utf8");
        return response.writeHead(200, headers).end(wanted === version ? text : text.replaceAll(version, wanted));
      } catch {
        return response.writeHead(pathname === "/favicon.ico" ? 204 : 404, headers).end();
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // By name: browsers take localhost for secure, and the gateway compares origins as texts.
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    set(at, page) {
      pages.set(at, typeof page === "string" ? { body: page } : page);
      return url + at;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A page around `body`, with the script tag in its head. */
export function pageWith(body: string, { script = `/cdn/${version}/web-terminal.js`, head = "" } = {}): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Somebody's page</title>${head}<script type="module" src="${script}"></script></head><body>${body}</body></html>`;
}
