/** Sound that the browser blocks. */
import { expect, waitUntil } from "@open-wc/testing";
import { makeCall } from "../../support/fake-phone.js";
import { stage, shown, settled } from "../helpers.js";

describe("blocked sound", () => {
  it("offers to let sound in where the browser holds it back, and flashes the title while it rings", async () => {
    const { element, phone } = await stage();
    const title = document.title;
    phone.update({ audio: "blocked" });
    await shown(element, "Turn on sound");
    await settled(element);
    await expect(element).to.be.accessible();
    phone.ring();
    await waitUntil(() => document.title.includes("Incoming call"));
    const button = [...(element.shadowRoot?.querySelectorAll("button") ?? [])].find((one) =>
      one.textContent.includes("Turn on sound"),
    );
    button?.click();
    await waitUntil(() => phone.asked.some(([method]) => method === "unlockAudio"));
    phone.update({ audio: "ready" });
    await waitUntil(() => document.title === title);
  });
});

describe("a ring of the page's own", () => {
  it("silences the phone's, flashes no title, and says in which tab to act", async () => {
    const { element, phone } = await stage();
    const asked: [string, boolean][] = [];
    element.addEventListener("before-ring", (event) => {
      asked.push([event.call.id, event.primary]);
      event.preventDefault();
    });
    const title = document.title;
    phone.update({ audio: "blocked" });
    await shown(element, "Turn on sound");
    const { id } = phone.ring();
    await element.updateComplete;
    expect(phone.asked.at(-1)).to.deep.equal(["silence", id]);
    expect(document.title).to.equal(title);
    phone.show({ state: "ended", cause: "missed" });
    phone.emit({ type: "call-incoming", call: makeCall({ id: "other" }) }, false);
    expect(asked).to.deep.equal([
      [id, true],
      ["other", false],
    ]);
  });
});
