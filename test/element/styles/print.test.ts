/** A phone on paper. */
import { expect } from "@open-wc/testing";
import { emulateMedia } from "@web/test-runner-commands";
import { stage } from "../helpers.js";

describe("a printed page", () => {
  afterEach(() => emulateMedia({ media: "screen" }));

  for (const [mode, display] of [
    ["inline", "block"],
    ["floating", "none"],
    ["badge", "none"],
  ] as const) {
    it(`shows the phone as ${display} where it is ${mode}, even if the page makes it a block`, async () => {
      const { element } = await stage({ mode });
      element.style.display = "block";
      await emulateMedia({ media: "print" });
      expect(getComputedStyle(element).display).to.equal(display);
    });
  }
});
