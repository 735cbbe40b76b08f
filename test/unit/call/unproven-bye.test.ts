/** What was said just before a stream broke may not have been heard; what the core shows afterwards tells. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { MachineInput, Effect } from "../../../src/call/inputs.js";
import { UNPROVEN_MS } from "../../../src/call/timeouts.js";
import { initialSnapshot, type Snapshot } from "../../../src/call/model.js";
import { transition } from "../../../src/call/transition.js";

const ID = "11111111-1111-4111-8111-111111111111";
const number = "+4790000002";

/** A machine that can be told things, and the messages that it has sent since it was last asked. */
function createTerminal(): {
  snapshot: () => Snapshot;
  tell(...events: MachineInput[]): void;
  wait(ms: number): void;
  sent(): string[];
} {
  let snapshot = initialSnapshot();
  let now = 1_700_000_000_000;
  let effects: Effect[] = [];
  return {
    snapshot: () => snapshot,
    tell(...events) {
      for (const event of events) {
        const [next, more] = transition(snapshot, event, now);
        snapshot = next;
        effects.push(...more);
      }
    },
    wait(ms) {
      now += ms;
    },
    sent() {
      const messages = effects.flatMap((effect) =>
        effect.type === "send" ? [`${effect.message.type} ${effect.message.callId}`] : [],
      );
      effects = [];
      return messages;
    },
  };
}

const registered: MachineInput[] = [
  { type: "registration-connecting" },
  { type: "registration-open" },
  { type: "message", message: { type: "idle", callId: "" } },
];
const dialed: MachineInput[] = [
  { type: "dial", id: ID, number, label: null, metadata: null },
  { type: "media-microphone", id: ID },
  { type: "media-local", id: ID, leg: 0, kind: "offer", sdp: "offer" },
];
const active: MachineInput[] = [
  ...dialed,
  { type: "message", message: { type: "answer", callId: ID, sdp: "answer" } },
  { type: "media-connected", id: ID, leg: 0 },
];
const lost: MachineInput[] = [{ type: "registration-lost", reason: "" }, { type: "registration-open" }];
const hangup: MachineInput = { type: "hangup", id: ID };
const inCall: MachineInput = { type: "message", message: { type: "in-call", callId: ID, number } };

test("a Bye that left just before its stream broke is said again where the core still has the call", () => {
  const terminal = createTerminal();
  terminal.tell(...registered, ...active, hangup);
  assert.equal(terminal.sent().at(-1), `bye ${ID}`);
  terminal.wait(UNPROVEN_MS - 1);
  terminal.tell(...lost, inCall);
  assert.deepEqual(terminal.sent(), [`bye ${ID}`]);
  assert.equal(terminal.snapshot().subscriber.state, "idle");
});

test("and is not said again where the core has heard it, or had time to", () => {
  const heard = createTerminal();
  heard.tell(...registered, ...active, hangup);
  heard.sent();
  heard.tell(...lost, { type: "message", message: { type: "idle", callId: "" } });
  assert.deepEqual(heard.sent(), []);

  const late = createTerminal();
  late.tell(...registered, ...active, hangup);
  late.sent();
  late.wait(UNPROVEN_MS);
  late.tell(...lost, inCall);
  assert.deepEqual(late.sent(), []);
  assert.equal(late.snapshot().subscriber.state, "elsewhere");
});

test("a call that is dialed anew after its stream broke gets Bye when it is given up, sent anew or not", () => {
  const terminal = createTerminal();
  terminal.tell(...registered, ...dialed, ...lost, inCall);
  terminal.sent();
  assert.equal(terminal.snapshot().calls.get(ID)?.state, "dialing");
  terminal.tell(hangup);
  assert.deepEqual(terminal.sent(), [`bye ${ID}`]);
});

test("a call that is brought back is none that runs elsewhere", () => {
  const terminal = createTerminal();
  terminal.tell(...registered, ...active, ...lost);
  assert.equal(terminal.snapshot().subscriber.state, "unknown");
  terminal.tell(inCall);
  assert.equal(terminal.snapshot().calls.get(ID)?.state, "recovering");
  assert.equal(terminal.snapshot().subscriber.state, "idle");
});
