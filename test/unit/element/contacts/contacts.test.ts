/** The page's address book: asked once, never waited for. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it, mock } from "node:test";
import type { Contact } from "../../../../src/call/model.js";
import { createContacts } from "../../../../src/element/contacts/contacts.js";
import type { ResolveContact } from "../../../../src/element/properties.js";
import { settled } from "../../../support/fake-clock.js";

const ada = "+4790000002";
const minute = 60_000;

function bench(resolveContact: ResolveContact | null) {
  const asked: string[] = [];
  const host = {
    element: {
      resolveContact:
        resolveContact === null
          ? null
          : (number: string) => {
              asked.push(number);
              return resolveContact(number);
            },
    },
    renew: mock.fn(),
    warnOnce: mock.fn(),
  };
  const part = createContacts(host);
  return {
    asked,
    host,
    part,
    /** What is known at once, and what after the answer. */
    async look(number = ada): Promise<readonly [Contact | null, Contact | null]> {
      const first = part.contactOf(number);
      await settled();
      return [first, part.contactOf(number)];
    },
  };
}

describe("names for numbers", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"] }));
  afterEach(() => mock.timers.reset());

  it("are asked for once, then known for ten minutes, and for longer while they are asked for again", async () => {
    const { look, asked, host } = bench(async () => ({ name: "Ada" }));
    assert.deepEqual(await look(), [null, { name: "Ada" }]);
    assert.equal(host.renew.mock.callCount(), 1);
    mock.timers.tick(9 * minute);
    await look();
    assert.deepEqual(asked, [ada]);
    mock.timers.tick(2 * minute);
    assert.deepEqual(await look(), [{ name: "Ada" }, { name: "Ada" }]);
    assert.deepEqual(asked, [ada, ada]);
  });

  it("that nobody has are asked for again after a minute", async () => {
    const { look, asked } = bench(async () => null);
    assert.deepEqual(await look(), [null, null]);
    mock.timers.tick(0.9 * minute);
    await look();
    assert.equal(asked.length, 1);
    mock.timers.tick(0.2 * minute);
    await look();
    assert.equal(asked.length, 2);
  });

  it("are not waited for longer than two seconds; what comes later is not taken, and asked for anew", async () => {
    let answer = (_contact: Contact): void => undefined;
    const { look, asked, part } = bench(() => new Promise((resolve) => (answer = resolve)));
    assert.deepEqual(await look(), [null, null]);
    assert.equal(asked.length, 1, "once, while the answer is awaited");
    mock.timers.tick(2_000);
    await settled();
    answer({ name: "Too late" });
    await settled();
    assert.equal(part.contactOf(ada), null);
    mock.timers.tick(10_001);
    await look();
    assert.equal(asked.length, 2);
    answer({ name: "Ada" });
    await settled();
    assert.deepEqual(part.contactOf(ada), { name: "Ada" });
  });

  it("that were known stay, when the address book breaks", async () => {
    let works = true;
    const { look } = bench(() => (works ? Promise.resolve({ name: "Ada" }) : Promise.reject(new Error("down"))));
    await look();
    works = false;
    mock.timers.tick(11 * minute);
    await look();
    assert.deepEqual(await look(), [{ name: "Ada" }, { name: "Ada" }]);
  });

  it("are taken from nothing that is no contact, and of 500 numbers at most", async () => {
    const answers: Record<string, unknown> = { a: "Ada", b: { name: "" }, c: { title: "x" }, d: undefined };
    const { look, asked } = bench(async (number) => (answers[number] ?? null) as Contact | null);
    for (const number of Object.keys(answers)) assert.deepEqual(await look(number), [null, null]);
    assert.equal((await look(""))[1], null);
    assert.ok(!asked.includes(""), "a hidden number belongs to nobody");
    for (let index = 0; index < 500; index += 1) await look(String(index));
    asked.length = 0;
    await look("499");
    assert.deepEqual(asked, []);
    await look("a");
    assert.deepEqual(asked, ["a"]);
  });

  it("are not asked for where the page has no address book", async () => {
    const { look, part } = bench(null);
    assert.deepEqual(await look(), [null, null]);
    part.close?.();
  });
});
