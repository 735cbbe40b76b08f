/** The registration against a gateway that does as it is told, on a clock that stands still. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import { TerminalError } from "../../../src/errors.js";
import { createRegistration } from "../../../src/registration/registration.js";
import type { TokenReason, TokenResult } from "../../../src/registration/tokens.js";
import { createFakeClock, settled } from "../../support/fake-clock.js";
import { createFakeStreams } from "../../support/fake-stream.js";

function createBench(options: { readonly tokens?: readonly (TokenResult | Error)[]; readonly random?: number } = {}) {
  const clock = createFakeClock();
  const streams = createFakeStreams();
  const log: string[] = [];
  const reasons: TokenReason[] = [];
  const given = options.tokens ?? ["one"];
  const bench: { calls: string[]; endpoint: string } = { calls: [], endpoint: "wss://gateway.example" };
  const registration = createRegistration({
    get endpoint() {
      return bench.endpoint;
    },
    method: "Pipe",
    openStream: streams.open,
    clock,
    random: () => options.random ?? 0.5,
    async getToken(reason) {
      reasons.push(reason);
      const token = given[Math.min(reasons.length, given.length) - 1]!;
      if (token instanceof Error) throw token;
      return token;
    },
    handlers: {
      onConnecting: () => log.push("connecting"),
      onOpen: () => log.push("open"),
      onMessage: (message) => log.push(`${message.type} ${message.callId}`.trim()),
      onLost: (error, retryIn) => log.push(`lost ${error.code} ${retryIn}`),
      onRefused: (state, error) => log.push(`${state} ${error.code}`),
      onStranded: (ids) => log.push(`stranded ${ids.join(" ")}`),
      onStreamOpened: ({ id, secret }) => log.push(`session ${id} ${secret}`),
      liveCalls: () => bench.calls,
    },
  });
  return Object.assign(bench, {
    registration,
    clock,
    streams,
    reasons,
    /** What was told since the last look. */
    told: () => log.splice(0),
    bearer: () => streams.last.request.headers["authorization"],
    async standing() {
      registration.open();
      await settled();
      streams.last.stand();
      log.splice(0);
    },
  });
}

group("a pipe", () => {
  test("opens one stream with the token in its headers, however often it is opened", async () => {
    const { registration, streams, told, bearer } = createBench();
    registration.open();
    registration.open();
    await settled();
    assert.equal(streams.all.length, 1);
    assert.equal(bearer(), "Bearer one");
    assert.equal(streams.last.request.method, "wgtwo.webterminal.v0.WebTerminalService/Pipe");
    streams.last.stand();
    streams.last.say({ type: "in-call", number: "+4790000002", callId: "id" });
    assert.deepEqual(told(), ["connecting", "open", "in-call id"]);
  });

  test("tells the name and the secret that the gateway gives a stream, and nothing where it gives none", async () => {
    const { registration, clock, streams, told } = createBench();
    registration.open();
    await settled();
    streams.last.stand({ session: "id secret" });
    assert.deepEqual(told(), ["connecting", "session id secret", "open"]);
    streams.last.end("unavailable");
    await clock.run(1_000);
    streams.last.stand();
    assert.deepEqual(told(), ["lost unavailable 750", "connecting", "open"]);
  });

  test("takes bytes that are no message for an unknown one", async () => {
    const { streams, told, standing } = createBench();
    await standing();
    streams.last.deliver(Uint8Array.of(0xff));
    assert.deepEqual(told(), ["unknown"]);
  });

  test("sends on the stream that stands, and nowhere after its end", async () => {
    const { registration, streams, standing } = createBench();
    await standing();
    registration.send({ type: "bye", callId: "id" });
    streams.last.end("unavailable");
    registration.send({ type: "ringing", callId: "id" });
    assert.deepEqual(streams.last.sent, [{ type: "bye", callId: "id" }]);
  });

  test("opens again after waits that grow, and from the shortest once it has stood for a while", async () => {
    const { clock, streams, told, standing } = createBench();
    await standing();
    const waits: number[] = [];
    for (let failures = 0; failures < 8; failures += 1) {
      streams.last.end("unavailable");
      const wait = Number(/\d+$/.exec(told().find((line) => line.startsWith("lost"))!)?.[0]);
      waits.push(wait);
      await clock.run(wait - 1);
      assert.equal(streams.live, 0);
      await clock.run(1);
      assert.equal(streams.live, 1);
    }
    assert.deepEqual(waits, [750, 1_250, 2_250, 4_250, 8_250, 15_250, 15_250, 15_250]);
    streams.last.stand();
    clock.pass(5_000);
    told();
    streams.last.end("unavailable");
    assert.deepEqual(told(), ["lost unavailable 750"]);
  });

  test("tries at once when it is opened while it waits, at the endpoint that it has by then", async () => {
    const bench = createBench();
    await bench.standing();
    bench.streams.last.end("unavailable");
    bench.endpoint = "wss://other.example";
    bench.registration.open();
    await settled();
    assert.equal(bench.streams.live, 1);
    assert.equal(bench.streams.last.request.endpoint, "wss://other.example");
    await bench.clock.run(60_000);
    assert.equal(bench.streams.all.length, 2);
  });

  test("does not wait long while a call is up", async () => {
    const bench = createBench({ random: 0.999 });
    await bench.standing();
    bench.calls = ["id"];
    for (let failures = 0; failures < 9; failures += 1) {
      bench.streams.last.end("unavailable");
      await bench.clock.run(3_000);
      assert.equal(bench.streams.live, 1);
    }
  });

  for (const [status, code] of [
    ["permission_denied", "permission-denied"],
    ["unimplemented", "unimplemented"],
    ["invalid_argument", "invalid-argument"],
  ] as const) {
    test(`gives up on ${status}, until it is opened again`, async () => {
      const { registration, clock, streams, told, standing } = createBench();
      await standing();
      streams.last.end(status);
      assert.deepEqual(told(), [`failed ${code}`]);
      await clock.run(600_000);
      assert.equal(streams.all.length, 1);
      registration.open();
      await settled();
      assert.equal(streams.live, 1);
    });
  }

  test("tries at once when something wakes it, and asks a standing stream for proof of life", async () => {
    const { registration, clock, streams, standing } = createBench();
    await standing();
    registration.wake();
    assert.equal(streams.last.probes, 1);
    streams.last.end("unavailable");
    registration.wake();
    await settled();
    assert.equal(streams.all.length, 2);
    await clock.run(60_000);
    assert.equal(streams.all.length, 2, "the wait that it cut short is gone");
  });

  test("leaves nothing behind when it is closed, in whatever moment", async () => {
    const moments: ((bench: ReturnType<typeof createBench>) => Promise<void> | void)[] = [
      ({ registration }) => registration.open(),
      ({ standing }) => standing(),
      async ({ standing, streams }) => {
        await standing();
        streams.last.end("unavailable");
      },
      async ({ standing, clock }) => {
        await standing();
        await clock.run(3_540_000);
      },
    ];
    for (const moment of moments) {
      const bench = createBench({ tokens: [{ accessToken: "one", expiresIn: 3_600 }] });
      await moment(bench);
      bench.registration.close();
      bench.told();
      await bench.clock.run(10_000_000);
      assert.deepEqual([bench.streams.live, bench.clock.waiting, bench.told()], [0, 0, []]);
    }
  });
});

group("a rejected token", () => {
  test("is asked for anew once, and then the user is signed out", async () => {
    const { streams, reasons, told, bearer, standing } = createBench({ tokens: ["one", "two"] });
    await standing();
    streams.last.end("unauthenticated");
    await settled();
    assert.deepEqual([reasons, bearer()], [["start", "rejected"], "Bearer two"]);
    assert.deepEqual(told(), ["lost signed-out 0", "connecting"]);
    streams.last.end("unauthenticated");
    await settled();
    assert.deepEqual(told(), ["signed-out signed-out"]);
    assert.equal(streams.all.length, 2);
  });

  test("is asked for anew each time that a stream had stood on it for a while", async () => {
    const { clock, streams, told, standing } = createBench();
    await standing();
    for (let days = 0; days < 3; days += 1) {
      await clock.run(6_000);
      streams.last.end("unauthenticated");
      await settled();
      streams.last.stand();
      assert.deepEqual(told(), ["lost signed-out 0", "connecting", "open"]);
    }
  });

  test("is not asked for without end by a core that speaks and then refuses", async () => {
    const { streams, told, standing } = createBench();
    await standing();
    for (let times = 0; times < 2; times += 1) {
      streams.last.stand();
      streams.last.say({ type: "idle", callId: "" });
      streams.last.end("unauthenticated");
      await settled();
    }
    assert.deepEqual(told().at(-1), "signed-out signed-out");
  });
});

group("a token source that fails", () => {
  test("is tried again, 1 s to 30 s later", async () => {
    const { registration, clock, streams, told } = createBench({
      tokens: [new Error("offline"), new Error("offline"), "three"],
    });
    registration.open();
    await settled();
    assert.deepEqual(told(), ["connecting", "lost token-source-failed 1500"]);
    await clock.run(1_500);
    assert.deepEqual(told(), ["connecting", "lost token-source-failed 2500"]);
    await clock.run(2_500);
    assert.equal(streams.live, 1);
  });

  test("may say that the user is signed out", async () => {
    const { registration, clock, told } = createBench({ tokens: [new TerminalError("signed-out")] });
    registration.open();
    await clock.run(100_000);
    assert.deepEqual(told(), ["connecting", "signed-out signed-out"]);
  });
});

group("a token that expires", () => {
  const hour = (accessToken: string): TokenResult => ({ accessToken, expiresIn: 3_600 });

  test("is replaced 60 s before, by a second stream; the first closes when the second stands", async () => {
    const { clock, streams, reasons, told, bearer, standing } = createBench({ tokens: [hour("one"), hour("two")] });
    await standing();
    await clock.run(3_539_999);
    assert.deepEqual(reasons, ["start"]);
    await clock.run(1);
    assert.deepEqual([reasons, bearer(), streams.live], [["start", "expiring"], "Bearer two", 2]);
    streams.last.stand();
    assert.deepEqual(
      streams.all.map((stream) => stream.ended),
      [true, false],
    );
    assert.deepEqual(told(), [], "nobody has to know");
  });

  const swapped = async (tokens: readonly (TokenResult | Error)[] = [hour("one"), hour("two")]) => {
    const bench = createBench({ tokens });
    await bench.standing();
    bench.calls = ["old"];
    await bench.clock.run(3_540_000);
    bench.streams.last.stand();
    bench.told();
    const [first, second] = bench.streams.all;
    assert.ok(first !== undefined && second !== undefined);
    return { ...bench, bench, first, second };
  };

  test("leaves a call where it was made: its messages stay on the first stream, others take the second", async () => {
    const { registration, first, second, told } = await swapped();
    registration.send({ type: "to-phone", callId: "old" });
    registration.send({ type: "ringing", callId: "new" });
    assert.deepEqual(
      [first.sent, second.sent],
      [[{ type: "to-phone", callId: "old" }], [{ type: "ringing", callId: "new" }]],
    );
    second.say({ type: "in-call", number: "+4790000002", callId: "old" });
    first.say({ type: "bye", callId: "old" });
    assert.deepEqual(told(), ["bye old"], "what the new registration says of the running call is not heard");
  });

  test("keeps the first stream until its last call has ended", async () => {
    const { bench, registration, first, second } = await swapped();
    registration.closeDrained();
    assert.equal(first.ended, false);
    bench.calls = ["new"];
    registration.closeDrained();
    assert.deepEqual([first.ended, second.ended], [true, false]);
  });

  test("strands the calls of a first stream that breaks after the swap", async () => {
    const { first, told, streams } = await swapped();
    first.end("unavailable");
    assert.deepEqual(told(), ["stranded old"]);
    assert.equal(streams.all.length, 2);
  });

  test("whose swap fails costs nothing: the first stream stands, and it is tried again", async () => {
    const { clock, streams, told, standing } = createBench({ tokens: [hour("one"), hour("two")] });
    await standing();
    await clock.run(3_540_000);
    streams.last.end("unavailable");
    assert.deepEqual([streams.live, told()], [1, []]);
    await clock.run(1_500);
    assert.equal(streams.live, 2);
    streams.last.stand();
    assert.deepEqual(
      streams.all.map((stream) => stream.ended),
      [true, true, false],
    );
  });

  test("during whose swap the first stream breaks is taken over by the second", async () => {
    const { clock, streams, told, standing } = createBench({ tokens: [hour("one"), hour("two")] });
    await standing();
    await clock.run(3_540_000);
    streams.all[0]?.end("unavailable");
    streams.last.stand();
    assert.deepEqual(told(), ["lost unavailable 0", "open"]);
    assert.equal(streams.all.length, 2);
  });

  test("is asked for again where the source fails meanwhile", async () => {
    const { clock, streams, reasons, standing } = createBench({
      tokens: [hour("one"), new Error("offline"), hour("three")],
    });
    await standing();
    await clock.run(3_540_000 + 1_500);
    assert.deepEqual([reasons, streams.live], [["start", "expiring", "expiring"], 2]);
  });

  test("within the margin is used for half its life, not swapped without end", async () => {
    const { clock, streams, standing } = createBench({ tokens: [{ accessToken: "short", expiresIn: 30 }] });
    await standing();
    for (let second = 0; second < 60; second += 1) {
      streams.last.stand();
      await clock.run(1_000);
    }
    assert.ok(streams.all.length <= 5, `${streams.all.length} streams in a minute`);
  });

  test("in years is waited for in steps that a browser's timer can take", async () => {
    const { clock, streams, reasons, standing } = createBench({
      tokens: [{ accessToken: "long", expiresIn: 60 * 86_400 }],
    });
    await standing();
    await clock.run(59 * 86_400_000);
    assert.deepEqual([reasons, streams.all.length], [["start"], 1]);
    await clock.run(86_400_000 - 60_000);
    assert.deepEqual(reasons, ["start", "expiring"]);
  });
});
