import assert from "node:assert/strict";
import { afterEach, before, describe, it } from "node:test";
import { Code } from "@connectrpc/connect";
import type { CallInfo } from "../../src/call/model.js";
import { until } from "../support/browser.js";
import { coreIsIdle, onStage } from "../support/stage.js";
import { openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

describe("several calls at once, over MultiPipe", () => {
  const { stage, browser } = onStage();
  let alice: Widget;
  before(async () => {
    alice = await openWidget(browser, stage, "alice", { tone: 700 });
    await alice.page.evaluate(() => {
      document.querySelector("web-terminal")!.setAttribute("call-mode", "multiple");
    });
    await until("the terminal to be registered with MultiPipe", async () => {
      const { terminals } = await stage.control().listTerminals({});
      return terminals.length === 1 && terminals[0]?.method === "MultiPipe";
    });
    await alice.waitForConnection("ready");
  });
  afterEach(async () => {
    for (const call of await calls()) await alice.settle("hangup", call.id);
    await waitUntilReleased(alice);
    await coreIsIdle(stage, 40_000);
    await alice.page.evaluate(() => globalThis.probe.events.splice(0));
  });

  const calls = async (): Promise<readonly CallInfo[]> => alice.get<CallInfo[]>("calls");
  const live = async (number: string): Promise<CallInfo | undefined> =>
    (await calls()).find((call) => call.number === number && call.state !== "ended");
  const inState = (number: string, state: string): Promise<CallInfo> =>
    until(`${number} to be ${state}`, async () => {
      const call = await live(number);
      return call?.state === state && call;
    });
  const ring = async (from: string): Promise<CallInfo> => {
    await stage.control().placeCall({ from, to: "+4790000001" });
    return inState(from, "incoming");
  };
  const tone = "+4780000002";
  const echo = "+4780000001";

  it("are told apart by ear: one is heard, the other held, and they are swapped", async () => {
    await alice.do("dial", tone);
    await alice.waitForTone(440);
    await alice.do("dial", echo);
    await inState(echo, "active");
    assert.equal((await live(tone))?.held, true);
    await alice.waitForTone(700);

    await alice.do("hold", false, (await live(tone))!.id);
    await alice.waitForTone(440);
    assert.equal((await live(echo))?.held, true);
    // Nothing of our microphone goes into the held call.
    await until("the held call to be silent", async () => {
      const held = (await stage.control().listCalls({})).calls.find((call) => call.to === echo);
      return held?.legs.every((leg) => leg.media?.frequencyHz === 0);
    });

    await alice.do("hold", false, (await live(echo))!.id);
    await alice.waitForTone(700);
  });

  it("wait while one is talked in, and are answered, which holds the first", async () => {
    await alice.do("dial", tone);
    await alice.waitForTone(440);
    const waiting = await ring("+4799999999");
    assert.equal((await live(tone))?.held, false);
    await alice.do("answer", waiting.id);
    await inState("+4799999999", "active");
    assert.equal((await live(tone))?.held, true);
  });

  it("end one by one", async () => {
    await alice.do("dial", tone);
    await inState(tone, "active");
    const second = await ring("+4799999999");
    await alice.do("answer", second.id);
    await inState("+4799999999", "active");
    await alice.do("hangup", second.id);
    assert.equal((await live(tone))?.state, "active");
    await alice.do("hold", false, (await live(tone))!.id);
    await alice.waitForTone(440);
  });

  it("ring while another is being dialed", async () => {
    await alice.do("dial", "+4780000004");
    await inState("+4780000004", "alerting");
    const incoming = await ring("+4799999999");
    await alice.do("reject", incoming.id);
    assert.equal((await live("+4780000004"))?.state, "alerting");
  });

  it("all come back after the stream broke", async () => {
    await alice.do("dial", tone);
    await inState(tone, "active");
    await alice.do("dial", echo);
    await inState(echo, "active");
    await stage.control().breakStreams({ user: "alice", code: Code.Unavailable });
    await inState(echo, "recovering");
    await inState(echo, "active");
    await inState(tone, "active");
    await alice.waitForTone(700);
    await alice.do("hold", false, (await live(tone))!.id);
    await alice.waitForTone(440);
    assert.equal((await alice.events("call-ended")).length, 0);
  });

  it("a call of an id that the core does not know is a clear error", async () => {
    await alice.do("dial", tone);
    const call = await inState(tone, "active");
    await stage
      .control()
      .send({ user: "alice", message: { callId: call.id, message: { case: "error", value: { err: 3 } } } });
    assert.equal((await alice.waitForEvent("terminal-error")).error?.code, "invalid-call-id");
    assert.equal((await live(tone))?.state, "active");
  });

  it("a second caller is turned away where the page wants that", async () => {
    await alice.page.evaluate(() => {
      document.querySelector("web-terminal")!.setAttribute("busy", "reject");
    });
    await alice.do("dial", tone);
    await inState(tone, "active");
    await stage.control().placeCall({ from: "+4799999999", to: "+4790000001" });
    assert.equal((await alice.waitForEvent("call-missed")).call?.number, "+4799999999");
    assert.equal((await live(tone))?.state, "active");
  });
});
