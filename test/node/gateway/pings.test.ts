/** What the gateway asks of a gRPC core with default settings: hardly any PING, and none for a stream. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ServerHttp2Stream } from "node:http2";
import { test } from "node:test";
import { defaultLimits } from "../../../src/gateway/options.js";
import { createUpstreamPool } from "../../../src/gateway/upstream-pool.js";
import { openUpstreamStream } from "../../../src/gateway/upstream-stream.js";
import { createSimulator } from "../../../src/simulator/index.js";
import { openPage, service, startGateway, until } from "./bench.js";
import { startLine, startRawCore } from "./raw-core.js";

const grpc = { ":status": 200, "content-type": "application/grpc+proto" };
const silent = (): void => undefined;
const quietLogger = { debug: silent, info: silent, warn: silent };

test("ten quiet registrations stand without a single PING, on one connection", async (t) => {
  const core = await startRawCore(t, silent);
  const gateway = await startGateway(t, { upstream: core.url });
  const pages = Array.from({ length: 10 }, () => openPage(gateway.url));
  await Promise.all(pages.map((page) => page.stands()));
  assert.ok(pages.every((page) => page.headers.length === 1 && page.ends.length === 0));
  assert.equal(core.pings.count, 0);
  assert.equal(core.sessions.size, 1);
  for (const page of pages) page.close();
});

test("MultiPipe: a core that answers with headers has taken the stream at once, one that ends it has not", async (t) => {
  const serve = (stream: ServerHttp2Stream, token: string | undefined): void => {
    if (token === "Bearer good") stream.respond(grpc);
    else stream.respond({ ...grpc, "grpc-status": "16", "grpc-message": "no" }, { endStream: true });
  };
  const core = await startRawCore(t, (stream, _session, headers) => {
    serve(stream, headers.authorization);
  });
  // Silence alone would not do before the test is over.
  const gateway = await startGateway(t, { upstream: core.url, limits: { takenAfterMs: 600_000, acceptMs: 600_000 } });
  const good = openPage(gateway.url, { token: "good" });
  await good.stands();
  assert.equal(good.headers.length, 1);
  const bad = openPage(gateway.url, { token: "bad" });
  assert.equal((await bad.ended()).code, "unauthenticated");
  assert.equal(bad.headers.length, 0);
  good.close();
});

test("an end soon after takes the registration back", async (t) => {
  let end = silent;
  const core = await startRawCore(t, (stream) => {
    end = () => {
      stream.respond({ ...grpc, "grpc-status": "16", "grpc-message": "late" }, { endStream: true });
    };
  });
  const gateway = await startGateway(t, { upstream: core.url });
  const page = openPage(gateway.url);
  await page.stands();
  assert.equal(page.headers.length, 1);
  end();
  assert.deepEqual(await page.ended(), { code: "unauthenticated", message: "late", opened: true });
});

test("too many PINGs for the core: the time between two doubles, and the log says why", async (t) => {
  const core = await createSimulator({ port: 0, controlPort: 0 });
  t.after(() => core.close());
  const warnings: { fields: object; text: string }[] = [];
  const gateway = await startGateway(t, {
    upstream: `http://127.0.0.1:${core.port}`,
    limits: { corePingMs: 40, coreDoubtMs: 10 },
    logger: { ...quietLogger, warn: (fields, text) => warnings.push({ fields, text }) },
  });
  for (const [before, now] of [
    [0.04, 0.08],
    [0.08, 0.16],
  ]) {
    const page = openPage(gateway.url);
    const { code, message } = await page.ended();
    assert.deepEqual([code, message], ["unavailable", "the core closed the connection (HTTP/2 error 11)"]);
    const { fields, text } = warnings.at(-1) ?? { fields: {}, text: "" };
    assert.deepEqual(fields, { before, now });
    assert.match(text, /too_many_pings.*--core-ping/);
  }
  assert.equal(warnings.length, 2);
});

test("headers that cannot be written are not taken for a stream", async (t) => {
  const core = await startRawCore(t, silent);
  const line = await startLine(t, Number(new URL(core.url).port));
  const limits = { ...defaultLimits, takenAfterMs: 20, acceptMs: 2000 };
  const pool = createUpstreamPool({ origin: `http://127.0.0.1:${line.port}` }, limits, quietLogger, silent);
  t.after(() => pool.close());
  const open = (): { taken: boolean; end: string } => {
    const seen = { taken: false, end: "" };
    const headers = { authorization: `Bearer ${randomBytes(11_000).toString("base64")}` };
    openUpstreamStream(pool, { path: `/${service}/MultiPipe`, coreSpeaksFirst: false, headers }, limits, {
      onTaken: () => (seen.taken = true),
      onFrame: silent,
      onDrain: silent,
      onEnd: ({ status }) => (seen.end = status.message),
    });
    return seen;
  };
  const first = open();
  await until(() => first.taken, "the connection is there");
  line.freeze();
  // Until the buffers of the machine are full, which are a few megabytes.
  let last = first;
  for (let count = 0; count < 900; count += 1) {
    last = open();
    await new Promise(setImmediate);
  }
  await until(() => last.end !== "", "the last is given up");
  assert.match(last.end, /timed out/);
  assert.equal(last.taken, false);
});

test("an idle connection to the core is probed by TCP keepalive", { skip: process.platform !== "linux" }, async (t) => {
  const core = await startRawCore(t, silent);
  const gateway = await startGateway(t, { upstream: core.url });
  const page = openPage(gateway.url);
  await page.stands();
  const port = Number(new URL(core.url).port).toString(16).toUpperCase().padStart(4, "0");
  // The kernel's table: remote address, state 01 (established), timer 02 (keepalive).
  const probed = new RegExp(`: [0-9A-F]{8}:[0-9A-F]{4} 0100007F:${port} 01 [0-9A-F]{8}:[0-9A-F]{8} 02:`);
  await until(() => probed.test(readFileSync("/proc/net/tcp", "utf8")), "the keepalive timer runs");
  page.close();
});
