/** A phone that floats over the page. */
import { expect, waitUntil } from "@open-wc/testing";
import { stage, part, mustPart, pressKey } from "../helpers.js";

describe("a floating phone", () => {
  it("is moved by keys, stays in the window, and is found where it was left", async () => {
    const { element } = await stage({ mode: "floating" });
    try {
      await waitUntil(() => part(element, "badge") !== null);
      pressKey(mustPart(element, "badge"), "ArrowUp");
      expect(element.style.translate).to.match(/^0px -\d+px$/);
      for (let times = 0; times < 40; times += 1) {
        mustPart(element, "badge").dispatchEvent(
          new KeyboardEvent("keydown", { key: "ArrowLeft", shiftKey: true, bubbles: true, cancelable: true }),
        );
      }
      expect(element.getBoundingClientRect().left).to.be.at.least(0);
      expect(localStorage.getItem("web-terminal:place")).to.match(/^-\d+ -\d+$/);
    } finally {
      localStorage.removeItem("web-terminal:place");
    }
  });

  it("lets a floating phone be moved without dragging", async () => {
    const { element } = await stage({ mode: "floating", open: true });
    try {
      await waitUntil(() => element.shadowRoot?.querySelector(".grip"));
      const grip = element.shadowRoot?.querySelector<HTMLElement>(".grip");
      const corner = (): string => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return `${top + bottom < innerHeight ? "top" : "bottom"} ${left + right < innerWidth ? "left" : "right"}`;
      };
      const corners = [corner()];
      for (let times = 0; times < 4; times += 1) {
        grip?.click();
        corners.push(corner());
      }
      expect(corners).to.deep.equal(["bottom right", "bottom left", "top left", "top right", "bottom right"]);
    } finally {
      localStorage.removeItem("web-terminal:place");
    }
  });
});
