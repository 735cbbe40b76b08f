import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { until } from "../support/browser.js";
import { watchGaps, worstGap } from "../support/gaps.js";
import { onStage } from "../support/stage.js";
import { callOf, openWidget, type Widget } from "../support/widget.js";

const tone = "+4780000002";

describe("five tabs of one person", () => {
  const { stage, browser } = onStage();
  let tabs: Widget[];
  beforeEach(async () => {
    const first = await openWidget(browser, stage, "alice", { tone: 700 });
    tabs = [first];
    for (let count = 1; count < 5; count += 1) {
      tabs.push(await openWidget(browser, stage, "alice", { tone: 700 + count * 200, beside: first }));
    }
  });
  afterEach(async () => {
    for (const tab of tabs) await tab.settle("hangup");
    await tabs[0]?.context.close();
    for (const { id } of (await stage.control().listCalls({})).calls)
      await stage
        .control()
        .hangUp({ callId: id })
        .catch(() => undefined);
    await until("no terminal to be registered", async () => (await terminals()) === 0);
  });

  const terminals = async (): Promise<number> =>
    (await stage.control().listTerminals({ user: "alice" })).terminals.length;
  const others = (tab: Widget): Widget[] => tabs.filter((each) => each !== tab);
  const inAll = (state: string): Promise<unknown> => Promise.all(tabs.map((tab) => tab.waitForState(state)));
  /** How many tabs say of an event that they are the one to act on it. */
  const primaries = async (type: string): Promise<number> => {
    const events = await Promise.all(tabs.map((tab) => tab.waitForEvent(type)));
    return events.filter((event) => event["primary"] === true).length;
  };

  it("share one registration, and one call, which has its sound in the tab that dialed", async () => {
    assert.equal(await terminals(), 1);
    const dialer = tabs[3]!;
    await dialer.do("dial", tone);
    await inAll("active");
    await dialer.waitForTone(440);
    for (const tab of tabs) assert.equal((await callOf(tab)).owner, tab === dialer);
    for (const tab of others(dialer)) {
      assert.equal(await tab.openPeerConnections(), 0);
      assert.equal(await tab.liveTracks(), 0);
    }
    assert.equal(await primaries("call-answered"), 1);

    // Others say where it is, and mute, hold and hang up by remote control.
    for (const tab of others(dialer)) {
      await tab.waitFor('document.querySelector("web-terminal").shadowRoot.textContent.includes("In another tab")');
    }
    assert.equal((await dialer.text()).includes("In another tab"), false);
    await tabs[2]!.do("hold", true);
    await Promise.all(tabs.map((tab) => tab.waitFor('document.querySelector("web-terminal").call.held')));
    await tabs[2]!.do("hold", false);
    await dialer.waitForTone(440);
    await tabs[0]!.page.evaluate(() => {
      document.querySelector("web-terminal")!.shadowRoot!.querySelector<HTMLElement>("[part=mute-button]")!.click();
    });
    await Promise.all(tabs.map((tab) => tab.waitFor('document.querySelector("web-terminal").call.muted')));
    await until("the core to hear silence", async () => {
      const { calls } = await stage.control().listCalls({});
      return calls[0]?.legs.every((leg) => leg.kind !== "terminal" || leg.media?.frequencyHz === 0);
    });
    await tabs[1]!.do("hangup");
    await inAll("ended");
    assert.equal(await primaries("call-ended"), 1);
    assert.equal(await dialer.liveTracks(), 0);
  });

  it("ring together, and the one that answers has the sound", async () => {
    await stage.control().placeCall({ from: "+4799999999", to: "+4790000001" });
    await inAll("incoming");
    assert.equal(await primaries("call-incoming"), 1);
    const answerer = tabs[2]!;
    await answerer.do("answer");
    await inAll("active");
    await answerer.waitForTone(440);
    for (const tab of others(answerer)) assert.equal(await tab.openPeerConnections(), 0);
  });

  it("two answer at once: one wins, and the other shows its call", async () => {
    await stage.control().placeCall({ from: "+4799999999", to: "+4790000001" });
    await inAll("incoming");
    await Promise.all([tabs[1]!.settle("answer"), tabs[4]!.settle("answer")]);
    await inAll("active");
    const owners = await Promise.all(tabs.map(async (tab) => (await callOf(tab)).owner));
    assert.equal(owners.filter(Boolean).length, 1);
    assert.ok(owners[1] || owners[4]);
    await tabs[owners.indexOf(true)]!.waitForTone(440);
    assert.equal((await stage.control().listCalls({})).calls.length, 1);
  });

  it("the leader closes: another takes over within two seconds, and a call in a third tab lives on", async () => {
    const talker = tabs[2]!;
    await talker.do("dial", tone);
    await talker.waitForTone(440);
    const { id } = await callOf(talker);
    await watchGaps(talker);
    await tabs[0]!.page.close();
    tabs = tabs.slice(1);
    await Promise.all(
      tabs.map((tab) => tab.waitFor('document.querySelector("web-terminal").connection === "ready"', 2_000)),
    );
    await talker.waitForState("active");
    await talker.waitForTone(440);
    assert.equal((await callOf(talker)).id, id);
    assert.ok((await worstGap(talker)) <= 200);
    await until("one terminal to be registered", async () => (await terminals()) === 1);
  });

  it("the leader closes with a call of its own: one of the others acts on each thing that follows", async () => {
    const [leader, ...left] = tabs;
    await leader!.do("dial", tone);
    await inAll("active");
    const { id } = await callOf(leader!);
    await leader!.page.close();
    tabs = left;
    await inAll("ended");
    const told = (await Promise.all(tabs.map((tab) => tab.events("call-change")))).map((events) =>
      events.filter(({ call }) => (call as { id: string }).id === id),
    );
    for (const state of ["recovering", "ended"]) {
      const news = told.map((events) => events.filter(({ call }) => (call as { state: string }).state === state));
      assert.deepEqual(
        news.map((events) => events.length),
        [1, 1, 1, 1],
        `each tab is told once of ${state}`,
      );
      assert.equal(news.flat().filter(({ primary }) => primary === true).length, 1, `one acts on ${state}`);
    }
    assert.equal(await primaries("call-ended"), 1);
  });

  it("the leader freezes: a tab that the user sees takes over, and gives it back to nobody", async () => {
    await tabs[1]!.page.bringToFront();
    const session = await tabs[0]!.page.createCDPSession();
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    await tabs[1]!.waitForEvent("connection-change", {
      after: (await tabs[1]!.events("connection-change")).length,
      timeout: 6_000,
    });
    await tabs[1]!.waitForConnection("ready");
    await tabs[1]!.do("dial", tone);
    await tabs[1]!.waitForTone(440);
    await session.send("Page.setWebLifecycleState", { state: "active" });
    await tabs[0]!.waitForState("active");
    assert.equal((await callOf(tabs[0]!)).owner, false);
    await until("one terminal to be registered", async () => (await terminals()) === 1);
  });

  it("the tab with the call closes: the others offer to pull it, and one does", async () => {
    const talker = tabs[4]!;
    await talker.do("dial", tone);
    await talker.waitForTone(440);
    const { id } = await callOf(talker);
    await talker.page.close();
    tabs = tabs.slice(0, 4);
    await Promise.all(
      tabs.map((tab) => tab.waitFor('document.querySelector("web-terminal").subscriber === "elsewhere"')),
    );
    await tabs[2]!.waitFor('document.querySelector("web-terminal").shadowRoot.textContent.includes("Bring it here")');
    await tabs[2]!.page.evaluate(() => {
      document.querySelector("web-terminal")!.shadowRoot!.querySelector<HTMLElement>("[part=call-button]")!.click();
    });
    await tabs[2]!.waitForTone(440);
    assert.equal((await callOf(tabs[2]!)).id, id);
  });

  it("the tab with the call is loaded anew: the call is there again, timer and all", async () => {
    const talker = tabs[1]!;
    await talker.do("dial", tone);
    await talker.waitForTone(440);
    const before = await callOf(talker);
    await talker.page.reload({ waitUntil: "load" });
    await talker.waitForTone(440);
    const call = await callOf(talker);
    assert.equal(call.id, before.id);
    assert.equal(call.answeredAt, before.answeredAt);
  });
});
