/** TLS on both sides of the gateway. */
import assert from "node:assert/strict";
import { createSecureServer } from "node:http2";
import { get } from "node:https";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { openPage, startGateway } from "./bench.js";
import { cert, key } from "./localhost-cert.js";

async function startTlsCore(done: (close: () => void) => void): Promise<string> {
  const server = createSecureServer({ cert, key }, (request, response) => {
    response.writeHead(200, { "content-type": "application/grpc+proto" });
    request.on("data", (chunk: Buffer) => response.write(chunk));
    request.on("end", () => {
      response.addTrailers({ "grpc-status": "0" });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  done(() => server.close());
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

test("wss: on this side, https: on that one", async (t) => {
  const upstream = await startTlsCore((close) => t.after(close));
  const gateway = await startGateway(t, { upstream, upstreamCa: cert, tls: { cert, key } });
  assert.match(gateway.url, /^https:\/\/localhost:\d+$/);
  const page = openPage(gateway.url, { ca: cert });
  page.send(Uint8Array.of(1, 2));
  page.finish();
  assert.deepEqual(await page.ended(), { code: "ok", message: "", opened: true });
  assert.deepEqual(page.messages, [Uint8Array.of(1, 2)]);
  const status = await new Promise((resolve) => {
    get(`${gateway.url}/readyz`, { ca: cert }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
  });
  assert.equal(status, 200);
});

test("a core whose certificate is not trusted is unavailable, and the reason is told", async (t) => {
  const upstream = await startTlsCore((close) => t.after(close));
  const gateway = await startGateway(t, { upstream });
  const status = await openPage(gateway.url).ended();
  assert.equal(status.code, "unavailable");
  assert.match(status.message, /SELF_SIGNED/);
});

test("a core without TLS where TLS was expected is unavailable", async (t) => {
  const plain = await startGateway(t, { upstream: "http://127.0.0.1:1" });
  const gateway = await startGateway(t, { upstream: `https://localhost:${plain.port}` });
  assert.equal((await openPage(gateway.url).ended()).code, "unavailable");
});

test("a core that speaks HTTP/1.1 only is unavailable", async (t) => {
  const plain = await startGateway(t, { upstream: "http://127.0.0.1:1" });
  const gateway = await startGateway(t, { upstream: plain.url });
  assert.equal((await openPage(gateway.url).ended()).code, "unavailable");
});
