/** Pages that come without a WebSocket: what is theirs alone. */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { type Clock, systemClock } from "../../../src/clock.js";
import {
  ListenRequestSchema,
  ListenResponseSchema,
  type SendRequest,
  SendRequestSchema,
} from "../../../src/gen/webterminal/gateway/v1/pipe_pb.js";
import { MAX_MESSAGE_BYTES } from "../../../src/wire/constants.js";
import { decodeEnvelope, encodeEnvelope } from "../../../src/wire/envelope.js";
import { message, messageOfSize } from "../../support/echo-core.js";
import { type Page, type PageOptions, openPage as openAny, service, startBoth, until } from "./bench.js";
import { startLine } from "./raw-core.js";

const pipeService = "webterminal.gateway.v1.PipeService";

/** Waits are a tenth of what they are. */
const fast: Clock = { now: () => Date.now(), after: (ms, task) => systemClock.after(ms / 10, task) };

function openPage(endpoint: string, options: PageOptions = {}): Page {
  return openAny(endpoint, { carrier: "fetch", ...options });
}

function isSend(input: unknown): boolean {
  return String(input).endsWith("/Send");
}

/** A page's fetch that keeps what each Send says. */
function watchSends(before: (sent: SendRequest, count: number) => "lose" | "twice" | "deaf" | "pass" = () => "pass") {
  const sent: SendRequest[] = [];
  const watching: typeof globalThis.fetch = async (input, init) => {
    if (!isSend(input)) return fetch(input, init);
    const request = fromBinary(SendRequestSchema, init?.body as Uint8Array<ArrayBuffer>);
    sent.push(request);
    const what = before(request, sent.length);
    if (what === "lose") throw new TypeError("Failed to fetch");
    if (what === "twice") await (await fetch(input, init)).arrayBuffer();
    const response = await fetch(input, init);
    if (what === "deaf") throw new TypeError("Failed to fetch");
    return response;
  };
  return { sent, fetch: watching };
}

/** A Send by hand. */
function post(url: string, request: Partial<SendRequest>, headers: Record<string, string> = {}): Promise<Response> {
  const body = toBinary(SendRequestSchema, create(SendRequestSchema, request as SendRequest));
  return fetch(`${url}/${pipeService}/Send`, {
    method: "POST",
    headers: { "content-type": "application/proto", ...headers },
    body,
  });
}

test("thirty messages arrive once and in order, whatever is lost, doubled or unheard", async (t) => {
  const { gateway, core } = await startBoth(t);
  const faults = ["lose", "pass", "twice", "deaf", "pass"] as const;
  const { sent, fetch } = watchSends((_request, count) => faults[count % faults.length] ?? "pass");
  const page = openPage(gateway.url, { fetch, clock: fast });
  const messages = Array.from({ length: 30 }, (_, index) => message(`m${index}`));
  for (const bytes of messages) page.send(bytes);
  await page.received(30);
  await until(() => sent.at(-1)?.sequence === 29, "the last is sent");
  assert.deepEqual(page.messages, messages);
  assert.equal(core.read.count, 30);
  assert.ok(sent.length > 30);
  assert.deepEqual(
    sent.map(({ sequence }) => sequence),
    sent.map(({ sequence }) => sequence).sort((one, other) => one - other),
  );
  page.close();
});

test("a network that takes no more sends is unavailable, after a bounded number of tries", async (t) => {
  const { gateway, core } = await startBoth(t);
  const { sent, fetch } = watchSends(() => "lose");
  const page = openPage(gateway.url, { fetch, clock: fast });
  page.send(message("a"));
  const status = await page.ended();
  assert.deepEqual(status, {
    code: "unavailable",
    message: "cannot send to the gateway",
    opened: true,
  });
  assert.equal(sent.length, 5);
  await until(() => core.streams.now === 0 && gateway.bridges() === 0, "nothing is left");
});

test("a pipe takes what its own page sends, and nobody else's", async (t) => {
  const { gateway, core } = await startBoth(t);
  const { sent, fetch } = watchSends();
  const alice = openPage(gateway.url, { fetch });
  alice.send(message("a"));
  await alice.received(1);
  const own = sent[0];
  assert.ok(own);
  const body = { case: "message", value: message("evil") } as const;
  const answers = await Promise.all([
    post(gateway.url, { session: own.session, secret: "", sequence: 1, body }),
    post(gateway.url, { session: own.session, secret: own.secret.replace(/./g, "A"), sequence: 1, body }),
    post(gateway.url, { session: "no-such", secret: own.secret, sequence: 1, body }),
  ]);
  assert.deepEqual(
    answers.map((answer) => answer.status),
    [403, 403, 404],
  );
  assert.equal(((await answers[0]?.json()) as { code: string }).code, "permission_denied");
  alice.send(message("b"));
  await alice.received(2);
  assert.equal(core.read.count, 2);
  alice.close();
});

test("a gap in the numbers, and a message after the last one, are internal", async (t) => {
  const { gateway } = await startBoth(t);
  for (const fault of ["gap", "late"]) {
    const { sent, fetch } = watchSends();
    const page = openPage(gateway.url, { fetch });
    page.send(message(fault === "gap" ? "a" : "stall"));
    await until(() => sent.length === 1, "it is sent");
    if (fault === "late") page.finish();
    if (fault === "late") await until(() => sent.length === 2, "finish is sent");
    const { session = "", secret = "" } = sent[0] ?? {};
    await post(gateway.url, { session, secret, sequence: 2, body: { case: "message", value: message("x") } });
    assert.equal((await page.ended()).code, "internal");
  }
});

test("1 MiB passes both ways; more does not, in the page and past it", async (t) => {
  const { gateway, core } = await startBoth(t);
  const { sent, fetch } = watchSends();
  const page = openPage(gateway.url, { fetch });
  const largest = messageOfSize(MAX_MESSAGE_BYTES);
  page.send(largest);
  await page.received(1);
  assert.equal(Buffer.compare(page.messages[0] as Uint8Array, largest), 0);
  const { session = "", secret = "" } = sent[0] ?? {};
  const tooLarge = { case: "message", value: new Uint8Array(MAX_MESSAGE_BYTES + 1) } as const;
  await post(gateway.url, { session, secret, sequence: 1, body: tooLarge });
  assert.equal((await page.ended()).code, "resource_exhausted");

  const huge = { case: "message", value: new Uint8Array(3 * MAX_MESSAGE_BYTES) } as const;
  assert.equal((await post(gateway.url, { session, secret, sequence: 1, body: huge })).status, 429);

  const honest = openPage(gateway.url);
  honest.send(new Uint8Array(MAX_MESSAGE_BYTES + 1));
  assert.equal((await honest.ended()).code, "resource_exhausted");

  const asking = openPage(gateway.url);
  asking.send(message(`big:${MAX_MESSAGE_BYTES}`));
  assert.equal((await asking.ended()).code, "resource_exhausted");
  await until(() => core.streams.now === 0 && gateway.bridges() === 0, "nothing is left");
});

test("a core that does not read holds the page up, and loses nothing", async (t) => {
  const { gateway, core } = await startBoth(t);
  const { sent, fetch } = watchSends();
  const page = openPage(gateway.url, { fetch });
  page.send(message("stall"));
  await until(() => core.read.count === 1, "the core has stopped reading");
  const one = messageOfSize(100_000);
  // What the page itself may hold is bounded, so it sends as it is let.
  for (let index = 0; index < 20; index += 1) page.send(one);
  await sleep(200);
  assert.ok(sent.length < 10, `the page was held up, at ${sent.length} of 21`);
  core.resume();
  await page.received(20);
  assert.equal(sent.length, 21);
  page.close();
});

test("what is said before closing is still carried", async (t) => {
  const { gateway, core } = await startBoth(t);
  const page = openPage(gateway.url);
  await page.stands();
  page.send(message("one"));
  page.send(message("two"));
  page.close();
  assert.equal((await page.ended()).code, "canceled");
  await until(() => core.read.count === 2, "the core has read both");
  await until(() => core.streams.now === 0 && gateway.bridges() === 0, "the core let go of it");
});

test("a core killed in the middle is unavailable", async (t) => {
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
});

test("a gateway that is not there is unavailable, and was never open", async () => {
  const status = await openPage("http://127.0.0.1:1").ended();
  assert.deepEqual(status, { code: "unavailable", message: "the gateway cannot be reached", opened: false });
});

test("a frozen gateway is unavailable by its silence, or sooner by a probe", async (t) => {
  const { gateway } = await startBoth(t);
  for (const probe of [false, true]) {
    const line = await startLine(t, gateway.port);
    let wait = 0;
    const clock: Clock = {
      now: () => Date.now(),
      after: (ms, task) => {
        wait = ms;
        return systemClock.after(ms / 50, task);
      },
    };
    const page = openPage(`http://127.0.0.1:${line.port}`, { clock });
    await page.stands();
    line.freeze();
    if (probe) page.probe();
    const status = await page.ended();
    assert.deepEqual(status, { code: "unavailable", message: "the gateway does not respond", opened: true });
    assert.equal(wait, probe ? 10_000 : 25_000);
  }
});

test("a probe that is answered changes nothing", async (t) => {
  const { gateway } = await startBoth(t);
  const { sent, fetch } = watchSends();
  const page = openPage(gateway.url, { fetch, clock: fast });
  await page.stands();
  page.probe();
  await until(() => sent[0]?.body.case === "ping", "it asks");
  page.send(message("a"));
  await page.received(1);
  assert.equal(page.ends.length, 0);
  page.close();
});

test("a quiet pipe lives on by keep-alives alone; a page that answers none is cut off", async (t) => {
  const { gateway, core } = await startBoth(t, { limits: { keepAliveMs: 40 } });
  const { sent, fetch } = watchSends();
  const page = openPage(gateway.url, { fetch });
  await until(() => sent.length >= 8, "keep-alives were answered");
  assert.ok(sent.every(({ body }) => body.case === undefined));
  assert.equal(page.ends.length, 0);
  page.close();
  await page.ended();

  const mute = openPage(gateway.url, { fetch: watchSends(() => "lose").fetch });
  await mute.stands();
  assert.equal((await mute.ended()).code, "unavailable");
  await until(() => core.streams.now === 0 && gateway.bridges() === 0, "the core let go of both");
});

test("origins: preflights, and answers that other pages cannot read", async (t) => {
  const { gateway } = await startBoth(t, { allowOrigins: ["https://crm.example"] });
  const ask = (origin: string, method = "OPTIONS"): Promise<Response> =>
    fetch(`${gateway.url}/${pipeService}/Listen`, { method, headers: { origin } });
  const allowed = await ask("https://crm.example");
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers.get("access-control-allow-origin"), "https://crm.example");
  assert.match(allowed.headers.get("access-control-allow-headers") ?? "", /authorization/);
  assert.equal(allowed.headers.get("access-control-allow-credentials"), null);
  assert.equal(allowed.headers.get("vary"), "origin");
  for (const origin of ["https://evil.example", "null"]) {
    const refused = await ask(origin);
    assert.equal(refused.status, 403);
    assert.equal(refused.headers.get("access-control-allow-origin"), null);
    assert.equal((await post(gateway.url, {}, { origin })).status, 403);
    assert.equal((await openPage(gateway.url, { origin }).ended()).code, "permission_denied");
  }
  assert.equal((await ask("https://crm.example", "GET")).status, 405);
  const page = openPage(gateway.url, { origin: "https://crm.example" });
  page.send(message("a"));
  await page.received(1);
  page.close();
});

test("who is not let in is told in the stream", async (t) => {
  const { gateway, core } = await startBoth(t, { pathPrefix: "/phone" });
  const url = `${gateway.url}/phone`;
  assert.equal((await openPage(url, { token: null }).ended()).code, "unauthenticated");
  assert.equal((await openPage(url, { method: "NoSuch" }).ended()).code, "unimplemented");
  assert.equal((await openPage(url, { headers: { authorization: "Bearer æ" } }).ended()).code, "invalid_argument");
  assert.equal((await openPage(gateway.url).ended()).opened, false);
  assert.equal(core.connections(), 0);
});

test("junk is refused: other types, other bodies", async (t) => {
  const { gateway } = await startBoth(t);
  const ask = (method: string, type: string, body: Uint8Array<ArrayBuffer> | string): Promise<Response> =>
    fetch(`${gateway.url}/${pipeService}/${method}`, { method: "POST", headers: { "content-type": type }, body });
  assert.equal((await ask("Listen", "application/json", "{}")).status, 415);
  assert.equal((await ask("Send", "application/json", "{}")).status, 415);
  assert.equal((await ask("Send", "application/proto", Uint8Array.of(255, 255))).status, 400);
  for (const body of [Uint8Array.of(0, 1), encodeEnvelope(1), encodeEnvelope(0, Uint8Array.of(255))]) {
    const answer = await ask("Listen", "application/connect+proto", body);
    const end = decodeEnvelope(new Uint8Array(await answer.arrayBuffer()));
    assert.match(Buffer.from(end?.payload ?? []).toString(), /invalid_argument/);
  }
  assert.equal((await ask("NoSuch", "application/proto", "")).status, 404);
});

/** Reads a listening response by hand, which the page's own code would answer. */
async function listenRaw(t: TestContext, url: string): Promise<{ events: string[]; head: Response }> {
  const request = toBinary(ListenRequestSchema, create(ListenRequestSchema, { method: `${service}/MultiPipe` }));
  const controller = new AbortController();
  t.after(() => {
    controller.abort();
  });
  const head = await fetch(`${url}/${pipeService}/Listen`, {
    method: "POST",
    headers: { "content-type": "application/connect+proto", authorization: "Bearer demo-alice" },
    body: encodeEnvelope(0, request),
    signal: controller.signal,
  });
  const events: string[] = [];
  void (async () => {
    for await (const chunk of head.body as AsyncIterable<Uint8Array>) {
      for (let rest = chunk; rest.length > 0;) {
        const size = 5 + new DataView(rest.buffer, rest.byteOffset).getUint32(1);
        const { event } = fromBinary(ListenResponseSchema, rest.subarray(5, size));
        events.push(event.case ?? "");
        rest = rest.subarray(size);
      }
    }
  })().catch(() => undefined);
  return { events, head };
}

test("the session comes first, then the headers; nothing is stored or held back on the way", async (t) => {
  const { gateway } = await startBoth(t);
  const { events, head } = await listenRaw(t, gateway.url);
  await until(() => events.length === 2, "the stream stands");
  assert.deepEqual(events, ["session", "headers"]);
  assert.match(head.headers.get("cache-control") ?? "", /no-store, no-transform/);
  assert.equal(head.headers.get("x-accel-buffering"), "no");
  assert.equal(head.headers.get("content-encoding"), null);
});

test("draining and numbers count these pipes, too; no secret in any log line", async (t) => {
  const lines: string[] = [];
  const log = (fields: object, text: string): number => lines.push(`${text} ${JSON.stringify(fields)}`);
  const { gateway, core } = await startBoth(t, {
    limits: { drainGraceMs: 300, drainSpreadMs: 50 },
    logger: { debug: log, info: log, warn: log },
  });
  const { sent, fetch: own } = watchSends();
  const page = openPage(gateway.url, { fetch: own, token: "secret-token" });
  page.send(message("a"));
  await page.received(1);
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  for (const line of ["pipes 1", 'opens_total{carrier="fetch"} 1', 'messages_total{direction="up"} 1']) {
    assert.ok(metrics.includes(`web_terminal_gateway_${line}\n`), line);
  }
  const drained = gateway.drain();
  const restarting = { code: "unavailable", message: "gateway is restarting", opened: true } as const;
  assert.deepEqual(await openPage(gateway.url).ended(), restarting);
  assert.equal(page.ends.length, 0);
  await drained;
  assert.deepEqual(await page.ended(), restarting);
  await until(() => core.connections() === 0, "the connection to the core is closed");
  const secret = sent[0]?.secret ?? "";
  assert.ok(secret.length >= 32);
  for (const word of ["secret-token", secret]) assert.ok(!lines.join("").includes(word));
});
