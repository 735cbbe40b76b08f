/** Calls that the page before left in storage, which every script of the origin can write to. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallHandover } from "../../../../src/call/inputs.js";
import { infoOf } from "../../../../src/call/selectors.js";
import type { Call } from "../../../../src/call/model.js";
import { createHandoverStore } from "../../../../src/phone/page/handover.js";
import { createSafeStorage, type StorageArea } from "../../../../src/storage.js";
import { createFakeClock } from "../../../support/fake-clock.js";

const handover: CallHandover = {
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
  const area: StorageArea = {
    getItem: () => (typeof stored === "string" ? stored : JSON.stringify(stored)),
    setItem: () => undefined,
    removeItem: () => undefined,
  };
  return createHandoverStore(
    "key",
    createFakeClock(0),
    createSafeStorage(() => area),
  ).take();
}

describe("handovers", () => {
  it("are taken as they were left", () => {
    assert.deepEqual(take({ at: 0, calls: [handover] }), [handover]);
  });

  it("that are none are left out", () => {
    const wrong = [
      null,
      5,
      {},
      { ...handover, id: 5 },
      { ...handover, number: null },
      { ...handover, startedAt: "now" },
    ];
    assert.deepEqual(take({ at: 0, calls: [...wrong, handover] }), [handover]);
    for (const stored of ["", "{", "null", { at: 0 }, { at: 0, calls: { ...handover } }])
      assert.deepEqual(take(stored), []);
  });

  it("name nobody by a label that is no text", () => {
    const call = {
      ...handover,
      state: "ended",
      cause: "hangup",
      endedAt: 2,
      digits: "",
      digitsDue: false,
      newestLeg: 0,
      failure: null,
    } as const;
    assert.deepEqual(infoOf(call).contact, { name: "Ada" });
    for (const label of [{ name: "Ada" }, 5, null]) {
      assert.equal(infoOf({ ...call, label } as unknown as Call).contact, null);
    }
  });
});
