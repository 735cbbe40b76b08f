/** The messages between tabs: what becomes of an input on its way. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import type { MachineInput } from "../../../../src/call/inputs.js";
import { initialSnapshot, type EndedCall, type Snapshot } from "../../../../src/call/model.js";
import { TerminalError } from "../../../../src/errors.js";
import { fromPlain, fromPlainSnapshot, toPlain, toPlainSnapshot } from "../../../../src/phone/tabs/messages.js";

const id = "00000000-0000-4000-8000-000000000001";

group("an input on its way to another tab", () => {
  test("keeps its error, with code and hint", () => {
    const error = new TerminalError("microphone-denied", { developerHint: "Ask.", cause: new Error("of the browser") });
    const input: MachineInput = { type: "media-operation-failed", id, leg: 1, during: "microphone", error };
    const arrived = fromPlain(structuredClone(toPlain(input))) as typeof input;
    assert.ok(arrived.error instanceof TerminalError);
    assert.deepEqual(
      [arrived.error.code, arrived.error.message, arrived.error.hint, arrived.error.developerHint],
      [error.code, error.message, error.hint, error.developerHint],
    );
    assert.deepEqual({ ...arrived, error: null }, { ...input, error: null });
  });

  test("leaves behind what cannot be cloned", () => {
    const dial = (metadata: unknown): MachineInput => ({ type: "dial", id, number: "1", label: null, metadata });
    assert.deepEqual(fromPlain(structuredClone(toPlain(dial({ deal: 7 })))), dial({ deal: 7 }));
    assert.deepEqual(fromPlain(structuredClone(toPlain(dial({ open: () => null })))), dial(null));
    const resume = (metadata: unknown): MachineInput => ({
      type: "resume",
      call: {
        id,
        number: "1",
        direction: "outgoing",
        startedAt: 1,
        answeredAt: null,
        muted: false,
        held: false,
        label: null,
        metadata,
      },
    });
    assert.deepEqual(fromPlain(structuredClone(toPlain(resume({ open: () => null })))), resume(null));
  });
});

group("a snapshot on its way to another tab", () => {
  const ended: EndedCall = {
    id,
    direction: "outgoing",
    number: "+4790000002",
    label: null,
    metadata: null,
    digits: "",
    digitsDue: false,
    startedAt: 1,
    answeredAt: null,
    muted: false,
    held: false,
    newestLeg: 0,
    failure: null,
    state: "ended",
    cause: "no-microphone",
    endedAt: 2,
  };
  const carry = (call: EndedCall): EndedCall => {
    const snapshot: Snapshot = { ...initialSnapshot(), calls: new Map([[id, call]]) };
    return fromPlainSnapshot(structuredClone(toPlainSnapshot(snapshot))).calls.get(id) as EndedCall;
  };

  test("keeps its calls", () => {
    assert.deepEqual(carry({ ...ended, metadata: { deal: 7 } }), { ...ended, metadata: { deal: 7 } });
  });

  test("keeps the failure of a call, with code and hint, and without its cause", () => {
    const failure = new TerminalError("microphone-denied", { hint: "Ask.", cause: () => "cannot be cloned" });
    const arrived = carry({ ...ended, failure }).failure;
    assert.ok(arrived instanceof TerminalError);
    assert.deepEqual([arrived.code, arrived.message, arrived.hint], [failure.code, failure.message, "Ask."]);
  });

  test("leaves behind metadata that cannot be cloned", () => {
    assert.deepEqual(carry({ ...ended, metadata: { open: () => null } }), ended);
  });
});
