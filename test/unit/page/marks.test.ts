/** Calls that the page before left in storage, which every script of the origin can write to. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallHandover } from "../../../src/call/inputs.js";
import { infoOf } from "../../../src/call/selectors.js";
import type { Call } from "../../../src/call/model.js";
import { createHandoverStore, type HandoverStorage } from "../../../src/phone/page/handover.js";
import { createFakeClock } from "../../support/fake-clock.js";

const mark: CallHandover = {
  id: "c1",
  number: "+4790000002",
  direction: "outgoing",
  startedAt: 1,
  answeredAt: null,
  muted: false,
  held: false,
  label: "Ada",
  metadata: null,
};

function take(stored: unknown): readonly CallHandover[] {
  const storage: HandoverStorage = {
    getItem: () => (typeof stored === "string" ? stored : JSON.stringify(stored)),
    setItem: () => undefined,
    removeItem: () => undefined,
  };
  return createHandoverStore("key", createFakeClock(0), () => storage).take();
}

describe("marks", () => {
  it("are taken as they were left", () => {
    assert.deepEqual(take({ at: 0, calls: [mark] }), [mark]);
  });

  it("that are none are left out", () => {
    const wrong = [null, 5, {}, { ...mark, id: 5 }, { ...mark, number: null }, { ...mark, startedAt: "now" }];
    assert.deepEqual(take({ at: 0, calls: [...wrong, mark] }), [mark]);
    for (const stored of ["", "{", "null", { at: 0 }, { at: 0, calls: { ...mark } }])
      assert.deepEqual(take(stored), []);
  });

  it("name nobody by a label that is no text", () => {
    const call = { ...mark, state: "ended", cause: "hangup", endedAt: 2, newestLeg: 0 } as const;
    assert.deepEqual(infoOf(call).contact, { name: "Ada" });
    for (const label of [{ name: "Ada" }, 5, null]) {
      assert.equal(infoOf({ ...call, label } as unknown as Call).contact, null);
    }
  });
});
