/** More than one call. */
import { expect, waitUntil } from "@open-wc/testing";
import { makeCall } from "../../support/fake-phone.js";
import { stage, mustPart, shown, said, pressKey, settled } from "../helpers.js";

const active = { state: "active", answeredAt: Date.now() - 5000, contact: { name: "Ada" } } as const;
const held = makeCall({ id: "held", number: "+4790000003", state: "active", held: true, answeredAt: Date.now() });
const waiting = makeCall({ id: "waiting", number: "+4790000004", contact: { name: "Grace" } });

describe("several calls", () => {
  it("rings beside a call, and holds it when the other is answered", async () => {
    const { element, phone } = await stage({ callMode: "multiple" });
    const call = phone.show(active);
    phone.update({ calls: [call, waiting] });
    await shown(element, "Grace");
    expect(said(element)).to.equal("Grace is calling too");
    await settled(element);
    await expect(element).to.be.accessible();
    mustPart(element, "answer-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "answer"));
    expect(phone.asked.at(-1)).to.deep.equal(["answer", "waiting"]);
  });

  it("declines the waiting call with Escape, not the one that runs", async () => {
    const { element, phone } = await stage({ callMode: "multiple" });
    const call = phone.show(active);
    phone.update({ calls: [call, waiting] });
    await shown(element, "Grace");
    pressKey(mustPart(element, "panel"), "Escape");
    await waitUntil(() => phone.asked.some(([method]) => method === "reject"));
    expect(phone.asked.at(-1)).to.deep.equal(["reject", "waiting"]);
  });

  it("switches to another call, and hangs up one of many", async () => {
    const { element, phone } = await stage({ callMode: "multiple" });
    const call = phone.show(active);
    phone.update({ calls: [call, held] });
    await shown(element, "Switch");
    await settled(element);
    await expect(element).to.be.accessible();
    const [swap, end] = element.shadowRoot?.querySelectorAll<HTMLElement>(".other button") ?? [];
    swap?.click();
    end?.click();
    await waitUntil(() => phone.asked.some(([method]) => method === "hangup"));
    expect(phone.asked.slice(-2)).to.deep.equal([
      ["hold", false, "held"],
      ["hangup", "held"],
    ]);
  });
});
