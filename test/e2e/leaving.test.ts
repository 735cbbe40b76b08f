import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { until } from "../support/browser.js";
import { onStage } from "../support/stage.js";
import { openWidget, type Widget } from "../support/widget.js";

const tone = "+4780000002";

describe("leaving the page", () => {
  const { stage, browser } = onStage();

  const coresCalls = async (): Promise<number> => (await stage.control().listCalls({})).calls.length;

  const inCall = async (user: string, leave: string): Promise<Widget> => {
    const widget = await openWidget(browser, stage, user);
    await widget.page.evaluate((policy) => {
      document.querySelector("web-terminal")!.setAttribute("leave", policy);
    }, leave);
    await widget.do("dial", tone);
    await widget.waitForState("active");
    // Browsers ask only on a page that the user has touched.
    await widget.page.mouse.click(5, 5);
    return widget;
  };

  it('hangs up with leave="hangup", and asks nothing', async () => {
    const widget = await inCall("alice", "hangup");
    await widget.page.reload({ waitUntil: "load" });
    await until("the core to end the call", async () => (await coresCalls()) === 0);
    assert.deepEqual(widget.dialogs, []);
    await widget.waitForConnection("ready");
    assert.equal(await widget.get("call"), null);
    await widget.close();
  });

  it('hands the call to the mobile with leave="to-phone"', async () => {
    const widget = await inCall("alice", "to-phone");
    await widget.page.goto("about:blank");
    await until("the mobile to have the call", async () => {
      const { calls } = await stage.control().listCalls({});
      return calls[0]?.legs.some((leg) => leg.kind === "mobile");
    });
    assert.deepEqual(widget.dialogs, []);
    await stage.control().mobileEnd({ user: "alice" });
    await widget.close();
  });

  it("asks nothing while no call is up", async () => {
    const widget = await openWidget(browser, stage, "bob");
    await widget.page.mouse.click(5, 5);
    await widget.page.reload({ waitUntil: "load" });
    assert.deepEqual(widget.dialogs, []);
    await widget.close();
  });

  it("leaves nothing for a duplicated tab to take: the mark is written only as the page goes", async () => {
    const widget = await inCall("bob", "ask");
    const stored = await widget.page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes("calls")));
    assert.deepEqual(stored, []);
    await widget.do("hangup");
    await widget.close();
  });

  it("goes quiet for the back/forward cache, and registers again when it is shown", async () => {
    const widget = await openWidget(browser, stage, "carol");
    await widget.page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
    });
    await until(
      "no terminal to be registered",
      async () => (await stage.control().listTerminals({ user: "carol" })).terminals.length === 0,
    );
    await widget.page.evaluate(() => {
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    });
    await widget.waitForConnection("ready");
    await widget.close();
  });
});
