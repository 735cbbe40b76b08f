/** The browser's end against a socket that does as it is told, on a clock that stands still. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Clock } from "../../../src/clock.js";
import {
  CONNECT_WITHIN_MS,
  DEAD_AFTER_MS,
  MAX_MESSAGE_BYTES,
  MAX_QUEUED_BYTES,
  MAX_QUEUED_MESSAGES,
  PING_AFTER_MS,
} from "../../../src/wire/constants.js";
import { encodeEndStream } from "../../../src/wire/end-stream.js";
import { encodeEnvelope, encodeJson } from "../../../src/wire/envelope.js";
import type { StreamStatus } from "../../../src/wire/stream.js";
import { createWebSocketStream } from "../../../src/wire/websocket-stream.js";

const ping = [8, 0, 0, 0, 0];

class FakeSocket {
  bufferedAmount = 0;
  binaryType = "blob";
  readonly sent: number[][] = [];
  closed = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    if (url.includes("throws")) throw new Error("SecurityError");
  }
  send(bytes: Uint8Array): void {
    this.sent.push([...bytes]);
  }
  close(): void {
    this.closed += 1;
  }
  receive(bytes: Uint8Array | string): void {
    this.onmessage?.({ data: typeof bytes === "string" ? bytes : bytes.slice().buffer });
  }
}

function fakeClock(): Clock & { pass(ms: number): void; timers(): number } {
  const timers = new Set<{ at: number; task: () => void }>();
  let now = 0;
  return {
    now: () => now,
    after(ms, task) {
      const timer = { at: now + ms, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass(ms) {
      const until = now + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due);
        now = due.at;
        due.task();
      }
      now = until;
    },
    timers: () => timers.size,
  };
}

function open(endpoint = "https://gateway.example") {
  const clock = fakeClock();
  const sockets: FakeSocket[] = [];
  const heard: (string | StreamStatus)[] = [];
  function WebSocket(url: string): FakeSocket {
    const socket = new FakeSocket(url);
    sockets.push(socket);
    return socket;
  }
  const stream = createWebSocketStream({ WebSocket: WebSocket as unknown as typeof globalThis.WebSocket, clock })(
    { endpoint, method: "a.B/C", headers: { authorization: "Bearer t" } },
    {
      onHeaders: (headers) => heard.push(`headers ${JSON.stringify(headers)}`),
      onMessage: (bytes) => heard.push(`message ${[...bytes].join(",")}`),
      onEnd: (status) => heard.push(status),
    },
  );
  assert.equal(heard.length, 0, "no handler inside the call");
  return { clock, heard, stream, socket: sockets[0] as FakeSocket, turn: () => new Promise(setImmediate) };
}

function standing() {
  const all = open();
  all.socket.onopen?.();
  all.socket.receive(encodeJson(6, {}));
  all.heard.length = 0;
  return all;
}

test("headers go first, then what was held back; then all comes and goes", async () => {
  const { socket, stream, heard, turn, clock } = open();
  assert.equal(socket.url, "wss://gateway.example/a.B/C");
  assert.equal(socket.binaryType, "arraybuffer");
  stream.send(Uint8Array.of(1));
  assert.deepEqual(socket.sent, []);
  socket.onopen?.();
  assert.deepEqual(socket.sent, [[...encodeJson(6, { authorization: "Bearer t" })], [0, 0, 0, 0, 1, 1]]);
  socket.receive(encodeJson(6, { "x-request-id": "r" }));
  socket.receive(encodeEnvelope(0, Uint8Array.of(9)));
  stream.send(Uint8Array.of(2));
  stream.finish();
  stream.finish();
  stream.send(Uint8Array.of(3));
  assert.deepEqual(socket.sent.slice(2), [
    [0, 0, 0, 0, 1, 2],
    [2, 0, 0, 0, 0],
  ]);
  socket.receive(encodeEndStream({ code: "ok", message: "" }));
  await turn();
  assert.deepEqual(heard, ['headers {"x-request-id":"r"}', "message 9", { code: "ok", message: "", opened: true }]);
  assert.equal(clock.timers(), 0);
  assert.equal(socket.closed, 1);
});

for (const [name, bytes] of [
  ["text", "{}"],
  ["nothing", new Uint8Array(0)],
  ["a cut envelope", encodeEnvelope(0, Uint8Array.of(1, 2)).subarray(0, 6)],
  ["a compressed message", encodeEnvelope(1)],
  ["an unknown flag", encodeEnvelope(0x40)],
  ["headers twice", encodeJson(6, {})],
  ["a malformed end", encodeEnvelope(2)],
] as const) {
  test(`${name} ends the stream as internal`, async () => {
    const { socket, heard, turn } = standing();
    socket.receive(bytes);
    socket.receive(encodeEnvelope(0));
    await turn();
    assert.deepEqual(
      heard.map((status) => (status as StreamStatus).code),
      ["internal"],
    );
  });
}

test("a message before the headers is internal", async () => {
  const { socket, heard, turn } = open();
  socket.onopen?.();
  socket.receive(encodeEnvelope(0));
  await turn();
  assert.equal((heard[0] as StreamStatus).code, "internal");
});

test("silence: a ping, proof of life, a ping, death", async () => {
  const { socket, clock, heard, turn } = standing();
  socket.sent.length = 0;
  clock.pass(PING_AFTER_MS - 1);
  assert.deepEqual(socket.sent, []);
  clock.pass(1);
  assert.deepEqual(socket.sent, [ping]);
  clock.pass(DEAD_AFTER_MS - 1);
  socket.receive(encodeEnvelope(8));
  clock.pass(PING_AFTER_MS);
  assert.deepEqual(socket.sent, [ping, ping]);
  clock.pass(DEAD_AFTER_MS);
  await turn();
  assert.deepEqual(heard, [{ code: "unavailable", message: "the gateway does not respond", opened: true }]);
  assert.equal(clock.timers(), 0);
});

test("a probe asks at once, and a second one does not put death off", async () => {
  const { socket, clock, stream, heard, turn } = standing();
  socket.sent.length = 0;
  stream.probe();
  clock.pass(DEAD_AFTER_MS - 1);
  stream.probe();
  assert.deepEqual(socket.sent, [ping]);
  clock.pass(1);
  await turn();
  assert.equal((heard[0] as StreamStatus).code, "unavailable");
});

test("a socket that does not open in time, or never does, was not opened", async () => {
  const late = open();
  late.clock.pass(CONNECT_WITHIN_MS);
  const refused = open();
  refused.socket.onclose?.({ code: 1006, reason: "" });
  const thrown = open("https://throws.example");
  for (const { heard, turn, clock } of [late, refused, thrown]) {
    await turn();
    assert.equal(heard.length, 1);
    const { code, opened } = heard[0] as StreamStatus;
    assert.deepEqual({ code, opened }, { code: "unavailable", opened: false });
    assert.equal(clock.timers(), 0);
  }
});

test("an endpoint that is none", async () => {
  const { heard, turn, stream } = open("http://gateway.example");
  stream.send(Uint8Array.of(1));
  stream.probe();
  stream.finish();
  stream.close();
  await turn();
  assert.equal(heard.length, 1);
  assert.equal((heard[0] as StreamStatus).code, "invalid_argument");
});

test("closing is canceled, once, and not inside the call", async () => {
  const { heard, turn, stream, socket } = standing();
  stream.close();
  stream.close();
  assert.equal(heard.length, 0);
  socket.onmessage?.({ data: encodeEnvelope(0).buffer });
  await turn();
  assert.deepEqual(heard, [{ code: "canceled", message: "closed by the client", opened: true }]);
});

test("the queue is bounded before the socket is open, and after", async () => {
  const many = open();
  for (let index = 0; index <= MAX_QUEUED_MESSAGES; index += 1) many.stream.send(Uint8Array.of(1));
  const large = open();
  for (let index = 0; index < 3; index += 1) large.stream.send(new Uint8Array(MAX_MESSAGE_BYTES));
  const slow = standing();
  slow.socket.bufferedAmount = MAX_QUEUED_BYTES + 1;
  slow.stream.send(Uint8Array.of(1));
  const tooLarge = standing();
  tooLarge.stream.send(new Uint8Array(MAX_MESSAGE_BYTES + 1));
  for (const { heard, turn, clock } of [many, large, slow, tooLarge]) {
    await turn();
    assert.equal(heard.length, 1);
    assert.equal((heard[0] as StreamStatus).code, "resource_exhausted");
    assert.equal(clock.timers(), 0);
  }
});

test("whatever happens, in any order: one end at most, headers first, no timer left after it", async () => {
  const step = fc.oneof(
    fc.constantFrom("open", "headers", "end", "send", "finish", "probe", "close", "text"),
    fc.record({ close: fc.integer({ min: 1000, max: 4999 }) }),
    fc.record({ pass: fc.integer({ min: 1, max: 20_000 }) }),
    fc.record({ bytes: fc.uint8Array({ maxLength: 12 }) }),
    fc.record({ data: fc.uint8Array({ maxLength: 12 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { socket, stream, clock, heard, turn } = open();
      // A real socket opens once, and brings nothing before that.
      const receive = (data: Uint8Array | string): void => {
        if (socket.onopen === null) socket.receive(data);
      };
      for (const one of steps) {
        if (one === "open") {
          socket.onopen?.();
          socket.onopen = null;
        } else if (one === "headers") receive(encodeJson(6, {}));
        else if (one === "end") receive(encodeEndStream({ code: "aborted", message: "" }));
        else if (one === "text") receive("text");
        else if (one === "send") stream.send(Uint8Array.of(1));
        else if (typeof one === "string") stream[one]();
        else if ("close" in one) socket.onclose?.({ code: one.close, reason: "" });
        else if ("pass" in one) clock.pass(one.pass);
        else if ("bytes" in one) receive(one.bytes);
        else receive(encodeEnvelope(0, one.data));
      }
      await turn();
      const ends = heard.filter((entry) => typeof entry !== "string");
      assert.ok(ends.length <= 1);
      if (ends.length === 1) {
        assert.equal(heard.at(-1), ends[0]);
        assert.equal(clock.timers(), 0);
        assert.equal(socket.closed, 1);
      } else {
        assert.equal(clock.timers(), 1);
      }
      const first = heard.find((entry) => typeof entry === "string");
      if (first) assert.match(first, /^headers/);
    }),
  );
});
