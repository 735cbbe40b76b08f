/** The messages between tabs: what becomes of an input on its way. */
import assert from "node:assert/strict";
import { describe as group, test } from "node:test";
import type { MachineInput } from "../../../../src/call/inputs.js";
import { TerminalError } from "../../../../src/errors.js";
import { fromPlain, toPlain } from "../../../../src/phone/tabs/messages.js";

const id = "00000000-0000-4000-8000-000000000001";

group("an input on its way to another tab", () => {
  test("keeps its error, with code and hint", () => {
    const error = new TerminalError("microphone-denied", { cause: new Error("of the browser") });
    const input: MachineInput = { type: "media-operation-failed", id, leg: 1, during: "microphone", error };
    const arrived = fromPlain(structuredClone(toPlain(input))) as typeof input;
    assert.ok(arrived.error instanceof TerminalError);
    assert.deepEqual(
      [arrived.error.code, arrived.error.message, arrived.error.hint],
      [error.code, error.message, error.hint],
    );
    assert.deepEqual({ ...arrived, error: null }, { ...input, error: null });
  });

  test("leaves behind what cannot be cloned", () => {
    const dial = (metadata: unknown): MachineInput => ({ type: "dial", id, number: "1", label: null, metadata });
    assert.deepEqual(fromPlain(structuredClone(toPlain(dial({ deal: 7 })))), dial({ deal: 7 }));
    assert.deepEqual(fromPlain(structuredClone(toPlain(dial({ open: () => null })))), dial(null));
  });
});
