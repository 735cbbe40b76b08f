/** What is heard beside the people follows from the calls alone. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { initialSnapshot, type Call, type Snapshot } from "../../../../src/call/model.js";
import { soundOf } from "../../../../src/phone/audio/ringing-sound.js";

const base = {
  number: "+4790000002",
  label: null,
  metadata: null,
  digits: "",
  digitsDue: false,
  startedAt: 1_000,
  answeredAt: null,
  muted: false,
  held: false,
  newestLeg: 0,
  failure: null,
} as const;
const incoming = (id = "in"): Call => ({
  ...base,
  id,
  direction: "incoming",
  state: "incoming",
  leg: 0,
  remote: "",
  prepared: null,
});
const alerting: Call = { ...base, id: "out", direction: "outgoing", state: "alerting", leg: 0 };
const active: Call = { ...base, id: "talk", direction: "outgoing", state: "active", leg: 0, answeredAt: 2_000 };
const ended = (cause: Extract<Call, { state: "ended" }>["cause"], fields: Partial<Call> = {}): Call =>
  ({ ...base, id: "end", direction: "outgoing", state: "ended", endedAt: 5_000, cause, ...fields }) as Call;
const of = (...calls: Call[]): Snapshot => ({
  ...initialSnapshot({ callMode: "multiple" }),
  calls: new Map(calls.map((call) => [call.id, call])),
});
const nobody = new Set<string>();
const nameOf = (snapshot: Snapshot, now = 5_500) => soundOf(snapshot, now, nobody)?.name ?? null;

describe("the sound of the moment", () => {
  it("is a ring for a minute at most, unless it was silenced", () => {
    assert.deepEqual(soundOf(of(incoming()), 2_000, nobody), { name: "ring", until: 61_000 });
    assert.equal(nameOf(of(incoming()), 60_999), "ring");
    assert.equal(nameOf(of(incoming()), 61_000), null);
    assert.equal(soundOf(of(incoming()), 2_000, new Set(["in"])), null);
    assert.equal(soundOf(of(incoming(), incoming("other")), 2_000, new Set(["in"]))?.name, "ring");
  });

  it("is call waiting while somebody talks, held calls included", () => {
    assert.equal(nameOf(of(active, incoming())), "waiting");
    assert.equal(nameOf(of({ ...active, held: true }, incoming())), "waiting");
    assert.equal(nameOf(of(ended("hangup"), incoming())), "ring");
  });

  it("is ringback from the alert to the answer", () => {
    assert.equal(nameOf(of(alerting)), "ringback");
    assert.equal(nameOf(of({ ...alerting, state: "connecting" })), null);
    assert.equal(nameOf(of(alerting, incoming())), "waiting");
  });

  it("is busy or reorder for three seconds after a call that did not come about", () => {
    assert.equal(nameOf(of(ended("remote-rejected"))), "busy");
    assert.equal(nameOf(of(ended("error"))), "reorder");
    assert.equal(nameOf(of(ended("error")), 8_000), null);
    assert.equal(nameOf(of(ended("canceled"))), null);
    assert.equal(nameOf(of(ended("remote-rejected", { direction: "incoming" }))), null);
    assert.equal(nameOf(of(ended("signaling-lost", { answeredAt: 2_000 }))), null, "people have talked");
    assert.equal(nameOf(of(ended("error"), active)), null, "people are talking");
  });

  it("is none without calls", () => {
    assert.equal(nameOf(of()), null);
    assert.equal(nameOf(of(active)), null);
  });
});
