import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { until } from "../support/browser.js";
import { onStage } from "../support/stage.js";
import { callOf, openWidget, type Widget } from "../support/widget.js";

describe("a CRM of several pages", () => {
  const { stage, browser } = onStage();
  let alice: Widget;

  /** Follows a link as a person does. */
  const follow = async (text: string): Promise<void> => {
    const before = alice.page.url();
    await alice.page.evaluate((wanted) => {
      [...document.querySelectorAll("a")].find((link) => link.textContent === wanted)!.click();
    }, text);
    await until(`the page behind "${text}"`, () => alice.page.url() !== before);
  };

  it("goes on with a call that a link of one page began, over three others, without a question", async () => {
    alice = await openWidget(browser, stage, "alice", {
      tone: 700,
      url: `${stage.url}/page.html?show=customer&user=alice&id=tone`,
    });
    // What looks for numbers in text is asked for by what listens to clicks.
    await alice.waitFor(
      "performance.getEntriesByType('resource').some(({ name }) => name.includes('/number-detection-'))",
    );
    // Browsers ask only on a page that the user has touched.
    await alice.page.click("[data-web-terminal-call]");
    await alice.waitForTone(440);
    const { id, answeredAt, metadata } = await callOf(alice);
    assert.deepEqual(metadata, { customer: "tone" });

    for (const link of ["All deals", "Customers", "Contacts"]) {
      await follow(link);
      await alice.waitForConnection("ready");
      await alice.waitForState("active");
      await alice.waitForTone(440);
      const call = await callOf(alice);
      assert.deepEqual([call.id, call.answeredAt, call.metadata], [id, answeredAt, metadata], link);
      await until("the core to hear us", async () => {
        const { calls } = await stage.control().listCalls({});
        return calls[0]?.legs.some((leg) => Math.abs((leg.media?.frequencyHz ?? 0) - 700) < 15);
      });
      await alice.page.mouse.click(5, 5);
    }
    assert.deepEqual(alice.dialogs, []);
    assert.deepEqual(alice.errors, []);

    await alice.page.goto("about:blank");
    assert.deepEqual(alice.dialogs, ["beforeunload"], "leaving the CRM is asked about");
    await alice.close();
  });
});
