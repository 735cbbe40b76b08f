/** Running it: health, numbers, logs, draining. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { createGateway } from "../../../src/gateway/index.js";
import { message } from "../../support/echo-core.js";
import { openPage, service, startBoth, startGateway, until } from "./bench.js";

async function get(url: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
}

test("health follows the core", async (t) => {
  const { gateway, core } = await startBoth(t);
  assert.deepEqual(await get(`${gateway.url}/healthz`), { status: 200, text: "ok\n" });
  assert.deepEqual(await get(`${gateway.url}/readyz`), { status: 200, text: "ready\n" });
  await core.kill();
  assert.deepEqual(await get(`${gateway.url}/readyz`), { status: 503, text: "the core does not respond\n" });
  assert.equal((await get(`${gateway.url}/healthz`)).status, 200);
});

test("other requests go to the handler, if there is one; a stripped upgrade is told", async (t) => {
  const { gateway } = await startBoth(t, {
    requestHandler: (request, response) => response.end(`page ${request.url}`),
  });
  assert.deepEqual(await get(`${gateway.url}/index.html?a`), { status: 200, text: "page /index.html?a" });
  assert.equal((await get(`${gateway.url}/healthz?x`)).text, "ok\n");
  assert.equal((await get(`${gateway.url}/${service}/Pipe`)).status, 426);
  const alone = await startGateway(t, { upstream: "http://127.0.0.1:1" });
  assert.equal((await get(`${alone.url}/index.html`)).status, 404);
});

test("the numbers add up", async (t) => {
  const { gateway } = await startBoth(t, { allowOrigins: [] });
  const page = openPage(gateway.url);
  for (let index = 0; index < 3; index += 1) page.send(message("a"));
  await page.received(3);
  await openPage(gateway.url, { origin: "https://evil.example" }).ended();
  await openPage(gateway.url, { token: "deny-unauthenticated" }).ended();
  const { text } = await get(`${gateway.url}/metrics`);
  const bytes = 3 * (message("a").length + 5);
  for (const line of [
    "pipes 1",
    'ends_total{code="permission_denied"} 1',
    'ends_total{code="unauthenticated"} 1',
    'refusals_total{reason="origin"} 1',
    'messages_total{direction="up"} 3',
    'messages_total{direction="down"} 3',
    `bytes_total{direction="up"} ${bytes}`,
    `bytes_total{direction="down"} ${bytes}`,
    "upstream_connections 1",
    "upstream_streams 1",
  ]) {
    assert.ok(text.includes(`web_terminal_gateway_${line}\n`), `${line} in\n${text}`);
  }
  page.close();
});

test("one log line for each event, and no token in any", async (t) => {
  const lines: string[] = [];
  const log = (fields: object, text: string): number => lines.push(`${text} ${JSON.stringify(fields)}`);
  const { gateway } = await startBoth(t, { logger: { debug: log, info: log, warn: log } });
  const page = openPage(gateway.url, { token: "secret-token" });
  await page.stands();
  page.close();
  await until(() => gateway.bridges() === 0, "it is gone");
  await openPage(gateway.url, { origin: "https://evil.example", token: "secret-token" }).ended();
  await until(() => gateway.bridges() === 0, "the other is gone, too");
  assert.deepEqual(
    lines.map((line) => line.replace(/ \{.*/, "")),
    [
      "gateway listening",
      "pipe opened",
      "core accepted the stream",
      "pipe ended",
      "pipe refused",
      "pipe opened",
      "pipe ended",
    ],
  );
  assert.ok(!lines.join("").includes("secret"));
});

test("draining: not ready, no new pipes, those there are end as unavailable, then all is closed", async (t) => {
  const { gateway, core } = await startBoth(t, { limits: { drainGraceMs: 700, drainSpreadMs: 100 } });
  const pages = Array.from({ length: 5 }, () => openPage(gateway.url));
  await Promise.all(pages.map((page) => page.stands()));
  const drained = gateway.drain();
  assert.equal((await get(`${gateway.url}/readyz`)).status, 503);
  const late = await openPage(gateway.url).ended();
  assert.deepEqual(late, { code: "unavailable", message: "gateway is restarting", opened: true });
  assert.ok(pages.every((page) => page.ends.length === 0));
  pages[0]?.send(message("a"));
  await pages[0]?.received(1);
  await drained;
  for (const page of pages) assert.deepEqual(await page.ended(), late);
  await until(() => core.connections() === 0, "the connection to the core is closed");
  await assert.rejects(fetch(`${gateway.url}/healthz`));
});

test("draining is over at once where nobody is there, and as soon as everybody has left", async (t) => {
  const { gateway, core } = await startBoth(t, { limits: { drainGraceMs: 60_000 } });
  const page = openPage(gateway.url);
  await page.stands();
  const drained = gateway.drain();
  page.close();
  await drained;
  const alone = await startGateway(t, { upstream: core.url, limits: { drainGraceMs: 60_000 } });
  await alone.drain();
});

test("closing ends every pipe at once, whatever state it is in", async (t) => {
  const { gateway, core } = await startBoth(t);
  const pages = Array.from({ length: 3 }, () => openPage(gateway.url));
  await pages[0]?.stands();
  pages[0]?.socket.pause();
  await Promise.all([gateway.close(), gateway.close()]);
  assert.equal(gateway.bridges(), 0);
  pages[0]?.socket.resume();
  for (const page of pages) assert.equal((await page.ended()).code, "unavailable");
  await until(() => core.connections() === 0, "the connection to the core is closed");
});

test("a taken port rejects with Node's own error", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address() as AddressInfo;
  await assert.rejects(createGateway({ upstream: "http://127.0.0.1:1", listen: { port } }), { code: "EADDRINUSE" });
  taken.close();
});
