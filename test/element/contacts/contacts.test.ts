/** The page's address book. */
// The rules of numbers are fetched here, so that no test waits for them.
import "../../../src/element/number/format-number.js";
import { expect, waitUntil } from "@open-wc/testing";
import { stage, mustPart, shown, record } from "../helpers.js";

describe("contacts", () => {
  it("puts the page's name on a call, and tells the page", async () => {
    const { element, phone } = await stage({ resolveContact: async () => ({ name: "Ada Lovelace" }) });
    const changes = record(element, "call-change");
    phone.ring();
    await shown(element, "Ada Lovelace");
    expect(element.call?.contact?.name).to.equal("Ada Lovelace");
    expect(changes.at(-1)?.call.contact?.name).to.equal("Ada Lovelace");
    expect(Object.isFrozen(element.call)).to.equal(true);
  });

  it("shows picture, detail and link wherever the number is: at the ring, in the call, in the list of calls", async () => {
    const picture = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
    const resolveContact = async () => ({ name: "Ada", detail: "Engines", picture, url: "https://crm.example/ada" });
    const { element, phone } = await stage({ resolveContact, history: true, account: `account-${Math.random()}` });
    const look = async () => {
      await shown(element, "Engines");
      const contact = mustPart(element, "contact");
      expect(contact.querySelector("img")?.src).to.equal(picture);
      expect(contact.querySelector("a")?.href).to.equal("https://crm.example/ada");
    };
    phone.ring();
    await look();
    await element.answer();
    await look();
    phone.end("remote-hangup");
    phone.dismiss();
    await waitUntil(() => element.shadowRoot?.querySelector(".past-who a")?.textContent === "Ada");
    expect(element.shadowRoot?.querySelector<HTMLAnchorElement>(".past-who a")?.href).to.equal(
      "https://crm.example/ada",
    );
  });

  it("does without a name where the address book fails", async () => {
    const { element, phone } = await stage({ resolveContact: () => Promise.reject(new Error("down")) });
    phone.ring();
    await shown(element, "+47 90 00 00 02");
    expect(element.call?.contact).to.equal(null);
  });
});
