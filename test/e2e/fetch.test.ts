/** Networks that let no WebSocket through: what works with one works without. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import {
  beginCall,
  gatewayIsKilled,
  goesOn,
  ownTone,
  streamBreaks,
  tokenExpires,
  type Trouble,
} from "../support/recovery.js";
import { coreIsIdle, createStage, onStage, type Stage } from "../support/stage.js";
import { startStrippingProxy, type StrippingProxy } from "../support/stripping-proxy.js";
import { callOf, endOf, openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

const tone = "+4780000002";

describe("behind a proxy that lets no WebSocket through", () => {
  let stage: Stage;
  let browser: TestBrowser;
  let proxy: StrippingProxy;
  let alice: Widget;
  before(async () => {
    [stage, browser] = await Promise.all([createStage(), launchBrowser()]);
    proxy = await startStrippingProxy(stage.gateway.port);
  });
  after(async () => {
    await browser.close();
    await proxy.close();
    await stage.close();
  });
  afterEach(async () => {
    await alice.settle("hangup");
    await alice.close();
    await coreIsIdle(stage);
    await until(
      "the core to know of no terminal",
      async () => (await stage.control().listTerminals({})).terminals.length === 0,
    );
  });

  const open = async (query = ""): Promise<void> => {
    alice = await openWidget(browser, stage, "alice", { tone: ownTone, url: `${proxy.url}/?user=alice${query}` });
  };
  const inCall = async (): Promise<string> => {
    await open();
    return beginCall(alice);
  };
  const chunkAsked = (): boolean => proxy.asked.some(({ path }) => /^\/cdn\/fetch-/.test(path));

  for (const mode of ["strip", "refuse"] as const) {
    it(`the phone registers and calls (${mode})`, async () => {
      proxy.mode = mode;
      const before = proxy.upgrades;
      await open();
      assert.equal(proxy.upgrades, before + 1);
      assert.ok(chunkAsked());
      await alice.do("dial", tone);
      await alice.waitForTone(440);
      await alice.do("sendDigits", "0123456789*#");
      await until("the core to have the digits", async () => {
        const { calls } = await stage.control().listCalls({});
        return calls[0]?.legs.some((leg) => leg.media?.digits === "0123456789*#");
      });
      await alice.do("hangup");
      assert.equal(await endOf(alice), "hangup");
      await waitUntilReleased(alice);
    });
  }

  it("it is called, and the caller hangs up", async () => {
    await open();
    await stage.control().placeCall({ from: "+4780000001", to: "+4790000001" });
    await alice.waitForState("incoming");
    await alice.do("answer");
    await alice.waitForTone(ownTone);
    const [call] = (await stage.control().listCalls({})).calls;
    await stage.control().hangUp({ callId: call?.id ?? "" });
    assert.equal(await endOf(alice), "remote-hangup");
  });

  it("the tab remembers, and asks for no second WebSocket", async () => {
    await open();
    const before = proxy.upgrades;
    await alice.page.reload({ waitUntil: "load" });
    await alice.waitForConnection("ready");
    assert.equal(proxy.upgrades, before);
    await alice.do("dial", tone);
    await alice.waitForTone(440);
  });

  const survives = (happens: Trouble) => async (): Promise<void> => {
    const id = await inCall();
    await happens(stage, alice);
    await goesOn(stage, alice, id);
  };

  it("a call outlives a stream that breaks and cannot be opened for five seconds", survives(streamBreaks));
  it("a call outlives a gateway that is killed", survives(gatewayIsKilled));
  it("a call outlives a token that expires", survives(tokenExpires));

  it("a call outlives connections that are cut", async () => {
    const id = await inCall();
    proxy.cut();
    await alice.waitForState("recovering");
    await goesOn(stage, alice, id);
  });

  it("a call outlives a reload of its page", async () => {
    const id = await inCall();
    await alice.page.reload({ waitUntil: "load" });
    await alice.waitForTone(440);
    await alice.waitForState("active");
    assert.equal((await callOf(alice)).id, id);
    assert.equal((await alice.waitForEvent("call-pulled"))["cause"], "recovered");
  });

  it('transport="fetch" asks for no WebSocket at all', async () => {
    const before = proxy.upgrades;
    await open("&transport=fetch");
    assert.equal(proxy.upgrades, before);
  });

  it('transport="websocket" waits for a network that has one', async () => {
    const chunks = proxy.asked.filter(({ path }) => /^\/cdn\/fetch-/.test(path)).length;
    alice = await openWidget(browser, stage, "alice", {
      url: `${proxy.url}/?user=alice&transport=websocket`,
      ready: false,
    });
    await alice.waitForConnection("reconnecting");
    assert.equal(proxy.asked.filter(({ path }) => /^\/cdn\/fetch-/.test(path)).length, chunks);
  });

  it("where WebSockets work, nothing of this is even loaded", async () => {
    alice = await openWidget(browser, stage, "alice");
    const loaded = await alice.page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name));
    assert.ok(loaded.some((name) => name.endsWith("/cdn/web-terminal.js")));
    assert.deepEqual(
      loaded.filter((name) => /\/cdn\/fetch-|PipeService/.test(name)),
      [],
    );
  });
});

describe("a page of another origin", () => {
  const { stage, browser } = onStage({ allowOrigins: ["*"] });

  it("is let in by fetch as the gateway's list says, with a token and without cookies", async () => {
    const proxy = await startStrippingProxy(stage.gateway.port);
    try {
      const alice = await openWidget(browser, stage, "alice", { tone: ownTone });
      // The demo page's policy names no other origin; that is not what is tried here.
      await alice.page.setBypassCSP(true);
      await alice.page.reload({ waitUntil: "load" });
      await alice.page.evaluate((endpoint) => {
        // Ports do not tell cookies apart.
        document.cookie = "session=secret";
        document.querySelector("web-terminal")!.endpoint = endpoint;
      }, proxy.url);
      await until("the other origin to be listened to", () => proxy.asked.some(({ path }) => path.endsWith("/Listen")));
      await alice.waitForConnection("ready");
      await alice.do("dial", tone);
      await alice.waitForTone(440);
      const asked = proxy.asked.filter(({ path }) => path.includes("PipeService"));
      assert.ok(asked.some(({ method }) => method === "OPTIONS"));
      assert.ok(asked.every(({ cookie, origin }) => cookie === undefined && origin === stage.url));
      await alice.close();
    } finally {
      await proxy.close();
    }
  });
});
