import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemoryBackedStorage, createSafeStorage, type StorageArea } from "../../src/storage.js";
import { memoryStorage } from "../support/memory-storage.js";

const denied = (): never => {
  throw new DOMException("denied", "SecurityError");
};

/** Each way in which a browser can be without storage. */
const unavailable: Readonly<Record<string, () => StorageArea | null | undefined>> = {
  missing: () => undefined,
  "not declared": () => (globalThis as { noSuchStorage?: Storage }).noSuchStorage,
  null: () => null,
  "denied at the look-up": denied,
  "denied at each use": () => ({ getItem: denied, setItem: denied, removeItem: denied }),
};

for (const [name, area] of Object.entries(unavailable)) {
  test(`storage that is ${name} keeps nothing and throws nothing`, () => {
    const storage = createSafeStorage(area);
    assert.equal(storage.set("key", "text"), false);
    assert.equal(storage.setJson("key", {}), false);
    assert.equal(storage.get("key"), null);
    assert.equal(storage.getJson("key"), null);
    storage.remove("key");
  });
}

test("storage that works keeps texts and JSON", () => {
  const area = memoryStorage();
  const storage = createSafeStorage(() => area);
  assert.equal(storage.get("text"), null);
  assert.equal(storage.set("text", "a"), true);
  assert.equal(storage.get("text"), "a");
  assert.equal(storage.setJson("json", { b: [1, null] }), true);
  assert.deepEqual(storage.getJson("json"), { b: [1, null] });
  storage.remove("text");
  assert.equal(storage.get("text"), null);
});

test("a text that is no JSON reads as null, and a value that is no JSON is not kept", () => {
  const area = memoryStorage();
  const storage = createSafeStorage(() => area);
  for (const text of ["", "{", "undefined"]) {
    storage.set("key", text);
    assert.equal(storage.getJson("key"), null);
  }
  const circular: { self?: unknown } = {};
  circular.self = circular;
  for (const value of [circular, 1n, undefined, () => 1]) assert.equal(storage.setJson("other", value), false);
  assert.equal(storage.get("other"), null);
});

test("a full storage refuses, and keeps what it had", () => {
  const area = memoryStorage();
  const storage = createSafeStorage(() => area);
  storage.set("key", "old");
  area.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  assert.equal(storage.set("key", "new"), false);
  assert.equal(storage.get("key"), "old");
});

test("storage that is backed by memory keeps what the area refuses, as long as the page lives", () => {
  const area = memoryStorage();
  let refuses = false;
  const storage = createMemoryBackedStorage(() => {
    if (refuses) throw new DOMException("full", "QuotaExceededError");
    return area;
  });
  storage.set("key", "old");
  refuses = true;
  assert.equal(storage.get("key"), null);
  assert.equal(storage.set("key", "new"), true);
  assert.equal(storage.get("key"), "new");
  refuses = false;
  assert.equal(storage.get("key"), "new", "the newest text wins over what the area has kept");
  storage.set("key", "newest");
  assert.deepEqual([storage.get("key"), area.getItem("key")], ["newest", "newest"]);
  storage.remove("key");
  assert.equal(storage.get("key"), null);
});
