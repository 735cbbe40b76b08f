import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import type { Clock } from "../../../src/clock.js";
import {
  Error_Code,
  WebTerminalMessageSchema,
  type WebTerminalMessage,
} from "../../../src/gen/wgtwo/webterminal/v0/webterminal_pb.js";
import { createCallModel, type CallModel } from "../../../src/simulator/calls.js";
import { createDirectory } from "../../../src/simulator/directory.js";
import { silentLogger } from "../../../src/simulator/log.js";
import type { Endpoint, MediaEnd, MediaPort, MediaReport } from "../../../src/simulator/media-port.js";
import { numbers } from "./bench.js";

/** Media of a few lines: an SDP is `good NAME`, NAME being the fingerprint. */
function createFakeMedia() {
  const open = new Set<MediaEnd>();
  const report: MediaReport = {
    packetsIn: 0,
    packetsOut: 0,
    frequencyHz: 0,
    level: 0,
    digits: "",
    codec: "",
    state: "new",
    silentMs: -1,
  };
  const check = (sdp: string) => {
    if (!sdp.startsWith("good")) throw new Error("bad SDP");
  };
  const end = <Extra extends object>(extra: Extra) => {
    const made = {
      codec: null,
      send: () => undefined,
      deliverTo: () => undefined,
      report: () => report,
      close() {
        open.delete(made);
        return Promise.resolve();
      },
      ...extra,
    };
    open.add(made);
    return made;
  };
  const endpoint = (): Endpoint => {
    let fingerprint = "";
    return end({
      owns: (sdp: string) => sdp === fingerprint,
      async answer(sdp: string) {
        check(sdp);
        fingerprint = sdp;
        return "good core";
      },
      offer: async () => "good core",
      async accept(sdp: string) {
        check(sdp);
        fingerprint = sdp;
      },
      move: async () => "good core moved",
      whenConnected(task: () => void) {
        queueMicrotask(task);
      },
    });
  };
  const media: MediaPort = {
    inspect(sdp) {
      check(sdp);
      return ["opus"];
    },
    endpoint,
    player: () => end({ play: () => undefined }),
    close: () => Promise.resolve(),
  };
  return { media, open };
}

/** A clock that goes on when told. */
function createFakeClock() {
  let now = 1_000_000;
  const tasks = new Map<object, { readonly at: number; readonly task: () => void }>();
  const clock: Clock = {
    now: () => now,
    after(ms, task) {
      const key = {};
      tasks.set(key, { at: now + ms, task });
      return () => tasks.delete(key);
    },
  };
  return {
    clock,
    pending: () => tasks.size,
    advance(ms: number) {
      now += ms;
      for (const [key, { at, task }] of [...tasks]) {
        if (at <= now && tasks.delete(key)) task();
      }
    },
  };
}

/** Lets everything that waits for a promise go on. */
const drain = () => new Promise<void>((resolve) => setImmediate(resolve));

function createBench() {
  const fake = createFakeMedia();
  const time = createFakeClock();
  const model = createCallModel({
    media: fake.media,
    clock: time.clock,
    directory: createDirectory(),
    log: silentLogger,
    keepCallMs: 30_000,
  });
  return { ...fake, time, model };
}

type Body = WebTerminalMessage["message"];
const say = (callId: string, message: Body) => create(WebTerminalMessageSchema, { callId, message });
const body = (init: Parameters<typeof create<typeof WebTerminalMessageSchema>>[1]) =>
  create(WebTerminalMessageSchema, init).message;

function join(model: CallModel, id: string, number: string, method: "Pipe" | "MultiPipe" = "Pipe") {
  const inbox: WebTerminalMessage[] = [];
  model.attach({ id, number, method, send: (message) => inbox.push(message) });
  return inbox;
}

test("the call model runs in memory: a call kept for 30 s ends afterwards", async () => {
  const { model, time, open } = createBench();
  const alice = join(model, "a", numbers.alice);
  const bob = join(model, "b", numbers.bob);
  const id = crypto.randomUUID();
  model.handle(
    "a",
    say(id, body({ message: { case: "offer", value: { sdp: "good a", msisdn: { e164: numbers.bob } } } })),
  );
  await drain();
  model.handle("b", say(id, body({ message: { case: "answer", value: { sdp: "good b" } } })));
  await drain();
  model.detach("a", "broken");
  time.advance(29_000);
  assert.equal(model.calls().length, 1);
  time.advance(2000);
  assert.equal(model.calls().length, 0);
  assert.deepEqual(
    alice.map(({ message }) => message.case),
    ["idle", "answer"],
  );
  assert.deepEqual(
    bob.map(({ message }) => message.case),
    ["idle", "offer", "bye"],
  );
  assert.deepEqual([open.size, time.pending()], [0, 0]);
});

const people = ["alice", "bob", "dave"] as const;
const step = fc.oneof(
  fc.record({
    kind: fc.constant("join" as const),
    who: fc.nat(3),
    method: fc.constantFrom("Pipe" as const, "MultiPipe" as const),
  }),
  fc.record({ kind: fc.constant("leave" as const), who: fc.nat(3) }),
  fc.record({
    kind: fc.constant("say" as const),
    who: fc.nat(3),
    id: fc.nat(4),
    to: fc.constantFrom(
      ...Object.values(numbers),
      "+4780000001",
      "+4780000006",
      "+4780000007",
      "+4780000008",
      "nobody",
    ),
    sdp: fc.constantFrom("good 1", "good 2", "bad"),
    what: fc.constantFrom("offer", "offer", "answer", "bye", "ringing", "toPhone", "emptyAction", "idle", "nothing"),
  }),
  fc.record({ kind: fc.constant("time" as const), ms: fc.constantFrom(100, 1000, 3000, 31_000) }),
  fc.record({
    kind: fc.constant("network" as const),
    what: fc.constantFrom("mobile", "place", "renegotiate", "end"),
    user: fc.constantFrom(...people),
  }),
  fc.record({ kind: fc.constant("drain" as const) }),
);

function message(what: string, sdp: string, e164: string): Body {
  switch (what) {
    case "offer":
      return body({ message: { case: "offer", value: { sdp, msisdn: { e164 } } } });
    case "answer":
      return body({ message: { case: "answer", value: { sdp } } });
    case "bye":
      return body({ message: { case: "bye", value: {} } });
    case "ringing":
      return body({ message: { case: "ringing", value: {} } });
    case "toPhone":
      return body({ message: { case: "action", value: { message: { case: "toPhone", value: {} } } } });
    case "emptyAction":
      return body({ message: { case: "action", value: {} } });
    case "idle":
      return body({ message: { case: "idle", value: {} } });
    default:
      return { case: undefined };
  }
}

test("whatever is said in whatever order: no exception, at most one Bye for a call, nothing left over", async () => {
  const ids = Array.from({ length: 5 }, () => crypto.randomUUID());
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80, size: "max" }), async (steps) => {
      const { model, time, open } = createBench();
      // An Offer, whoever makes it, is worth at most one Bye.
      const offered = new Set<string>();
      const wrong: string[] = [];
      let joined = 0;
      const slots: (string | null)[] = [null, null, null, null];
      for (const item of steps) {
        if (item.kind === "join" && slots[item.who] === null) {
          const id = `t${String(joined++)}`;
          slots[item.who] = id;
          model.attach({
            id,
            // Two terminals of Alice's, one of Bob's and one of Dave's.
            number: [numbers.alice, numbers.alice, numbers.bob, numbers.dave][item.who] ?? numbers.alice,
            method: item.method,
            send(sent) {
              if (sent.message.case === "offer") offered.add(`${id} ${sent.callId}`);
              if (sent.message.case === "bye" && !offered.delete(`${id} ${sent.callId}`))
                wrong.push(`Bye for ${sent.callId}`);
              if (sent.message.case === undefined) wrong.push("an empty message");
              if (sent.message.case === "error" && !(sent.message.value.err in Error_Code)) wrong.push("no such error");
            },
          });
        } else if (item.kind === "leave") {
          const id = slots[item.who];
          if (id != null) model.detach(id, "test");
          slots[item.who] = null;
        } else if (item.kind === "say") {
          const id = slots[item.who];
          const live = model.calls();
          const callId = item.id === 4 ? (live.at(-1)?.id ?? crypto.randomUUID()) : (ids[item.id] ?? "");
          if (id != null && item.what === "offer") offered.add(`${id} ${callId}`);
          if (id != null) model.handle(id, say(callId, message(item.what, item.sdp, item.to)));
        } else if (item.kind === "time") time.advance(item.ms);
        else if (item.kind === "network") {
          const call = model.calls().at(-1);
          if (item.what === "mobile") model.connectMobile(numbers[item.user], "+4712345678");
          else if (item.what === "place") model.place("+4712345678", numbers[item.user]);
          else if (call !== undefined && item.what === "renegotiate") model.renegotiate(call);
          else if (call !== undefined) model.end(call, "test");
        } else await drain();
        for (const call of model.calls()) assert.notEqual(call.state, "ended");
      }
      await drain();
      for (const id of slots) if (id !== null) model.detach(id, "the end");
      time.advance(31_000);
      await drain();
      time.advance(31_000);
      // What is left has no terminal: mobiles, and calls that ring for ever.
      for (const call of model.calls()) model.end(call, "the end");
      model.close();
      await drain();
      assert.deepEqual(wrong, []);
      assert.deepEqual([open.size, time.pending()], [0, 0]);
    }),
    { numRuns: 300 },
  );
});
