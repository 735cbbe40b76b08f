/** What a connection holds is let go with it, however rude its client; and a gateway can always be stopped. */
import assert from "node:assert/strict";
import { type Socket, connect } from "node:net";
import { type TestContext, test } from "node:test";
import { create, toBinary } from "@bufbuild/protobuf";
import { ListenRequestSchema } from "../../../src/gen/webterminal/gateway/v1/pipe_pb.js";
import type { Gateway } from "../../../src/gateway/index.js";
import { encodeEnvelope } from "../../../src/wire/envelope.js";
import { service, startBoth, until } from "./bench.js";

/** A client that writes what it likes, and never closes its side unless told to. */
async function dial(t: TestContext, gateway: Gateway) {
  const socket: Socket = connect({ port: gateway.port, host: "127.0.0.1", allowHalfOpen: true });
  let heard = "";
  let closed = false;
  socket.on("data", (chunk: Buffer) => (heard += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  socket.on("close", () => (closed = true));
  t.after(() => socket.destroy());
  await new Promise((resolve) => socket.once("connect", resolve));
  return {
    socket,
    heard: () => heard,
    /** The gateway has let go of the connection: what is written to it now is answered by a reset. */
    async isDropped() {
      await until(() => {
        socket.write("x");
        return closed;
      }, "the gateway drops the connection");
    },
  };
}

function listen(token = "demo-alice"): Buffer {
  const message = toBinary(ListenRequestSchema, create(ListenRequestSchema, { method: `${service}/MultiPipe` }));
  const body = encodeEnvelope(0, message);
  const head =
    "POST /webterminal.gateway.v1.PipeService/Listen HTTP/1.1\r\nhost: localhost\r\n" +
    `content-type: application/connect+proto\r\nauthorization: Bearer ${token}\r\ncontent-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

const get = (path: string, headers = ""): string => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n`;
const upgrade = (path: string): string =>
  get(
    path,
    "connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
  );

/** Anything that comes while a response is under way. */
const pipelined: Record<string, Buffer | string> = {
  "a second Listen": listen(),
  "a second Listen that the core refuses": listen("deny-unauthenticated"),
  "another request": get("/healthz"),
  "an upgrade": upgrade(`/${service}/MultiPipe`),
  "an upgrade at a wrong path": upgrade("/nowhere"),
};

for (const [name, second] of Object.entries(pipelined)) {
  test(`${name} behind a Listen closes the connection, and leaves nothing`, async (t) => {
    const { gateway, core } = await startBoth(t, { limits: { closeMs: 60_000 } });
    const client = await dial(t, gateway);
    client.socket.write(listen());
    await until(() => client.heard().includes("200 OK") && gateway.bridges() === 1, "the first is answered");
    client.socket.write(second);
    await client.isDropped();
    await until(() => gateway.bridges() === 0 && core.streams.now === 0, "nothing is left");
    await gateway.close();
  });
}

test("forty Listens in one go, whose client leaves, leave nothing", async (t) => {
  const { gateway, core } = await startBoth(t, { limits: { closeMs: 60_000 } });
  const client = await dial(t, gateway);
  client.socket.write(Buffer.concat(Array.from({ length: 40 }, () => listen())));
  await until(() => core.connections() === 1 || client.socket.closed, "they have arrived");
  client.socket.destroy();
  await until(() => gateway.bridges() === 0 && core.streams.now === 0, "nothing is left");
  await gateway.close();
});

test("a Listen whose client leaves before it is answered leaves nothing", async (t) => {
  const { gateway } = await startBoth(t, { limits: { closeMs: 60_000 } });
  for (let count = 0; count < 50; count += 1) {
    const client = await dial(t, gateway);
    client.socket.write(listen());
    for (let turn = 0; turn < count % 5; turn += 1) await new Promise(setImmediate);
    client.socket.destroy();
  }
  await until(() => gateway.bridges() === 0, "nothing is left");
  await gateway.close();
});

test("a Listen that is never read is let go of once its page answers nothing", async (t) => {
  const { gateway, core } = await startBoth(t, { limits: { closeMs: 60_000, keepAliveMs: 30 } });
  const client = await dial(t, gateway);
  client.socket.pause();
  client.socket.write(listen());
  await until(() => core.streams.now === 1, "it is there");
  await until(() => gateway.bridges() === 0 && core.streams.now === 0, "nothing is left");
});

for (const path of ["/nowhere", "/healthz", "/"]) {
  test(`an upgrade at ${path} is answered and closed, although the client keeps its side open`, async (t) => {
    const { gateway } = await startBoth(t);
    const client = await dial(t, gateway);
    client.socket.write(upgrade(path));
    await until(() => client.heard() !== "", "the answer");
    assert.match(client.heard(), /^HTTP\/1\.1 404 /);
    await client.isDropped();
    await gateway.close();
  });
}

test("stopping cuts off clients that do not go: half a request, an upgrade that is no WebSocket, a page that reads nothing", async (t) => {
  const { gateway, core } = await startBoth(t, { limits: { closeMs: 100 } });
  const clients = [];
  for (const bytes of [
    "GET /healthz HTTP/1.1\r\nhost:",
    upgrade(`/${service}/MultiPipe`),
    upgrade("/nowhere"),
    listen(),
  ]) {
    const client = await dial(t, gateway);
    client.socket.pause();
    client.socket.write(bytes);
    clients.push(client);
  }
  await until(() => core.streams.now === 1 && gateway.bridges() === 2, "they are there");
  await gateway.close();
  assert.equal(gateway.bridges(), 0);
  for (const { socket } of clients) socket.resume();
  for (const { isDropped } of clients) await isDropped();
});
