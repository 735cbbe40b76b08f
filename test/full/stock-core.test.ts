/** Registrations on a gRPC server as its library has it by default, which ends connections that send it many PINGs. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureStockGrpc } from "../../scripts/lib/languages.mjs";
import { message } from "../support/echo-core.js";
import { type Page, openPage, startGateway } from "../node/gateway/bench.js";

/** Longer than the five minutes in which a quiet connection may send one PING. */
const quietMs = 6 * 60_000;

async function startStockCore(t: TestContext): Promise<number> {
  const child = spawn(await ensureStockGrpc(), ["test/support/stock-core.py"], { stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return Number(line);
}

const prefaceBytes = 24;
const frameHeadBytes = 9;
const pingType = 6;

/** A line to the core that counts connections, and the PINGs on them that ask (and do not answer). */
async function startCountingLine(t: TestContext, port: number) {
  const seen = { connections: 0, pings: 0 };
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    let skip = prefaceBytes;
    let rest = Buffer.alloc(0);
    seen.connections += 1;
    near.on("data", (chunk: Buffer) => {
      far.write(chunk);
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const skipped = Math.min(skip, rest.length);
        skip -= skipped;
        rest = rest.subarray(skipped);
        if (skip > 0 || rest.length < frameHeadBytes) return;
        if (rest[3] === pingType && rest[4] === 0) seen.pings += 1;
        skip = frameHeadBytes + rest.readUIntBE(0, 3);
      }
    });
    far.on("data", (chunk) => near.write(chunk));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on("error", () => undefined);
      one.on("close", () => other.destroy());
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { port: (server.address() as AddressInfo).port, seen };
}

test("ten quiet registrations, opened a second apart, last six minutes and still carry calls", async (t) => {
  const { port, seen } = await startCountingLine(t, await startStockCore(t));
  const gateway = await startGateway(t, { upstream: `http://127.0.0.1:${port}` });
  const pages: Page[] = [];
  for (let index = 0; index < 10; index += 1) {
    pages.push(openPage(gateway.url));
    await sleep(1000);
  }
  const ended = (): unknown[] => pages.flatMap((page) => page.ends);
  for (const start = Date.now(); Date.now() - start < quietMs && ended().length === 0;) await sleep(1000);
  assert.deepEqual(ended(), []);
  for (const page of pages) {
    const before = page.messages.length;
    page.send(message("still here"));
    await page.received(before + 1);
    assert.deepEqual(page.messages.at(-1), message("still here"));
  }
  assert.equal(seen.connections, 1);
  assert.ok(seen.pings >= 1 && seen.pings <= 2, `${seen.pings} PINGs`);
  for (const page of pages) page.close();
});
