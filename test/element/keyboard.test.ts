import { expect, waitUntil } from "@open-wc/testing";
import { mustPart, part, paste, pressKey, stage, textOf, typeNumber } from "./helpers.js";

describe("keyboard and pad", () => {
  it("takes digits from anywhere in the panel, and takes them back", async () => {
    const { element } = await stage();
    const button = mustPart(element, "call-button");
    for (const key of ["+", "4", "7", "9"]) expect(pressKey(button, key)).to.equal(false);
    expect(pressKey(button, "x")).to.equal(true);
    pressKey(button, "Backspace");
    await element.updateComplete;
    expect(mustPart<HTMLInputElement>(element, "display").value).to.equal("+47");
  });

  it("leaves the page's shortcuts and slotted fields alone", async () => {
    const { element } = await stage();
    const field = document.createElement("input");
    field.slot = "footer";
    element.append(field);
    expect(pressKey(field, "1")).to.equal(true);
    const shortcut = new KeyboardEvent("keydown", { key: "1", ctrlKey: true, bubbles: true, cancelable: true });
    expect(mustPart(element, "panel").dispatchEvent(shortcut)).to.equal(true);
    await element.updateComplete;
    expect(mustPart<HTMLInputElement>(element, "display").value).to.equal("");
  });

  it("dials with Enter, without visual separators", async () => {
    const { element, phone } = await stage();
    typeNumber(element, "+47 900-00 (002)");
    pressKey(mustPart(element, "display"), "Enter");
    await waitUntil(() => element.call !== null);
    expect(phone.asked.at(-1)?.slice(0, 2)).to.deep.equal(["dial", "+4790000002"]);
  });

  it("leaves Enter to a focused button", async () => {
    const { element } = await stage();
    expect(pressKey(mustPart(element, "key"), "Enter")).to.equal(true);
  });

  it("writes with the pad, and a plus with a held 0", async () => {
    const { element } = await stage();
    const zero = element.shadowRoot?.querySelector<HTMLButtonElement>('[part=key][value="0"]') as HTMLButtonElement;
    const field = mustPart<HTMLInputElement>(element, "display");
    zero.dispatchEvent(new PointerEvent("pointerdown"));
    await waitUntil(() => field.value === "+", "a held 0 wrote no plus");
    zero.dispatchEvent(new PointerEvent("pointerup"));
    zero.click();
    zero.click();
    await element.updateComplete;
    expect(field.value).to.equal("+0");
  });

  it("takes a pasted number", async () => {
    const { element } = await stage();
    const event = paste(mustPart(element, "panel"), "tel:+47\u00a0900\n00\u2011002 ");
    await element.updateComplete;
    expect(event.defaultPrevented).to.equal(true);
    expect(mustPart<HTMLInputElement>(element, "display").value).to.equal("+47 900 00\u2010002");
  });

  it("answers with Enter and declines with Escape", async () => {
    const { element, phone } = await stage();
    phone.ring();
    await element.updateComplete;
    pressKey(mustPart(element, "panel"), "Enter");
    await waitUntil(() => element.call?.state === "active");
    await element.hangup();
    phone.ring({ id: "second", state: "incoming", answeredAt: null, endedAt: null, cause: null });
    await element.updateComplete;
    pressKey(mustPart(element, "panel"), "Escape");
    await waitUntil(() => element.call?.cause === "rejected");
  });

  it("sends digits typed in a call, each once", async () => {
    const { element, phone } = await stage();
    phone.ring();
    await element.answer();
    await element.updateComplete;
    for (const key of ["1", "#"]) pressKey(mustPart(element, "hangup-button"), key);
    await waitUntil(() => part(element, "dialpad") !== null);
    (element.shadowRoot?.querySelector('[part=key][value="9"]') as HTMLElement).click();
    await waitUntil(() => phone.asked.filter(([method]) => method === "sendDigits").length === 3);
    expect(phone.asked.filter(([method]) => method === "sendDigits").map(([, digits]) => digits)).to.deep.equal([
      "1",
      "#",
      "9",
    ]);
    await element.updateComplete;
    expect(textOf(element)).to.contain("1#9");
    pressKey(mustPart(element, "panel"), "Escape");
    await waitUntil(() => part(element, "dialpad") === null);
  });

  it("closes an ended call with the next number", async () => {
    const { element, phone } = await stage();
    phone.ring();
    await element.reject();
    await element.updateComplete;
    pressKey(mustPart(element, "panel"), "5");
    await waitUntil(() => part<HTMLInputElement>(element, "display")?.value === "5");
  });

  it("brings the last number back before it dials nothing", async () => {
    const { element, phone } = await stage();
    await element.dial("+4790000002");
    await element.hangup();
    await element.updateComplete;
    element.dismiss();
    await element.updateComplete;
    mustPart(element, "call-button").click();
    await element.updateComplete;
    expect(mustPart<HTMLInputElement>(element, "display").value).to.equal("+4790000002");
    expect(phone.asked.filter(([method]) => method === "dial")).to.have.length(1);
  });
});
