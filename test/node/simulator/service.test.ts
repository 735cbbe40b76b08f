import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:http2";
import { test } from "node:test";
import { Code, createClient, type ConnectError } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { ControlService } from "../../../src/gen/webterminal/sim/v1/control_pb.js";
import { createSimulator } from "../../../src/simulator/index.js";
import { createSimTerminal, until } from "../../support/sim-terminal.js";
import { createBench, numbers } from "./bench.js";

test("tokens: those of users are taken, all others are Unauthenticated", async (t) => {
  const bench = await createBench(t, { users: { erin: "+4790000009" } });
  for (const token of ["demo-nobody", "alice", "demo-alice-expired", "demo-", null]) {
    const terminal = createSimTerminal({ port: bench.core.port, token });
    const end = await until("the refusal", () => terminal.ended());
    assert.equal(end.error?.code, Code.Unauthenticated, token ?? "none");
    assert.match(end.error.rawMessage, /token/);
    await terminal.close();
  }
  await bench.terminal("erin").take("idle");
  const { terminals } = await bench.core.control.listTerminals({ user: "" });
  assert.deepEqual(
    terminals.map(({ number }) => number),
    ["+4790000009"],
  );
});

test("the control service speaks JSON over HTTP/1.1, to pages of any origin", async (t) => {
  const { core } = await createBench(t);
  const base = `http://127.0.0.1:${String(core.controlPort)}`;
  const post = (method: string, body: string) =>
    fetch(`${base}/webterminal.sim.v1.ControlService/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
  const calls = await post("ListCalls", "{}");
  assert.deepEqual([calls.status, await calls.json()], [200, { calls: [] }]);
  assert.equal(calls.headers.get("access-control-allow-origin"), "*");
  const unknown = await post("MobileStart", '{"user": "nobody", "peer": "+4780000002"}');
  assert.equal(unknown.status, 404);
  assert.deepEqual(await unknown.json(), { code: "not_found", message: 'Unknown user "nobody".' });
  assert.equal((await post("HangUp", '{"callId": "x"}')).status, 404);
  assert.equal((await post("HangUp", "nonsense")).status, 400);
  assert.equal((await fetch(base, { method: "OPTIONS" })).status, 204);
  assert.match(await (await fetch(base)).text(), /\+4780000001 .*echo/);
});

test("the control service speaks gRPC on the core's own port", async (t) => {
  const bench = await createBench(t);
  const control = createClient(
    ControlService,
    createGrpcTransport({ baseUrl: `http://127.0.0.1:${String(bench.core.port)}` }),
  );
  const alice = bench.terminal("alice");
  await alice.take("idle");
  const { callId } = await control.placeCall({ from: "+4712345678", to: "alice" });
  const answered = await alice.answerNext();
  assert.deepEqual([answered.callId, answered.from], [callId, "+4712345678"]);
  await bench.hears(answered.peer, 440);
  await control.hangUp({ callId });
  await alice.take("bye");
  const sent = await control.send({ user: "alice", message: { callId: "x", message: { case: "ringing", value: {} } } });
  assert.equal(sent.terminals, 1);
  assert.equal((await alice.take("ringing")).callId, "x");
  await assert.rejects(control.answer({ callId }), (error: ConnectError) => error.code === Code.NotFound);
});

test("a user's mobile calls another user, and a scripted end waits for the control service", async (t) => {
  const bench = await createBench(t);
  const bob = bench.terminal("bob");
  await bob.take("idle");
  const { callId } = await bench.core.control.placeCall({ from: "alice", to: numbers.bob });
  const { peer, from } = await bob.answerNext();
  assert.equal(from, numbers.alice);
  await bench.hears(peer, 620);
  await bench.core.control.hangUp({ callId });
  const waiting = await bench.core.control.placeCall({ from: "alice", to: "+4712345678" });
  const state = async () =>
    (await bench.core.control.listCalls({})).calls.find(({ id }) => id === waiting.callId)?.state;
  assert.equal(await state(), "alerting");
  await bench.core.control.answer({ callId: waiting.callId });
  assert.equal(await state(), "active");
});

for (const method of ["pipe", "multiPipe"] as const) {
  test(`${method}: empty messages, by which clients keep their stream alive, are neither answered nor logged`, async (t) => {
    const lines: string[] = [];
    const log = (data: object, text: string) => lines.push(`${text} ${JSON.stringify(data)}`);
    const bench = await createBench(t, { logger: { debug: log, info: log, warn: log, error: log } });
    const alice = bench.terminal("alice", method);
    await bench.registered("alice", 1);
    const before = lines.length;
    for (let count = 0; count < 20; count += 1) alice.send("", undefined);
    alice.send(crypto.randomUUID(), undefined);
    // Messages are taken in order: with this one, all before it have been.
    const last = crypto.randomUUID();
    alice.send(last, { case: "action", value: { message: { case: "toPhone", value: {} } } });
    assert.equal((await alice.take("error")).callId, last);
    assert.deepEqual(
      alice.inbox.filter(({ message }) => message.case !== "idle"),
      [],
    );
    assert.deepEqual(
      lines.slice(before).filter((line) => !line.includes(last) && !line.includes('"idle"')),
      [],
    );
  });
}

test("a message with a member that is not known yet is no keep-alive", async (t) => {
  const lines: string[] = [];
  const log = (_data: object, text: string) => lines.push(text);
  const bench = await createBench(t, { logger: { debug: log, info: log, warn: log, error: log } });
  const alice = bench.terminal("alice");
  alice.sendBytes(Uint8Array.of(0x7a, 0));
  await until("the line", () => lines.includes("message dropped: the core does not accept it"));
});

/** Sends PINGs one after another on a connection with one stream, until it is ended or this many are answered. */
async function pingOften(port: number, most: number): Promise<{ answered: number; goaway: string | null }> {
  const session = connect(`http://127.0.0.1:${String(port)}`);
  let goaway: string | null = null;
  session.on("error", () => undefined);
  session.on("goaway", (code: number, _stream: number, data: Uint8Array) => {
    goaway = `${String(code)} ${Buffer.from(data).toString()}`;
  });
  const closed = new Promise((resolve) => session.once("close", resolve));
  await once(session, "remoteSettings");
  const stream = session.request({
    ":method": "POST",
    ":path": "/wgtwo.webterminal.v0.WebTerminalService/MultiPipe",
    "content-type": "application/grpc+proto",
    te: "trailers",
    authorization: "Bearer demo-alice",
  });
  stream.on("error", () => undefined);
  let answered = 0;
  while (answered < most && !session.destroyed) {
    const alive = await new Promise<boolean>((resolve) => {
      session.ping((error) => {
        resolve(!error);
      });
    });
    if (!alive) break;
    answered += 1;
  }
  if (answered < most) await closed;
  session.destroy();
  return { answered, goaway };
}

test("PINGs that come too often end the connection, as on any gRPC server, unless they are allowed", async (t) => {
  const strict = await createBench(t);
  const ended = await pingOften(strict.core.port, 100);
  assert.equal(ended.goaway, "11 too_many_pings");
  assert.ok(ended.answered < 100);
  assert.deepEqual((await strict.core.control.listTerminals({ user: "alice" })).terminals, []);

  const lenient = await createBench(t, { minPingIntervalMs: 0 });
  assert.deepEqual(await pingOften(lenient.core.port, 100), { answered: 100, goaway: null });
});

test("what the core says on a connection allows the next PING", async (t) => {
  const { core } = await createBench(t);
  const session = connect(`http://127.0.0.1:${String(core.port)}`);
  t.after(() => {
    session.destroy();
  });
  session.on("error", () => undefined);
  for (let turn = 0; turn < 10; turn += 1) {
    const stream = session.request({
      ":path": "/webterminal.sim.v1.ControlService/ListCalls",
      ":method": "POST",
      "content-type": "application/json",
    });
    stream.end("{}").resume();
    await once(stream, "close");
    for (let count = 0; count < 2; count += 1)
      await new Promise<void>((resolve, reject) => {
        session.ping((error) => {
          if (error) reject(error);
          else resolve();
        });
      });
  }
  assert.equal(session.destroyed, false);
});

test("a taken port is told in one sentence, and nothing is left open", async (t) => {
  const { core } = await createBench(t);
  await assert.rejects(createSimulator({ port: core.port, controlPort: 0 }), (error: Error) => {
    assert.match(error.message, new RegExp(`cannot listen on port ${String(core.port)}: it is in use`));
    assert.equal((error.cause as NodeJS.ErrnoException).code, "EADDRINUSE");
    return true;
  });
  await assert.rejects(createSimulator({ port: 0, controlPort: core.controlPort }), /is in use/);
  await assert.rejects(createSimulator({ port: 0, users: { erin: "12" } }), TypeError);
});

test("close() frees every socket and timer in the middle of calls", async () => {
  const before = process.getActiveResourcesInfo().length;
  const core = await createSimulator({ port: 0, controlPort: 0 });
  const terminals = ["alice", "bob"].map((user) => createSimTerminal({ port: core.port, token: `demo-${user}` }));
  const [alice, bob] = terminals;
  assert.ok(alice !== undefined && bob !== undefined);
  const { peer } = await alice.dial("+4780000006");
  await peer.accept((await alice.take("answer")).value.sdp);
  await bob.dial("+4780000007");
  await bob.take("bye");
  await core.control.breakStreams({ user: "bob", code: 14, afterMs: 60_000 });
  await core.close();
  const end = await until("the stream's end", () => alice.ended());
  assert.equal(end.error?.code, Code.Unavailable);
  await Promise.all(terminals.map((terminal) => terminal.close()));
  await until("no resources", () => process.getActiveResourcesInfo().length <= before + 1);
});
