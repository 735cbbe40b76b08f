/** The pure parts of sharing: who has a call, who does what, what travels, and when a holder is taken for frozen. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import type { MachineInput, Effect } from "../../../../src/call/inputs.js";
import { initialSnapshot, type Snapshot } from "../../../../src/call/model.js";
import { TerminalError } from "../../../../src/errors.js";
import { forAll, forHolder } from "../../../../src/phone/tabs/effect-routing.js";
import { createHolderWatch } from "../../../../src/phone/tabs/leader-watch.js";
import { livingOwners, nextOwners } from "../../../../src/phone/tabs/ownership.js";
import { fromPlain, toPlain } from "../../../../src/phone/tabs/messages.js";
import { createFakeClock } from "../../../support/fake-clock.js";

const id = "00000000-0000-4000-8000-000000000001";

/** A world in which this call is in this state. */
function withCall(state: string): Snapshot {
  const call = { id, state } as unknown as Snapshot["calls"] extends ReadonlyMap<string, infer Call> ? Call : never;
  return { ...initialSnapshot({ callMode: "single", busy: "wait" }), calls: new Map([[id, call]]) };
}

group("the owner of a call", () => {
  const incoming = withCall("incoming");
  const elsewhere: Snapshot = { ...withCall("ended"), subscriber: { state: "elsewhere", callId: id, number: "+1" } };
  const cases: readonly (readonly [
    what: string,
    event: MachineInput,
    before: string | null,
    in_: Snapshot,
    after: string | null,
  ])[] = [
    ["who dials", { type: "dial", id, number: "1", label: null, metadata: null }, null, incoming, "asker"],
    ["who answers", { type: "answer", id }, "ringer", incoming, "asker"],
    ["who claims a ringing call", { type: "claim", id }, "ringer", incoming, "asker"],
    ["nobody new where it was answered already", { type: "answer", id }, "first", withCall("active"), "first"],
    ["who pulls", { type: "pull" }, null, elsewhere, "asker"],
    ["nobody where there is nothing to pull", { type: "pull" }, null, incoming, null],
    ["who hangs up has nothing of it", { type: "hangup", id }, "first", withCall("active"), "first"],
  ];
  for (const [what, event, before, snapshot, after] of cases) {
    test(`is ${what}`, () => {
      const owners = new Map(before === null ? [] : [[id, before]]);
      assert.equal(nextOwners(owners, event, "asker", "ringer", snapshot).get(id) ?? null, after);
    });
  }

  test("is the tab that rings, for an offer of the core, unless it has one", () => {
    const offer: MachineInput = { type: "message", message: { type: "offer", callId: id, sdp: "", number: "+1" } };
    assert.equal(nextOwners(new Map(), offer, "holder", "ringer", incoming).get(id), "ringer");
    assert.equal(nextOwners(new Map([[id, "first"]]), offer, "holder", "ringer", incoming).get(id), "first");
  });

  test("goes with the call", () => {
    const owners = new Map([[id, "first"]]);
    assert.equal(livingOwners(owners, withCall("active")), owners);
    assert.equal(livingOwners(owners, withCall("ended")).size, 0);
    assert.equal(livingOwners(owners, { ...incoming, calls: new Map() }).size, 0);
  });
});

test("deeds are for the holder, for the owner, or for all that have a part in them", () => {
  const who = (type: Effect["type"]): string => {
    const effect = { type } as Effect;
    return forHolder(effect) ? "holder" : forAll(effect) ? "all" : "owner";
  };
  const types: Effect["type"][] = ["send", "probe", "timer", "stop-timer", "gap"];
  assert.deepEqual(types.map(who), Array(5).fill("holder"));
  assert.deepEqual((["release", "close-leg"] as const).map(who), ["all", "all"]);
  const media: Effect["type"][] = ["offer", "answer", "accept", "apply", "microphone", "promote", "audio", "report"];
  assert.deepEqual(media.map(who), Array(8).fill("owner"));
});

group("an event on its way to another tab", () => {
  test("keeps its error, with code and hint", () => {
    const error = new TerminalError("microphone-denied", { cause: new Error("of the browser") });
    const event: MachineInput = { type: "media-operation-failed", id, leg: 1, during: "microphone", error };
    const arrived = fromPlain(structuredClone(toPlain(event))) as typeof event;
    assert.ok(arrived.error instanceof TerminalError);
    assert.deepEqual(
      [arrived.error.code, arrived.error.message, arrived.error.hint],
      [error.code, error.message, error.hint],
    );
    assert.deepEqual({ ...arrived, error: null }, { ...event, error: null });
  });

  test("leaves behind what cannot be cloned", () => {
    const dial = (metadata: unknown): MachineInput => ({ type: "dial", id, number: "1", label: null, metadata });
    assert.deepEqual(fromPlain(structuredClone(toPlain(dial({ deal: 7 })))), dial({ deal: 7 }));
    assert.deepEqual(fromPlain(structuredClone(toPlain(dial({ open: () => null })))), dial(null));
  });
});

group("a holder that does not answer", () => {
  const bench = (): {
    clock: ReturnType<typeof createFakeClock>;
    log: string[];
    watch: ReturnType<typeof createHolderWatch>;
    seen: { now: boolean };
  } => {
    const clock = createFakeClock();
    const log: string[] = [];
    const seen = { now: true };
    const watch = createHolderWatch({
      clock,
      isWatching: () => seen.now,
      ping: () => log.push("ping"),
      onFrozen: () => log.push("frozen"),
    });
    watch.start();
    return { clock, log, watch, seen };
  };

  test("is taken for frozen within a second and a half, and not before a second", () => {
    const { clock, log } = bench();
    clock.pass(1_000);
    assert.equal(log.includes("frozen"), false);
    clock.pass(500);
    assert.equal(log.includes("frozen"), true);
  });

  test("is left alone as long as it answers, or nobody looks", () => {
    const { clock, log, watch, seen } = bench();
    for (let times = 0; times < 20; times += 1) {
      clock.pass(350);
      watch.heard();
    }
    seen.now = false;
    clock.pass(60_000);
    assert.equal(log.includes("frozen"), false);
    watch.stop();
    assert.equal(clock.waiting, 0);
  });
});
