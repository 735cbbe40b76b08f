/** The quality of a call's audio. */
import { expect, waitUntil } from "@open-wc/testing";
import { stage, mustPart, textOf, shown, settled } from "../helpers.js";

const active = { state: "active", answeredAt: Date.now() - 5000, contact: { name: "Ada" } } as const;

describe("the quality of a call", () => {
  it("says what is wrong with the sound of a call", async () => {
    const { element, phone } = await stage();
    phone.show(active);
    phone.update({ quality: { mos: 2, level: "poor", problem: "loss-in" } });
    await shown(element, "Parts of what they say are lost");
    expect(mustPart(element, "quality")).to.exist;
    expect(element.matches(":state(poor)")).to.equal(true);
    await settled(element);
    await expect(element).to.be.accessible();
    phone.update({ quality: { mos: 4.3, level: "good", problem: null } });
    await waitUntil(() => !textOf(element).includes("get lost"));
  });
});
