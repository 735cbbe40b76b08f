import assert from "node:assert/strict";
import { test } from "node:test";
import { readDeviceChoice, writeDeviceChoice } from "../../../../src/phone/audio/device-choice.js";
import { createSafeStorage } from "../../../../src/storage.js";
import { memoryStorage } from "../../../support/memory-storage.js";

const choice = { microphone: { id: "m1", label: "Headset" } };
const former = "web-terminal-devices";

test("a choice is read as it was written", () => {
  const area = memoryStorage();
  const storage = createSafeStorage(() => area);
  assert.deepEqual(readDeviceChoice(storage), {});
  assert.equal(writeDeviceChoice(storage, choice), true);
  assert.equal(area.getItem("web-terminal:devices"), JSON.stringify(choice));
  assert.deepEqual(readDeviceChoice(storage), choice);
});

test("a choice under the former key is moved, once", () => {
  const area = memoryStorage({ [former]: JSON.stringify(choice) });
  const storage = createSafeStorage(() => area);
  assert.deepEqual(readDeviceChoice(storage), choice);
  assert.equal(area.getItem(former), null);
  assert.deepEqual(readDeviceChoice(storage), choice);
});

test("a newer choice wins over one under the former key", () => {
  const newer = { speaker: { id: "s1", label: "" } };
  const area = memoryStorage({ [former]: JSON.stringify(choice), "web-terminal:devices": JSON.stringify(newer) });
  assert.deepEqual(readDeviceChoice(createSafeStorage(() => area)), newer);
});

test("a choice that cannot be moved stays under the former key", () => {
  const area = memoryStorage({ [former]: JSON.stringify(choice) });
  area.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  assert.deepEqual(readDeviceChoice(createSafeStorage(() => area)), choice);
  assert.equal(area.getItem(former), JSON.stringify(choice));
});

test("entries that are no choice are left out", () => {
  const mixed = { ...choice, speaker: null, ringer: { id: 1, label: "x" }, other: "text" };
  for (const key of ["web-terminal:devices", former]) {
    const area = memoryStorage({ [key]: JSON.stringify(mixed) });
    assert.deepEqual(readDeviceChoice(createSafeStorage(() => area)), choice);
  }
  for (const text of ["", "{", "[]", "3", '"text"', "null"]) {
    const area = memoryStorage({ "web-terminal:devices": text });
    assert.deepEqual(readDeviceChoice(createSafeStorage(() => area)), {});
  }
});
