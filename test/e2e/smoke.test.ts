import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onStage } from "../support/stage.js";

describe("the demo page", () => {
  const { stage, browser } = onStage();

  it("opens as a user, registers, and has nothing to complain about", async () => {
    const alice = await browser.open(stage.pageOf("alice"));
    await alice.waitFor(() => customElements.get("web-terminal") !== undefined);
    await alice.waitFor('document.querySelector("web-terminal").connection === "ready"');
    assert.deepEqual(alice.errors, []);
    assert.equal(await alice.microphoneOpened(), 0);
    await alice.close();
  });

  it("asks who you are when the address does not say", async () => {
    const nobody = await browser.open(stage.url);
    const names = await nobody.page.$$eval("#people strong", (nodes) => nodes.map((node) => node.textContent));
    assert.deepEqual(names, ["Alice Berg", "Bob Lindqvist", "Carol Nyhus", "Dave Solheim"]);
    assert.deepEqual(nobody.errors, []);
    await nobody.close();
  });

  for (const width of [320, 768, 1600]) {
    it(`fits into ${width} pixels`, async () => {
      const page = await browser.open(stage.pageOf("bob"), { viewport: { width, height: 800 } });
      const overflow = await page.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0);
      await page.close();
    });
  }
});
