/** Which tab owns a call, and which tabs run an effect. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import type { MachineInput, Effect } from "../../../../src/call/inputs.js";
import { initialSnapshot, type Snapshot } from "../../../../src/call/model.js";
import { livingOwners, nextOwners, targetOf } from "../../../../src/phone/tabs/ownership.js";

const id = "00000000-0000-4000-8000-000000000001";

/** A snapshot with this call in this state. */
function withCall(state: string): Snapshot {
  const call = { id, state } as unknown as Snapshot["calls"] extends ReadonlyMap<string, infer Call> ? Call : never;
  return { ...initialSnapshot({ callMode: "single", busy: "wait" }), calls: new Map([[id, call]]) };
}

group("the owner of a call", () => {
  const incoming = withCall("incoming");
  const elsewhere: Snapshot = { ...withCall("ended"), subscriber: { state: "elsewhere", callId: id, number: "+1" } };
  const cases: readonly (readonly [
    what: string,
    input: MachineInput,
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
  for (const [what, input, before, snapshot, after] of cases) {
    test(`is ${what}`, () => {
      const owners = new Map(before === null ? [] : [[id, before]]);
      assert.equal(nextOwners(owners, input, "asker", "ringer", snapshot).get(id) ?? null, after);
    });
  }

  test("is the tab that rings, for an offer of the core, unless it has one", () => {
    const offer: MachineInput = { type: "message", message: { type: "offer", callId: id, sdp: "", number: "+1" } };
    assert.equal(nextOwners(new Map(), offer, "leader", "ringer", incoming).get(id), "ringer");
    assert.equal(nextOwners(new Map([[id, "first"]]), offer, "leader", "ringer", incoming).get(id), "first");
  });

  test("goes with the call", () => {
    const owners = new Map([[id, "first"]]);
    assert.equal(livingOwners(owners, withCall("active")), owners);
    assert.equal(livingOwners(owners, withCall("ended")).size, 0);
    assert.equal(livingOwners(owners, { ...incoming, calls: new Map() }).size, 0);
  });
});

test("effects run in the leader, in the owner of the call, or in all tabs", () => {
  const who = (type: Effect["type"]): string => targetOf({ type } as Effect);
  const types: Effect["type"][] = ["send", "probe", "timer", "stop-timer", "gap"];
  assert.deepEqual(types.map(who), Array(5).fill("leader"));
  assert.deepEqual((["release", "close-leg"] as const).map(who), ["all", "all"]);
  const media: Effect["type"][] = ["offer", "answer", "accept", "apply", "microphone", "promote", "audio", "report"];
  assert.deepEqual(media.map(who), Array(8).fill("owner"));
});
