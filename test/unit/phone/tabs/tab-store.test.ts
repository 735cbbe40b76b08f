/** The machine of one tab, before it is one of many. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { initialSnapshot } from "../../../../src/call/model.js";
import { channelName, openTabChannel } from "../../../../src/phone/tabs/tab-channel.js";
import { createTabStore, type TabStore, type TabStoreOptions } from "../../../../src/phone/tabs/tab-store.js";
import { createFakeClock, settled } from "../../../support/fake-clock.js";
import { alice, createTabBench } from "../../../support/tab-bench.js";
import { leaders, registered } from "../../../support/tab-scenarios.js";
import { createFakeBrowser, type FakeBrowser, type FakePage } from "../../../support/tab-browser.js";

const name = channelName("wss://gateway.example", "single", alice);

function openStore(
  browser: FakeBrowser,
  id: string,
  options: Partial<TabStoreOptions> = {},
): { readonly page: FakePage; readonly store: TabStore; readonly joined: Promise<void> } {
  const page = browser.openPage(id);
  const ignore = (): void => undefined;
  const store = createTabStore({
    initial: initialSnapshot({ callMode: "single", busy: "wait" }),
    clock: createFakeClock(),
    onChange: ignore,
    onEffect: ignore,
    onProcessed: ignore,
    onBecameLeader: ignore,
    onLostLeadership: ignore,
    releaseMedia: ignore,
    ...options,
  });
  return { page, store, joined: page.run(async () => store.join(await openTabChannel(name, id))) };
}

for (const failing of ["leader", "follower"] as const) {
  test(`a ${failing} that cannot load the code for many tabs stays alone, and the other one leads`, async () => {
    const browser = createFakeBrowser(() => 0);
    let asked = 0;
    const failure = {
      loadReplicatedStore: () => {
        asked += 1;
        return Promise.reject(new TypeError("Failed to fetch dynamically imported module"));
      },
    };
    const first = openStore(browser, "first", failing === "leader" ? failure : {});
    await first.joined;
    const second = openStore(browser, "second", failing === "follower" ? failure : {});
    await second.joined;
    await settled();
    assert.equal(asked, 1);
    const [alone, other] = failing === "leader" ? [first, second] : [second, first];
    assert.deepEqual([alone.store.isLeader, other.store.isLeader], [true, true]);
    assert.deepEqual(
      [...browser.held].filter(([lock]) => lock.endsWith(" leader")).map(([, page]) => page.name),
      [other.page.name],
    );
    await alone.store.post({ type: "registration-connecting" });
    assert.equal(alone.store.snapshot.connection.state, "connecting");
    assert.equal(other.store.snapshot.connection.state, "offline");
  });
}

test("tabs with a script of another version neither lead these nor are heard", async () => {
  const bench = await createTabBench();
  const older = name.replace(/ tabs\/\d+/, "");
  assert.notEqual(older, name);
  const page = bench.browser.openPage("older");
  await page.run(async () => {
    const channel = new BroadcastChannel(older);
    void navigator.locks.request(`${older} holder`, () => new Promise(() => undefined));
    const tab = bench.open();
    channel.postMessage({ type: "state", tab: "older", term: Number.MAX_SAFE_INTEGER, version: 1 });
    await bench.run(1_000);
    assert.deepEqual(leaders(bench), [tab]);
    assert.deepEqual(registered(bench), [tab]);
    assert.equal(tab.phone.snapshot.connection, "ready");
    channel.close();
  });
  assert.ok([...bench.browser.held.keys()].filter((lock) => lock.startsWith(name)).length >= 2);
});
