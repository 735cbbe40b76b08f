/** What goes away without a word: cores, connections, gateways, pages. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Clock, systemClock } from "../../../src/clock.js";
import { DEAD_AFTER_MS } from "../../../src/wire/constants.js";
import { message, startEchoCore } from "../../support/echo-core.js";
import { openPage, startBoth, startGateway, until } from "./bench.js";
import { startLine, startRawCore } from "./raw-core.js";

/** The page's clock: 15 s of silence are 150 ms, but a busy machine has half a second to answer in. */
const fast: Clock = {
  now: () => Date.now(),
  after: (ms, task) => systemClock.after(ms / (ms === DEAD_AFTER_MS ? 20 : 100), task),
};

test("a core killed in the middle is unavailable, and the next pipe works once it is back", async (t) => {
  const { gateway, core } = await startBoth(t);
  const page = openPage(gateway.url);
  page.send(message("a"));
  await page.received(1);
  await core.kill();
  assert.equal((await page.ended()).code, "unavailable");

  const refused = await openPage(gateway.url).ended();
  assert.equal(refused.code, "unavailable");
  assert.match(refused.message, /ECONNREFUSED/);
  assert.equal(refused.opened, true);

  const again = await startEchoCore({ port: core.port });
  t.after(() => again.kill());
  const next = openPage(gateway.url);
  next.send(message("b"));
  await next.received(1);
  next.close();
});

test("a destroyed connection is unavailable for every pipe on it", async (t) => {
  const { gateway, core } = await startBoth(t);
  const pages = Array.from({ length: 5 }, () => openPage(gateway.url));
  await Promise.all(pages.map((page) => page.stands()));
  core.destroyConnections();
  for (const page of pages) assert.equal((await page.ended()).code, "unavailable");
  const next = openPage(gateway.url);
  await next.stands();
  assert.equal(next.ends.length, 0);
  next.close();
});

test("a core's farewell ends no pipe, and new pipes go elsewhere", async (t) => {
  const { gateway, core } = await startBoth(t);
  const old = openPage(gateway.url);
  old.send(message("a"));
  await old.received(1);
  core.goAway();
  const next = openPage(gateway.url);
  next.send(message("b"));
  await next.received(1);
  old.send(message("c"));
  await old.received(2);
  assert.equal(core.connections(), 2);
  old.close();
  await until(() => core.connections() === 1, "the old connection is gone with its last pipe");
  next.close();
});

test("a farewell with an error is unavailable", async (t) => {
  const core = await startRawCore(t, (stream, session) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc+proto" });
    setImmediate(() => {
      session.destroy(undefined, 2);
    });
  });
  const gateway = await startGateway(t, { upstream: core.url });
  assert.equal((await openPage(gateway.url).ended()).code, "unavailable");
});

test("a frozen core is unavailable by its missing pongs", async (t) => {
  const core = await startEchoCore();
  t.after(() => core.kill());
  const line = await startLine(t, core.port);
  const upstream = `http://127.0.0.1:${line.port}`;
  const gateway = await startGateway(t, { upstream, limits: { corePingMs: 60, corePingTimeoutMs: 400 } });
  const page = openPage(gateway.url);
  await page.stands();
  line.freeze();
  const status = await page.ended();
  assert.deepEqual(status, { code: "unavailable", message: "the core does not answer PINGs", opened: true });
  line.thaw();
  const next = openPage(gateway.url);
  await next.stands();
  assert.equal(next.headers.length, 1);
  next.close();
});

test("a core that accepts connections and says nothing never stands", async (t) => {
  const core = await startEchoCore();
  t.after(() => core.kill());
  const line = await startLine(t, core.port);
  line.freeze();
  const gateway = await startGateway(t, { upstream: `http://127.0.0.1:${line.port}`, limits: { acceptMs: 150 } });
  const page = openPage(gateway.url);
  const status = await page.ended();
  assert.equal(status.code, "unavailable");
  assert.match(status.message, /timed out/);
  assert.equal(page.headers.length, 0);
});

test("a connection that freezes before a Pipe stands is not taken for one that took it, nor given the next", async (t) => {
  const core = await startEchoCore();
  t.after(() => core.kill());
  const line = await startLine(t, core.port);
  const upstream = `http://127.0.0.1:${line.port}`;
  const gateway = await startGateway(t, { upstream, limits: { acceptMs: 500 } });
  const first = openPage(gateway.url);
  await first.stands();
  line.freeze();
  const page = openPage(gateway.url, { method: "Pipe" });
  assert.deepEqual(await page.ended(), {
    code: "unavailable",
    message: "timed out waiting for the core to accept the stream",
    opened: true,
  });
  assert.equal(page.headers.length, 0);
  assert.equal(first.ends.length, 0);
  line.pass();
  const next = openPage(gateway.url, { method: "Pipe" });
  await next.received(1);
  assert.equal(next.headers.length, 1);
  next.close();
  first.close();
});

test("a core that freezes is found out soon after something was sent to it", async (t) => {
  const core = await startEchoCore();
  t.after(() => core.kill());
  const line = await startLine(t, core.port);
  const upstream = `http://127.0.0.1:${line.port}`;
  const gateway = await startGateway(t, { upstream, limits: { coreDoubtMs: 60, corePingTimeoutMs: 400 } });
  const page = openPage(gateway.url, { method: "Pipe" });
  await page.received(1);
  line.freeze();
  page.send(message("a"));
  assert.equal((await page.ended()).message, "the core does not answer PINGs");
});

test("a frozen gateway is unavailable by the page's own ping", async (t) => {
  const { gateway } = await startBoth(t);
  const line = await startLine(t, gateway.port);
  const page = openPage(`http://127.0.0.1:${line.port}`, { clock: fast });
  await page.stands();
  page.send(message("a"));
  await page.received(1);
  line.freeze();
  const status = await page.ended();
  assert.deepEqual(status, { code: "unavailable", message: "the gateway does not respond", opened: true });
  page.socket.terminate();
});

test("a quiet pipe lives on by pings alone", async (t) => {
  const { gateway } = await startBoth(t, { limits: { pagePingMs: 250 } });
  let pings = 0;
  const clock: Clock = {
    now: () => Date.now(),
    after(ms, task) {
      if (ms === DEAD_AFTER_MS) pings += 1;
      return fast.after(ms, task);
    },
  };
  const page = openPage(gateway.url, { clock });
  await page.stands();
  pings = 0;
  await until(() => pings >= 3, "three pings were answered");
  assert.equal(page.ends.length, 0);
  page.close();
});

test("a frozen page is cut off, and the core let go of", async (t) => {
  const { gateway, core } = await startBoth(t, { limits: { pagePingMs: 50 } });
  const line = await startLine(t, gateway.port);
  const page = openPage(`http://127.0.0.1:${line.port}`);
  await page.stands();
  await until(() => core.streams.now === 1, "the core serves it");
  line.freeze();
  await until(() => gateway.bridges() === 0 && core.streams.now === 0, "it is gone");
  page.socket.terminate();
});

test("a page that vanishes takes its stream along", async (t) => {
  const { gateway, core } = await startBoth(t);
  const page = openPage(gateway.url);
  await page.stands();
  await until(() => core.streams.now === 1, "the core serves it");
  page.socket.terminate();
  await until(() => core.streams.now === 0 && gateway.bridges() === 0, "it is gone");
  assert.equal((await page.ended()).code, "unavailable");
});
