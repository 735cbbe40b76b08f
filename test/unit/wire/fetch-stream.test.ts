/** The browser's end of a pipe without WebSockets, on a fetch that does as it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import {
  ListenResponseSchema,
  type SendRequest,
  SendRequestSchema,
} from "../../../src/gen/webterminal/gateway/v1/pipe_pb.js";
import {
  CONNECT_WITHIN_MS,
  DEAD_AFTER_MS,
  FLUSH_WITHIN_MS,
  MAX_MESSAGE_BYTES,
  MAX_QUEUED_MESSAGES,
  PING_AFTER_MS,
} from "../../../src/wire/constants.js";
import { encodeEndStream } from "../../../src/wire/end-stream.js";
import { encodeEnvelope } from "../../../src/wire/envelope.js";
import { createFetchStream } from "../../../src/wire/fetch-stream.js";
import type { StreamStatus } from "../../../src/wire/stream.js";
import { createFakeClock, settled } from "../../support/fake-clock.js";

type Event = NonNullable<MessageInitShape<typeof ListenResponseSchema>["event"]>;

/** Connect passes what it reads through several promises. */
async function turns(): Promise<void> {
  for (let index = 0; index < 5; index += 1) await settled();
}

function open(options: { endpoint?: string; headers?: Record<string, string>; answer?: () => Promise<Response> } = {}) {
  const clock = createFakeClock();
  const heard: (string | StreamStatus)[] = [];
  const requests: { url: string; init: RequestInit }[] = [];
  const sends: SendRequest[] = [];
  let answerSend: () => Promise<Response> = async () =>
    new Response(new Uint8Array(0), { headers: { "content-type": "application/proto" } });
  let down: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = createFetchStream({
    clock,
    fetch: async (input, init = {}) => {
      requests.push({ url: input as string, init });
      if ((input as string).endsWith("/Send")) {
        sends.push(fromBinary(SendRequestSchema, init.body as Uint8Array<ArrayBuffer>));
        return answerSend();
      }
      if (options.answer) return options.answer();
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          down = controller;
          init.signal?.addEventListener("abort", () => {
            controller.error(new DOMException("aborted", "AbortError"));
          });
        },
      });
      return new Response(body, { headers: { "content-type": "application/connect+proto" } });
    },
  })(
    {
      endpoint: options.endpoint ?? "wss://gateway.example/phone",
      method: "a.B/C",
      headers: options.headers ?? { authorization: "Bearer t" },
    },
    {
      onHeaders: (headers) => heard.push(`headers ${JSON.stringify(headers)}`),
      onMessage: (bytes) => heard.push(`message ${[...bytes].join(",")}`),
      onEnd: (status) => heard.push(status),
    },
  );
  assert.equal(heard.length, 0, "no handler inside the call");
  const say = async (...events: Event[]): Promise<void> => {
    for (const event of events) {
      const bytes = toBinary(ListenResponseSchema, create(ListenResponseSchema, { event }));
      down?.enqueue(encodeEnvelope(0, bytes));
    }
    await turns();
  };
  return {
    stream,
    clock,
    heard,
    requests,
    sends,
    say,
    stand: async () => {
      await turns();
      await say(
        { case: "session", value: { id: "s", secret: "x" } },
        { case: "headers", value: { values: { a: "b" } } },
      );
    },
    endWith: async (status: StreamStatus) => {
      down?.enqueue(encodeEndStream(status));
      down?.close();
      await turns();
    },
    cut: async (error: unknown) => {
      if (error === undefined) down?.close();
      else down?.error(error);
      await turns();
    },
    answerSends: (answer: () => Promise<Response>) => (answerSend = answer),
  };
}

const message = (...bytes: number[]): Event => ({ case: "message", value: Uint8Array.from(bytes) });

test("the token goes in a header, no cookie goes anywhere, and messages come in order", async () => {
  const { requests, stand, say, heard, stream, clock } = open();
  await stand();
  await say(message(1), message(2));
  assert.deepEqual(heard, ['headers {"a":"b"}', "message 1", "message 2"]);
  assert.equal(requests[0]?.url, "https://gateway.example/phone/webterminal.gateway.v1.PipeService/Listen");
  const { headers, credentials, keepalive } = requests[0]?.init ?? {};
  assert.equal(new Headers(headers).get("authorization"), "Bearer t");
  assert.deepEqual([credentials, keepalive], ["omit", false]);
  stream.send(Uint8Array.of(5));
  await turns();
  assert.equal(new Headers(requests[1]?.init.headers).get("authorization"), null);
  assert.deepEqual([requests[1]?.init.credentials, requests[1]?.init.keepalive], ["omit", true]);
  stream.close();
  await turns();
  assert.deepEqual(heard.at(3), { code: "canceled", message: "closed by the client", opened: true });
  assert.equal(clock.waiting, 0);
});

test("what is sent early waits for the session", async () => {
  const { stand, sends, stream } = open();
  stream.send(Uint8Array.of(1));
  stream.finish();
  stream.send(Uint8Array.of(2));
  await turns();
  assert.equal(sends.length, 0);
  await stand();
  assert.deepEqual(
    sends.map(({ session, secret, sequence, body }) => [session, secret, sequence, body.case]),
    [
      ["s", "x", 0, "message"],
      ["s", "x", 1, "finish"],
    ],
  );
});

test("an end is the gateway's: code, message, details", async () => {
  const { stand, endWith, heard, clock } = open();
  await stand();
  const details = [{ type: "google.rpc.RetryInfo", value: "CgIIAQ" }];
  await endWith({ code: "unavailable", message: "100 % æøå", details });
  assert.deepEqual(heard[1], { code: "unavailable", message: "100 % æøå", details, opened: true });
  assert.equal(clock.waiting, 0);
});

test("an end without an error is ok", async () => {
  const { stand, endWith, heard } = open();
  await stand();
  await endWith({ code: "ok", message: "" });
  assert.deepEqual(heard[1], { code: "ok", message: "", opened: true });
});

for (const [name, error] of [
  ["lost", new TypeError("network error")],
  ["aborted by the browser", new DOMException("aborted", "AbortError")],
  ["cut short", undefined],
] as const) {
  test(`a response that is ${name} is unavailable`, async () => {
    const { stand, cut, heard } = open();
    await stand();
    await cut(error);
    assert.deepEqual(heard[1], { code: "unavailable", message: "the connection was lost", opened: true });
  });
}

for (const [status, code] of [
  [404, "unimplemented"],
  [502, "unavailable"],
  [401, "unauthenticated"],
] as const) {
  test(`HTTP status ${status} is ${code}, and not opened`, async () => {
    const { heard } = open({ answer: async () => new Response("<html>", { status }) });
    await turns();
    const [end] = heard as StreamStatus[];
    assert.deepEqual([end?.code, end?.opened], [code, false]);
  });
}

test("an endpoint or a header that cannot be is invalid_argument, without a request", async () => {
  for (const options of [{ endpoint: "http://gateway.example" }, { headers: { authorization: "Bearer \u{1f600}" } }]) {
    const { heard, requests } = open(options);
    await turns();
    assert.equal((heard[0] as StreamStatus).code, "invalid_argument");
    assert.equal(requests.length, 0);
  }
});

test("silence: 10 s to the first word, 25 s later on, 10 s after a probe", async () => {
  const first = open();
  await turns();
  first.clock.pass(CONNECT_WITHIN_MS);
  await turns();
  assert.equal((first.heard[0] as StreamStatus).code, "unavailable");

  const later = open();
  await later.stand();
  later.clock.pass(PING_AFTER_MS + DEAD_AFTER_MS - 1);
  await later.say({ case: "keepAlive", value: {} });
  assert.deepEqual(
    later.sends.map(({ body }) => body.case),
    [undefined],
  );
  later.clock.pass(PING_AFTER_MS + DEAD_AFTER_MS - 1);
  await turns();
  assert.equal(later.heard.length, 1);
  later.clock.pass(1);
  await turns();
  assert.equal((later.heard[1] as StreamStatus).message, "the gateway does not respond");

  const probed = open();
  await probed.stand();
  probed.stream.probe();
  probed.clock.pass(5000);
  probed.stream.probe();
  await turns();
  assert.deepEqual(
    probed.sends.map(({ body }) => body.case),
    ["ping"],
  );
  // That the request was answered proves nothing of the stream.
  probed.clock.pass(5000);
  await turns();
  assert.equal((probed.heard[1] as StreamStatus).code, "unavailable");
  assert.equal(probed.clock.waiting, 0);
});

test("a ping that is lost is sent again, until the pong", async () => {
  const { stand, stream, answerSends, sends, clock, say, heard } = open();
  await stand();
  answerSends(() => Promise.reject(new TypeError("Failed to fetch")));
  stream.probe();
  await turns();
  await clock.run(3000);
  assert.equal(sends.length, 4);
  await say({ case: "pong", value: {} });
  await clock.run(9000);
  assert.equal(sends.length, 4);
  assert.equal(heard.length, 1);
});

test("a gateway that does not know the pipe is unavailable", async () => {
  const { stand, stream, answerSends, heard } = open();
  await stand();
  answerSends(async () => Response.json({ code: "not_found", message: "none" }, { status: 404 }));
  stream.send(Uint8Array.of(1));
  await turns();
  assert.deepEqual(heard[1], {
    code: "unavailable",
    message: "the gateway no longer knows this session",
    opened: true,
  });
});

test("too large, and too many", async () => {
  const large = open();
  large.stream.send(new Uint8Array(MAX_MESSAGE_BYTES + 1));
  await turns();
  assert.equal((large.heard[0] as StreamStatus).code, "resource_exhausted");
  const many = open();
  for (let index = 0; index <= MAX_QUEUED_MESSAGES; index += 1) many.stream.send(Uint8Array.of(1));
  await turns();
  assert.equal((many.heard[0] as StreamStatus).code, "resource_exhausted");
  assert.equal(many.clock.waiting + large.clock.waiting, 0);
});

test("a message before the headers is internal", async () => {
  const { say, heard } = open();
  await turns();
  await say({ case: "session", value: { id: "s", secret: "x" } }, message(1));
  assert.equal((heard[0] as StreamStatus).code, "internal");
});

test("closing sends what waits, for a while, and hears nothing more", async () => {
  const { stand, stream, answerSends, requests, say, heard, clock } = open();
  await stand();
  answerSends(() => new Promise(() => undefined));
  stream.send(Uint8Array.of(1));
  stream.close();
  await say(message(1));
  assert.equal((heard[1] as StreamStatus).code, "canceled");
  assert.equal(requests[0]?.init.signal?.aborted, false);
  clock.pass(FLUSH_WITHIN_MS);
  assert.equal(requests[0]?.init.signal?.aborted, true);
  assert.equal(heard.length, 2);
  assert.equal(clock.waiting, 0);
});
