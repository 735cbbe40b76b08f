import assert from "node:assert/strict";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { createDemoHandler, fileFor } from "../../demo/server.mjs";

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

describe("the demo page's server", () => {
  const asked: string[] = [];
  const core = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  });
  let page: Server;
  let url: string;

  before(async () => {
    page = createServer(createDemoHandler({ control: await listen(core) }));
    url = await listen(page);
  });
  after(() => {
    for (const server of [page, core]) {
      server.closeAllConnections();
      server.close();
    }
  });

  for (const [path, type] of [
    ["/", "text/html"],
    ["/crm.js", "text/javascript"],
    ["/crm.css", "text/css"],
    ["/icon.svg", "image/svg+xml"],
  ] as const) {
    it(`serves ${path} as ${type}`, async () => {
      const response = await fetch(url + path);
      assert.equal(response.status, 200);
      assert.ok(response.headers.get("content-type")?.startsWith(type));
      assert.equal(response.headers.get("cache-control"), "no-cache");
      assert.equal((await response.arrayBuffer()).byteLength, Number(response.headers.get("content-length")));
    });
  }

  it("gives nothing from outside of its folders, nor its own source", () => {
    for (const path of [
      "/../package.json",
      "/%2e%2e/package.json",
      "/cdn/../../package.json",
      "/cdn/..%2f..%2fpackage.json",
      "/gallery/../build.tsbuildinfo.json",
      "/..%5cpackage.json",
      "/server.mjs",
      "/%00",
      "/%E0%A4%A",
    ]) {
      assert.equal(fileFor(path), undefined, path);
    }
  });

  it("serves what was built, each from its own folder", () => {
    for (const [path, end] of [
      ["/cdn/web-terminal.js", "/dist/cdn/web-terminal.js"],
      ["/docs/", "/.cache/docs/index.html"],
      ["/gallery/", "/.cache/gallery/index.html"],
    ] as const) {
      assert.ok(fileFor(path)?.endsWith(end), path);
    }
  });

  it("answers 404 and 405 in words", async () => {
    assert.equal((await fetch(`${url}/nothing.html`)).status, 404);
    assert.equal((await fetch(url, { method: "DELETE" })).status, 405);
  });

  it("passes on what the page's mobile needs, and nothing else of the core's control", async () => {
    const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
    assert.equal((await fetch(`${url}/control/MobileEnd`, post)).status, 200);
    assert.equal((await fetch(`${url}/control/BreakStreams`, post)).status, 405);
    // Another origin's form can post without asking, but not JSON.
    assert.equal(
      (await fetch(`${url}/control/MobileEnd`, { ...post, headers: { "Content-Type": "text/plain" } })).status,
      405,
    );
    assert.deepEqual(asked, ["POST /webterminal.sim.v1.ControlService/MobileEnd"]);
  });
});
