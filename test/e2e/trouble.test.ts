import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { coreIsIdle, onStage } from "../support/stage.js";
import { endOf, openWidget, waitUntilReleased, type Widget } from "../support/widget.js";

describe("when something is wrong", () => {
  const { stage, browser } = onStage();
  let widget: Widget | undefined;
  afterEach(async () => {
    // The core keeps the call of a page that vanishes, for a while.
    await widget?.settle("hangup");
    await widget?.close();
    await coreIsIdle(stage);
    widget = undefined;
  });

  it("a bad token signs the user out, in words", async () => {
    const page = (widget = await openWidget(browser, stage, "mallory", {
      ready: false,
      url: `${stage.url}/?user=alice`,
    }));
    await page.waitForConnection("ready");
    await page.page.evaluate(() => {
      const element = document.querySelector("web-terminal")!;
      element.getToken = async () => "demo-alice-expired";
    });
    await page.do("disconnect");
    assert.equal(await page.fail("connect"), "signed-out");
    await page.waitForConnection("signed-out");
    assert.match(await page.text(), /signed out/i);
    assert.equal(await page.fail("dial", "+4780000002"), "signed-out");
  });

  it("no core: reconnecting, and ready again when it is back", async () => {
    const page = (widget = await openWidget(browser, stage, "alice"));
    await stage.core.stop();
    await page.waitForConnection("reconnecting");
    assert.equal(await page.fail("dial", "+4780000002"), "not-connected");
    await stage.core.start();
    await page.waitForConnection("ready", 40_000);
    const gap = await page.waitForEvent("availability-gap");
    assert.ok((gap["to"] as number) > (gap["from"] as number));
  });

  it("no core from the start: the same", async () => {
    await stage.core.stop();
    const page = (widget = await openWidget(browser, stage, "alice", { ready: false }));
    await page.waitForConnection("reconnecting");
    await stage.core.start();
    await page.waitForConnection("ready", 40_000);
  });

  it("a gateway that is killed and started again", async () => {
    const page = (widget = await openWidget(browser, stage, "alice"));
    await stage.gateway.kill();
    await page.waitForConnection("reconnecting");
    await stage.gateway.start();
    await page.waitForConnection("ready", 40_000);
    await page.do("dial", "+4780000002");
    await page.waitForState("active");
  });

  for (const [microphone, code] of [
    ["denied", "microphone-denied"],
    ["absent", "microphone-not-found"],
    ["busy", "microphone-busy"],
  ] as const) {
    it(`a microphone that is ${microphone}: no call, a clear error, nothing left open`, async () => {
      const page = (widget = await openWidget(browser, stage, "alice", { microphone }));
      assert.equal(await page.fail("dial", "+4780000002"), code);
      assert.equal(await endOf(page), "no-microphone");
      await waitUntilReleased(page);
      assert.deepEqual((await stage.control().listCalls({})).calls, []);
    });
  }

  it("a microphone that is denied while it rings, then allowed: the call is still there", async () => {
    const page = (widget = await openWidget(browser, stage, "alice", { microphone: "denied" }));
    await stage.control().placeCall({ from: "+4799999999", to: "+4790000001" });
    await page.waitForState("incoming");
    assert.equal(await page.fail("answer"), "microphone-denied");
    await page.waitForState("incoming");
    await page.setMicrophone("tone");
    await page.do("answer");
    await page.waitForState("active");
  });

  it("a number that is none", async () => {
    const page = (widget = await openWidget(browser, stage, "alice"));
    for (const wrong of ["", "hello", "+", "+47 9000 0002 x"])
      assert.equal(await page.fail("dial", wrong), "invalid-number");
    assert.equal(await page.get("call"), null);
  });

  it("dialing twice", async () => {
    const page = (widget = await openWidget(browser, stage, "alice"));
    await page.do("dial", "+4780000002");
    assert.equal(await page.fail("dial", "+4780000001"), "already-in-call");
    await page.waitForState("active");
  });

  it("hanging up twice, and answering nothing", async () => {
    const page = (widget = await openWidget(browser, stage, "alice"));
    await page.do("dial", "+4780000002");
    await page.do("hangup");
    await page.do("hangup");
    assert.equal((await page.events("call-ended")).length, 1);
    assert.equal(await page.fail("answer"), "no-such-call");
  });
});
