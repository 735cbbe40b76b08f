import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { watchWakeUps } from "../../../src/registration/wake-detection.js";
import { createFakeClock } from "../../support/fake-clock.js";

/** The edges of a browser that wake-ups come from; the watcher itself is the real one. */
function createBrowser(): {
  window: EventTarget;
  document: EventTarget & { visibilityState: string };
  connection: EventTarget & { type: string };
} {
  return {
    window: new EventTarget(),
    document: Object.assign(new EventTarget(), { visibilityState: "visible" }),
    connection: Object.assign(new EventTarget(), { type: "wifi" }),
  };
}

describe("wake-ups", () => {
  const names = ["window", "document", "navigator"] as const;
  const before = new Map(names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
  let browser: ReturnType<typeof createBrowser>;
  beforeEach(() => {
    browser = createBrowser();
    const values = {
      window: browser.window,
      document: browser.document,
      navigator: { connection: browser.connection },
    };
    for (const name of names) Object.defineProperty(globalThis, name, { value: values[name], configurable: true });
  });
  afterEach(() => {
    for (const name of names) {
      const descriptor = before.get(name);
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  });

  it("come when the network is back, another one carries us, or the page is shown", () => {
    const reasons: string[] = [];
    const stop = watchWakeUps(createFakeClock(), (reason) => reasons.push(reason));
    browser.window.dispatchEvent(new Event("online"));
    // A new estimate of the speed is no new network.
    browser.connection.dispatchEvent(new Event("change"));
    browser.connection.type = "cellular";
    browser.connection.dispatchEvent(new Event("change"));
    browser.document.visibilityState = "hidden";
    browser.document.dispatchEvent(new Event("visibilitychange"));
    browser.document.visibilityState = "visible";
    browser.document.dispatchEvent(new Event("visibilitychange"));
    stop();
    browser.window.dispatchEvent(new Event("online"));
    assert.deepEqual(reasons, ["network", "network", "shown"]);
  });

  it("come when time has jumped, as it does over a sleep, and not while it just passes", () => {
    const clock = createFakeClock();
    let slept = 0;
    const reasons: string[] = [];
    const machine = { now: () => clock.now() + slept, after: clock.after.bind(clock) };
    const stop = watchWakeUps(machine, (reason) => reasons.push(reason));
    clock.pass(60_000);
    assert.deepEqual(reasons, []);
    slept = 3_600_000;
    clock.pass(5_000);
    assert.deepEqual(reasons, ["jump"]);
    stop();
    assert.equal(clock.waiting, 0);
  });
});
