/** A call whose audio is in another tab. */
import { expect, waitUntil } from "@open-wc/testing";
import { makeCall } from "../../support/fake-phone.js";
import { stage, part, mustPart, textOf, shown, pressKey, settled } from "../helpers.js";

const active = { state: "active", answeredAt: Date.now() - 5000, contact: { name: "Ada" } } as const;
const waiting = makeCall({ id: "waiting", number: "+4790000004", contact: { name: "Grace" } });

describe("a call in another tab", () => {
  const elsewhere = { ...active, owner: false };

  it("says where it is, and offers only what works from here", async () => {
    const { element, phone } = await stage();
    phone.show(elsewhere);
    phone.update({ quality: { mos: 2, level: "poor", problem: "loss-in" }, audio: "blocked" });
    await shown(element, "In another tab");
    expect(mustPart(element, "timer").textContent).to.match(/^\d:\d\d$/);
    const gone = "[part=keypad-button], [part=quality], button.pop-out, [value=settings]";
    expect(element.shadowRoot?.querySelectorAll(gone).length).to.equal(0);
    expect(textOf(element)).not.to.include("Turn on sound");
    await settled(element);
    await expect(element).to.be.accessible();
    for (const name of ["mute-button", "hold-button", "to-phone-button"]) mustPart(element, name).click();
    await waitUntil(() => phone.asked.some(([method]) => method === "toPhone"));
    expect(phone.asked.slice(-3).map(([method]) => method)).to.deep.equal(["mute", "hold", "toPhone"]);
  });

  it("hangs up and mutes by key, and leaves digits to the tab that can send them", async () => {
    const { element, phone } = await stage();
    phone.show(elsewhere);
    await shown(element, "In another tab");
    const panel = mustPart(element, "panel");
    expect(pressKey(panel, "5")).to.equal(true);
    pressKey(panel, "m");
    await waitUntil(() => phone.asked.some(([method]) => method === "mute"));
    mustPart(element, "hangup-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "hangup"));
    expect(phone.asked.some(([method]) => method === "sendDigits")).to.equal(false);
  });

  it("rings and is answered as any other", async () => {
    const { element, phone } = await stage();
    phone.ring({ owner: false });
    await waitUntil(() => part(element, "answer-button") !== null);
    mustPart(element, "answer-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "answer"));
  });

  it("shows the other calls of this person too", async () => {
    const { element, phone } = await stage({ callMode: "multiple" });
    const call = phone.show(elsewhere);
    phone.update({ calls: [call, waiting] });
    await shown(element, "Grace");
    await shown(element, "In another tab");
  });

  it("is offered when that tab has closed, and brought here", async () => {
    const { element, phone } = await stage();
    phone.show(elsewhere);
    await shown(element, "In another tab");
    phone.end("signaling-lost");
    phone.update({ subscriber: "elsewhere", subscriberNumber: "+4790000002" });
    await shown(element, "This call is still active");
    await settled(element);
    await expect(element).to.be.accessible();
    mustPart(element, "call-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "pull"));
    await waitUntil(() => part(element, "keypad-button") !== null);
    phone.end("signaling-lost");
    phone.update({ subscriber: "idle" });
    await shown(element, "The connection was lost");
  });
});
