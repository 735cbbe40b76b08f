/** Who is let in, and how the others are told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { WebSocket } from "ws";
import { decodeEndStream } from "../../../src/wire/end-stream.js";
import { decodeEnvelope, encodeEnvelope, encodeJson } from "../../../src/wire/envelope.js";
import type { StreamStatus } from "../../../src/wire/stream.js";
import { openPage, service, startBoth, until } from "./bench.js";

/** A socket without the page's code around it: its end of stream, if any, and its close code. */
function bare(url: string, path = `/${service}/Pipe`) {
  const socket = new WebSocket(url.replace("http", "ws") + path);
  const seen: { status?: StreamStatus; closed?: number } = {};
  socket.on("error", () => undefined);
  socket.on("message", (data: Buffer) => {
    const envelope = decodeEnvelope(data);
    if (envelope?.flags === 2) seen.status = decodeEndStream(envelope.payload);
  });
  socket.on("close", (code) => (seen.closed = code));
  return {
    socket,
    seen,
    opened: () => until(() => socket.readyState === WebSocket.OPEN, "open"),
    closed: () => until(() => seen.closed !== undefined, "closed"),
  };
}

test("origins: listed, own, none, any other", async (t) => {
  const { gateway } = await startBoth(t, { allowOrigins: ["https://crm.example"] });
  for (const origin of ["https://crm.example", gateway.url, undefined]) {
    const page = openPage(gateway.url, origin === undefined ? {} : { origin });
    await page.stands();
    assert.equal(page.ends.length, 0, origin);
    page.close();
  }
  for (const origin of ["https://evil.example", "http://crm.example", "https://crm.example.evil.example", "null"]) {
    const status = await openPage(gateway.url, { origin }).ended();
    assert.equal(status.code, "permission_denied");
    assert.equal(status.message, `origin ${origin} is not allowed`);
    assert.equal(status.opened, true);
  }
});

test("any origin, where that is what was asked for", async (t) => {
  const { gateway } = await startBoth(t, { allowOrigins: ["*"] });
  const page = openPage(gateway.url, { origin: "https://anything.example" });
  await page.stands();
  assert.equal(page.ends.length, 0);
  page.close();
});

test("unknown methods and services are unimplemented; other paths are not found", async (t) => {
  const { gateway } = await startBoth(t);
  assert.equal((await openPage(gateway.url, { method: "NoSuch" }).ended()).code, "unimplemented");
  assert.equal((await openPage(`${gateway.url}/wrong/prefix`).ended()).code, "unimplemented");
  const elsewhere = bare(gateway.url, "/elsewhere");
  await elsewhere.closed();
  assert.equal(elsewhere.seen.closed, 1006);
});

test("a path prefix", async (t) => {
  const { gateway } = await startBoth(t, { pathPrefix: "/phone/" });
  const page = openPage(`${gateway.url}/phone`);
  await page.stands();
  assert.equal(page.ends.length, 0);
  page.close();
  assert.equal((await openPage(gateway.url).ended()).code, "unimplemented");
});

test("no authorization is unauthenticated, and the core hears nothing of it", async (t) => {
  const { gateway, core } = await startBoth(t);
  const status = await openPage(gateway.url, { token: null }).ended();
  assert.equal(status.code, "unauthenticated");
  assert.equal(core.connections(), 0);
});

test("no headers in time: close 1008", async (t) => {
  const { gateway } = await startBoth(t, { limits: { firstMessageMs: 40 } });
  const page = bare(gateway.url);
  await page.closed();
  assert.deepEqual(page.seen, { closed: 1008 });
  assert.equal(gateway.bridges(), 0);
});

for (const [name, first] of [
  ["a message first", encodeEnvelope(0)],
  ["headers that are no object", encodeJson(6, ["authorization"])],
  ["headers over 16 KiB", encodeJson(6, { authorization: "x".repeat(16_384) })],
  ["half an envelope", Uint8Array.of(6, 0)],
  ["text", "hello"],
] as const) {
  test(`${name}: internal`, async (t) => {
    const { gateway } = await startBoth(t);
    const page = bare(gateway.url);
    await page.opened();
    page.socket.send(first);
    await page.closed();
    assert.equal(page.seen.status?.code, "internal");
    assert.equal(page.seen.closed, 1000);
  });
}

test("junk later on: internal, and the core's stream is given up", async (t) => {
  const { gateway, core } = await startBoth(t);
  for (const junk of [encodeEnvelope(1), encodeEnvelope(6), encodeEnvelope(2, Uint8Array.of(1)), "text"]) {
    const page = bare(gateway.url);
    await page.opened();
    page.socket.send(encodeJson(6, { authorization: "Bearer a" }));
    await until(() => core.streams.now === 1, "the core serves it");
    page.socket.send(junk);
    await page.closed();
    assert.equal(page.seen.status?.code, "internal");
    await until(() => core.streams.now === 0, "the core let go of it");
  }
});

test("too many sockets of one address without headers are resource_exhausted; headers free the place", async (t) => {
  const { gateway } = await startBoth(t, { limits: { silentSocketsPerAddress: 2 } });
  const silent = [bare(gateway.url), bare(gateway.url)];
  await Promise.all(silent.map((page) => page.opened()));
  await until(() => gateway.bridges() === 2, "both are known");
  assert.equal((await openPage(gateway.url).ended()).code, "resource_exhausted");
  silent[0]?.socket.close();
  await until(() => gateway.bridges() === 1, "one has left");
  const pages = [];
  for (let index = 0; index < 5; index += 1) {
    const page = openPage(gateway.url);
    await page.stands();
    assert.equal(page.ends.length, 0);
    pages.push(page);
  }
  for (const page of pages) page.close();
  silent[1]?.socket.close();
});

test("behind a proxy that is trusted, addresses are those that it names", async (t) => {
  const { gateway } = await startBoth(t, { trustProxy: true, limits: { silentSocketsPerAddress: 1 } });
  const url = `${gateway.url.replace("http", "ws")}/${service}/Pipe`;
  const sockets = ["1.1.1.1", "2.2.2.2"].map(
    (one) => new WebSocket(url, { headers: { "x-forwarded-for": `9.9.9.9, ${one}` } }),
  );
  await until(() => sockets.every((socket) => socket.readyState === WebSocket.OPEN), "open");
  const messages: unknown[] = [];
  const third = new WebSocket(url, { headers: { "x-forwarded-for": "3.3.3.3, 1.1.1.1" } });
  third.on("message", (data) => messages.push(data));
  await until(() => messages.length === 1, "the third is told off");
  for (const socket of [...sockets, third]) socket.close();
});
