import { expect, waitUntil } from "@open-wc/testing";
import { mustPart, part, paste, pressKey, stage, textOf, typeNumber } from "../helpers.js";

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

  const scripts = {
    Arabic: "٠١٢٣٤٥٦٧٨٩",
    Persian: "۰۱۲۳۴۵۶۷۸۹",
    Hindi: "०१२३४५६७८९",
    "full-width": "０１２３４５６７８９",
  };
  for (const [script, digits] of Object.entries(scripts)) {
    it(`takes ${script} digits as those that are dialed: from anywhere, in the field, pasted, and in a call`, async () => {
      const { element, phone } = await stage();
      const field = mustPart<HTMLInputElement>(element, "display");
      for (const key of digits) expect(pressKey(mustPart(element, "panel"), key)).to.equal(false);
      await element.updateComplete;
      expect(field.value.replace(/\D/g, ""), "keys").to.equal("0123456789");
      typeNumber(element, digits);
      await element.updateComplete;
      expect(field.value.replace(/\D/g, ""), "field").to.equal("0123456789");
      // In the middle the caret stays where it is.
      field.value = `4${digits}7`;
      field.setSelectionRange(3, 3);
      field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
      await element.updateComplete;
      expect([field.value, field.selectionStart], "within").to.deep.equal(["401234567897", 3]);
      typeNumber(element, "");
      paste(mustPart(element, "panel"), `+٤٧${digits.slice(1, 9)}`);
      await element.updateComplete;
      expect(field.value, "pasted").to.equal("+4712345678");
      pressKey(field, "Enter");
      await waitUntil(() => element.call !== null);
      expect(phone.asked.at(-1)?.slice(0, 2)).to.deep.equal(["dial", "+4712345678"]);
      phone.show({ state: "active", answeredAt: Date.now() });
      await element.updateComplete;
      pressKey(mustPart(element, "panel"), digits.charAt(5));
      paste(mustPart(element, "panel"), digits.slice(1, 4));
      const sent = (): unknown[] => phone.asked.filter(([method]) => method === "sendDigits").map(([, sent]) => sent);
      await waitUntil(() => sent().length === 2);
      expect(sent()).to.deep.equal(["5", "123"]);
    });
  }

  it("leaves half-composed text alone until it is done", async () => {
    const { element } = await stage();
    const field = mustPart<HTMLInputElement>(element, "display");
    field.value = "１１";
    field.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true, composed: true }));
    await element.updateComplete;
    expect(field.value).to.equal("１１");
    field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, composed: true }));
    await element.updateComplete;
    expect(field.value).to.equal("11");
  });

  it("knows its letters by their place where the layout has no Latin ones", async () => {
    const { element, phone } = await stage();
    phone.show({ state: "active", answeredAt: Date.now() });
    await element.updateComplete;
    const press = (key: string, code: string, shiftKey = false): boolean =>
      mustPart(element, "panel").dispatchEvent(
        new KeyboardEvent("keydown", { key, code, shiftKey, bubbles: true, composed: true, cancelable: true }),
      );
    const asked = (method: string): number => phone.asked.filter(([name]) => name === method).length;
    // An Arabic, a Greek and a Russian keyboard.
    for (const key of ["ة", "μ", "ь"]) expect(press(key, "KeyM"), key).to.equal(false);
    for (const key of ["ا", "η", "р"]) expect(press(key, "KeyH"), key).to.equal(false);
    expect(press("ؤ", "KeyA", true)).to.equal(false);
    await waitUntil(() => asked("sendDigits") === 1);
    expect([asked("mute"), asked("hold")]).to.deep.equal([3, 3]);
    expect(phone.asked.at(-1)).to.deep.equal(["sendDigits", "A", undefined]);
    // Where there are Latin letters, the letter counts and not its place.
    expect(press(",", "KeyM")).to.equal(true);
    expect(asked("mute")).to.equal(3);
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
