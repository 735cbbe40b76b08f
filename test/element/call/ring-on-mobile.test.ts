/** A ring that is left to the mobile. */
import { expect, waitUntil } from "@open-wc/testing";
import { makeCall } from "../../support/fake-phone.js";
import { stage, part, mustPart, textOf, shown } from "../helpers.js";

describe("a ring left to the mobile", () => {
  it("is quiet here, says so once, and can still be answered here", async () => {
    const { element, phone } = await stage();
    const call = phone.ring();
    await waitUntil(() => part(element, "to-phone-button") !== null);
    const button = mustPart<HTMLButtonElement>(element, "to-phone-button");
    const places = ["reject-button", "answer-button"].map((name) => mustPart(element, name).getBoundingClientRect().x);
    button.click();
    await shown(element, "Answer on your mobile");
    expect(phone.asked.at(-1)).to.deep.equal(["silence", call.id]);
    expect(button.disabled).to.equal(true);
    expect(places).to.deep.equal(
      ["reject-button", "answer-button"].map((name) => mustPart(element, name).getBoundingClientRect().x),
    );
    const regions = [...(element.shadowRoot as ShadowRoot).querySelectorAll("p[role=status]")];
    await waitUntil(() => regions.some(({ textContent }) => textContent === "Answer on your mobile"));
    await expect(element).to.be.accessible();
    mustPart(element, "answer-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "answer"));
  });

  it("is forgotten with its call", async () => {
    const { element, phone } = await stage();
    phone.ring();
    await waitUntil(() => part(element, "to-phone-button") !== null);
    mustPart(element, "to-phone-button").click();
    await shown(element, "Answer on your mobile");
    phone.end("answered-elsewhere");
    phone.ring(makeCall({ id: "another" }));
    await waitUntil(() => part<HTMLButtonElement>(element, "to-phone-button")?.disabled === false);
    expect(textOf(mustPart(element, "ring-dialog"))).not.to.include("Answer on your mobile");
  });
});
