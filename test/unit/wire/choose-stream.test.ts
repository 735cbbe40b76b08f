/** Which transport is tried, in which order, and what is remembered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_QUEUED_MESSAGES } from "../../../src/wire/constants.js";
import type { StorageArea } from "../../../src/storage.js";
import { createChosenStream, type TransportChoice } from "../../../src/wire/choose-stream.js";
import type { OpenStream, StreamHandlers, StreamStatus } from "../../../src/wire/stream.js";
import { settled } from "../../support/fake-clock.js";

interface Fake {
  readonly open: OpenStream;
  readonly all: { handlers: StreamHandlers; asked: string[] }[];
}

function fake(): Fake {
  const all: Fake["all"] = [];
  return {
    all,
    open(_request, handlers) {
      const asked: string[] = [];
      all.push({ handlers, asked });
      return {
        send: (bytes) => asked.push(`send ${[...bytes].join()}`),
        finish: () => asked.push("finish"),
        probe: () => asked.push("probe"),
        close() {
          asked.push("close");
          queueMicrotask(() => {
            handlers.onEnd({ code: "canceled", message: "" });
          });
        },
      };
    },
  };
}

function make(choice: TransportChoice, storage?: () => StorageArea) {
  const socket = fake();
  const fetch = fake();
  const kept = new Map<string, string>();
  let loads = 0;
  let broken = false;
  const open = createChosenStream(choice, {
    webSocket: socket.open,
    loadFetch: async () => {
      loads += 1;
      if (broken) throw new Error("404");
      return fetch.open;
    },
    storage:
      storage ??
      (() => ({
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => kept.set(key, value),
        removeItem: (key) => kept.delete(key),
      })),
  });
  const heard: (string | StreamStatus)[] = [];
  return {
    socket,
    fetch,
    kept,
    heard,
    loads: () => loads,
    breakLoading: () => (broken = true),
    start: (endpoint = "https://gateway.example") =>
      open(
        { endpoint, method: "a.B/C", headers: {} },
        {
          onHeaders: () => heard.push("headers"),
          onMessage: (bytes) => heard.push(`message ${[...bytes].join()}`),
          onEnd: (status) => heard.push(status),
        },
      ),
  };
}

const unopened: StreamStatus = { code: "unavailable", message: "no socket", opened: false };

test("auto: a WebSocket that opens is all there is", async () => {
  const { start, socket, heard, loads, kept } = make("auto");
  const stream = start();
  socket.all[0]?.handlers.onHeaders({});
  stream.send(Uint8Array.of(1));
  stream.probe();
  socket.all[0]?.handlers.onEnd({ code: "unavailable", message: "lost", opened: true });
  await settled();
  assert.deepEqual(socket.all[0]?.asked, ["send 1", "probe"]);
  assert.deepEqual(heard, ["headers", { code: "unavailable", message: "lost", opened: true }]);
  assert.equal(loads() + kept.size, 0);
});

test("auto: a WebSocket that cannot be opened is followed by fetch, with all that was sent; the tab remembers", async () => {
  const { start, socket, fetch, heard, loads, kept } = make("auto");
  const stream = start();
  stream.send(Uint8Array.of(1));
  socket.all[0]?.handlers.onEnd(unopened);
  stream.send(Uint8Array.of(2));
  await settled();
  stream.finish();
  assert.deepEqual(fetch.all[0]?.asked, ["send 1", "send 2", "finish"]);
  assert.equal(kept.size, 0);
  fetch.all[0]?.handlers.onHeaders({});
  fetch.all[0]?.handlers.onMessage(Uint8Array.of(9));
  assert.deepEqual([...kept], [["web-terminal:transport:https://gateway.example", "fetch"]]);
  assert.deepEqual(heard, ["headers", "message 9"]);

  start();
  await settled();
  assert.equal(socket.all.length, 1);
  assert.equal(fetch.all.length, 2);
  start("https://other.example");
  assert.equal(socket.all.length, 2);
  assert.equal(loads(), 2);
});

test("auto: where neither opens it is unavailable, with one try of each, and nothing is remembered", async () => {
  const { start, socket, fetch, heard, kept } = make("auto");
  start();
  socket.all[0]?.handlers.onEnd(unopened);
  await settled();
  fetch.all[0]?.handlers.onEnd({ code: "unimplemented", message: "HTTP 404", opened: false });
  assert.deepEqual(heard, [unopened]);
  assert.equal(socket.all.length + fetch.all.length, 2);
  assert.equal(kept.size, 0);
});

test("auto: what the gateway says by fetch is what counts", async () => {
  const { start, socket, fetch, heard, kept } = make("auto");
  start();
  socket.all[0]?.handlers.onEnd(unopened);
  await settled();
  const refused: StreamStatus = { code: "unauthenticated", message: "bad token", opened: true };
  fetch.all[0]?.handlers.onEnd(refused);
  assert.deepEqual(heard, [refused]);
  assert.equal(kept.size, 0);
});

for (const status of [
  { code: "permission_denied", message: "", opened: true },
  { code: "invalid_argument", message: "", opened: false },
  { code: "unavailable", message: "" },
] as const) {
  test(`auto: ${JSON.stringify(status)} is final`, async () => {
    const { start, socket, heard, loads } = make("auto");
    start();
    socket.all[0]?.handlers.onEnd(status);
    await settled();
    assert.deepEqual(heard, [status]);
    assert.equal(loads(), 0);
  });
}

test("websocket never falls back, fetch never tries a WebSocket", async () => {
  const socketOnly = make("websocket");
  socketOnly.start();
  socketOnly.socket.all[0]?.handlers.onEnd(unopened);
  await settled();
  assert.deepEqual(socketOnly.heard, [unopened]);
  assert.equal(socketOnly.loads(), 0);

  const fetchOnly = make("fetch");
  fetchOnly.start();
  await settled();
  assert.equal(fetchOnly.socket.all.length, 0);
  assert.equal(fetchOnly.fetch.all.length, 1);
  fetchOnly.fetch.all[0]?.handlers.onEnd({ code: "unimplemented", message: "HTTP 404", opened: false });
  assert.equal((fetchOnly.heard[0] as StreamStatus).code, "unimplemented");
  assert.equal(fetchOnly.kept.size, 0);
});

test("a chunk that cannot be loaded is unavailable", async () => {
  const { start, breakLoading, heard } = make("fetch");
  breakLoading();
  start();
  await settled();
  const [status] = heard as StreamStatus[];
  assert.equal(status?.code, "unavailable");
  assert.equal(status.opened, false);
});

test("closed while the chunk is loaded: canceled, once, and nothing is opened", async () => {
  const { start, fetch, heard } = make("fetch");
  const stream = start();
  stream.close();
  stream.close();
  assert.equal(heard.length, 0, "no handler inside the call");
  stream.send(Uint8Array.of(1));
  await settled();
  assert.deepEqual(
    heard.map((status) => (status as StreamStatus).code),
    ["canceled"],
  );
  assert.equal(fetch.all.length, 0);
});

test("closed while the WebSocket is opened, or after it was given up: canceled", async () => {
  for (const after of [false, true]) {
    const { start, socket, fetch, heard } = make("auto");
    const stream = start();
    if (after) {
      socket.all[0]?.handlers.onEnd(unopened);
      await settled();
    }
    stream.close();
    await settled();
    assert.equal((heard[0] as StreamStatus).code, "canceled");
    assert.equal(heard.length, 1);
    assert.equal(fetch.all.length, after ? 1 : 0);
  }
});

test("what waits for the chunk is bounded", async () => {
  const { start, heard } = make("fetch");
  const stream = start();
  for (let index = 0; index <= MAX_QUEUED_MESSAGES; index += 1) stream.send(Uint8Array.of(1));
  await settled();
  assert.equal((heard[0] as StreamStatus).code, "resource_exhausted");
});

test("storage that throws is a tab that remembers nothing", async () => {
  const { start, socket, fetch, heard } = make("auto", () => {
    throw new DOMException("denied", "SecurityError");
  });
  for (let index = 0; index < 2; index += 1) {
    start();
    socket.all[index]?.handlers.onEnd(unopened);
    await settled();
    fetch.all[index]?.handlers.onHeaders({});
  }
  assert.deepEqual(heard, ["headers", "headers"]);
  assert.equal(socket.all.length, 2);
});
