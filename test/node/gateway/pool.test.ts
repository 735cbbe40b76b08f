/** Connections to the core: as many as its stream limit asks for, and no longer than needed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { message } from "../../support/echo-core.js";
import { openPage, startBoth, startGateway, until } from "./bench.js";
import { startRawCore } from "./raw-core.js";

test("250 pipes over a core that allows 100 streams on a connection are all served", async (t) => {
  const { gateway, core } = await startBoth(t, { maxConcurrentStreams: 100 });
  const pages = Array.from({ length: 250 }, () => openPage(gateway.url));
  for (const [index, page] of pages.entries()) page.send(message(`m${index}`));
  await Promise.all(pages.map((page) => page.received(1)));
  for (const [index, page] of pages.entries()) assert.deepEqual(page.messages[0], message(`m${index}`));
  assert.equal(core.streams.now, 250);
  assert.equal(core.connections(), 3);

  // A place that became free is used again, rather than a further connection.
  for (const page of pages.slice(0, 50)) page.close();
  await until(() => core.streams.now === 200, "50 have left");
  const more = Array.from({ length: 50 }, () => openPage(gateway.url));
  await Promise.all(more.map((page) => page.stands()));
  assert.equal(core.connections(), 3);
  for (const page of [...pages, ...more]) page.close();
  await until(() => core.streams.now === 0 && gateway.bridges() === 0, "all have left");
});

test("pipes one after another each find a place, though each connection holds but one", async (t) => {
  const { gateway, core } = await startBoth(t, { maxConcurrentStreams: 1 });
  const pages = [];
  for (let index = 0; index < 5; index += 1) {
    const page = openPage(gateway.url);
    await page.stands();
    assert.equal(page.ends.length, 0);
    pages.push(page);
  }
  assert.equal(core.connections(), 5);
  for (const page of pages) page.close();
});

test("a connection without streams is closed after a while, and dialled again when needed", async (t) => {
  const { gateway, core } = await startBoth(t, { limits: { coreIdleMs: 30 } });
  for (let round = 0; round < 2; round += 1) {
    const page = openPage(gateway.url);
    await page.stands();
    assert.equal(page.ends.length, 0);
    assert.equal(core.connections(), 1);
    page.close();
    await until(() => core.connections() === 0, "the connection is closed");
  }
});

test("no more connections than allowed: resource_exhausted, not waiting", async (t) => {
  const { gateway } = await startBoth(t, { maxConcurrentStreams: 1, limits: { connections: 2 } });
  const pages = [openPage(gateway.url), openPage(gateway.url)];
  await Promise.all(pages.map((page) => page.stands()));
  assert.equal((await openPage(gateway.url).ended()).code, "resource_exhausted");
  for (const page of pages) page.close();
});

test("a core that lowers its limit while it runs is believed", async (t) => {
  const core = await startRawCore(t, (stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc+proto" });
  });
  const gateway = await startGateway(t, { upstream: core.url });
  const pages = [openPage(gateway.url), openPage(gateway.url)];
  await Promise.all(pages.map((page) => page.stands()));
  const [session] = core.sessions;
  await new Promise((resolve) => session?.settings({ maxConcurrentStreams: 2 }, resolve));
  const third = openPage(gateway.url);
  await third.stands();
  assert.equal(third.ends.length, 0);
  assert.equal(core.sessions.size, 2);
  for (const page of [...pages, third]) page.close();
});
