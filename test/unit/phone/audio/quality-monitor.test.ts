/** Warnings of a call whose audio stops, by the states that the call is in meanwhile. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { initialSnapshot, type Call } from "../../../../src/call/model.js";
import type { AudioHost } from "../../../../src/phone/audio/audio-types.js";
import { createQualityMonitor } from "../../../../src/phone/audio/quality-monitor.js";
import { createFakeClock } from "../../../support/fake-clock.js";

const active: Call = {
  id: "call",
  direction: "outgoing",
  number: "+4790000002",
  label: null,
  metadata: null,
  digits: "",
  digitsDue: false,
  startedAt: 1_000,
  state: "active",
  answeredAt: 2_000,
  muted: false,
  held: false,
  leg: 0,
  newestLeg: 0,
  failure: null,
};

/** A call in which nothing is heard for this many seconds, and the codes of what is said of it. */
async function silent(fields: Partial<Call>, seconds = 30): Promise<string[]> {
  const clock = createFakeClock();
  const call = { ...active, ...fields } as Call;
  const codes: string[] = [];
  const pc = {
    getStats: () => Promise.resolve(new Map([["in", { type: "inbound-rtp", kind: "audio", packetsReceived: 9 }]])),
  };
  const host = {
    clock,
    view: { quality: null },
    set: () => undefined,
    snapshot: () => ({ ...initialSnapshot({ callMode: "multiple" }), calls: new Map([[call.id, call]]) }),
    runner: { callMedia: () => ({ current: { pc } }) },
    emit: (event: { readonly type: string; readonly code?: string }) => {
      if (event.type === "call-quality") codes.push(event.code ?? "");
    },
  } as unknown as AudioHost;
  const watch = createQualityMonitor(host);
  watch.update([call]);
  for (let second = 0; second < seconds; second += 1) await clock.run(1_000);
  watch.close();
  return codes;
}

describe("the quality of a call without a sound", () => {
  it("is warned of", async () => {
    assert.deepEqual(await silent({}), ["no-audio-in", "no-audio-out"]);
  });

  for (const [what, fields] of Object.entries({
    "while it is muted": { muted: true },
    "while it is held": { held: true },
    "while it is brought back": { state: "recovering", attempt: 1, fresh: null },
    "while it moves to the mobile": { state: "moving" },
  })) {
    it(`is not warned of ${what}`, async () => {
      assert.deepEqual(await silent(fields as Partial<Call>), []);
    });
  }
});
