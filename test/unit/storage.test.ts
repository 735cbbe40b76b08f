/** Storage that a browser may refuse. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createSafeStorage } from "../../src/storage.js";

/** A storage that can be switched off. */
function fakeStorage() {
  const kept = new Map<string, string>();
  const state = { refuses: false };
  const refuse = (): void => {
    if (state.refuses) throw new DOMException("full", "QuotaExceededError");
  };
  return {
    kept,
    state,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => {
      refuse();
      kept.set(key, text);
    },
    removeItem: (key: string) => {
      refuse();
      kept.delete(key);
    },
  };
}

describe("safe storage", () => {
  it("keeps texts in the browser's storage, and removes them", () => {
    const fake = fakeStorage();
    const storage = createSafeStorage(() => fake);
    storage.set("a", "1");
    assert.deepEqual([storage.get("a"), fake.kept.get("a")], ["1", "1"]);
    storage.set("a", null);
    assert.deepEqual([storage.get("a"), fake.kept.size], [null, 0]);
  });

  it("keeps what the storage refuses as long as the page", () => {
    const fake = fakeStorage();
    const storage = createSafeStorage(() => fake);
    storage.set("a", "old");
    fake.state.refuses = true;
    storage.set("a", "new");
    assert.equal(storage.get("a"), "new");
    storage.set("a", null);
    assert.equal(storage.get("a"), null);
    fake.state.refuses = false;
    storage.set("a", "newest");
    assert.deepEqual([storage.get("a"), fake.kept.get("a")], ["newest", "newest"]);
  });

  it("works where the mere access to the storage throws", () => {
    const storage = createSafeStorage(() => {
      throw new DOMException("sandboxed", "SecurityError");
    });
    assert.equal(storage.get("a"), null);
    storage.set("a", "1");
    assert.equal(storage.get("a"), "1");
  });
});
