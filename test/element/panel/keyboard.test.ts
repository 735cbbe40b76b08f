import { expect, waitUntil } from "@open-wc/testing";
import { mustPart, part, paste, pressKey, said, shown, stage, textOf, typeNumber } from "../helpers.js";

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
    expect(event.defaultPrevented).to.equal(true);
    await element.updateComplete;
    expect(mustPart<HTMLInputElement>(element, "display").value).to.equal("+47 900 00-002");
  });

  for (const [text, shown] of [
    ["Mob. +47 900 00 002 (work)", "+47 900 00 002"],
    ['"+47 900 00 002"', "+47 900 00 002"],
    ["Ada <+47 900 00 002>", "+47 900 00 002"],
    ["=+4790000002", "+47 90 00 00 02"],
    ["+4790000002;", "+47 90 00 00 02"],
    ["callto:+4790000002", "+47 90 00 00 02"],
    ["+1 213 373 4253 ext. 42", "+1 213 373 4253 x42"],
    ["1-800-FLOWERS", "1-800-FLOWERS"],
  ] as const) {
    it(`takes the one number of ${text}`, async () => {
      const { element } = await stage();
      const field = mustPart<HTMLInputElement>(element, "display");
      paste(mustPart(element, "panel"), text);
      await waitUntil(() => field.value === shown, `it shows ${field.value}`);
      expect(textOf(element)).not.to.include("two numbers");
    });
  }

  it("says that two numbers were pasted, and calls neither", async () => {
    const { element, phone } = await stage();
    paste(mustPart(element, "panel"), "+47 900 00 002 / +47 900 00 003");
    await shown(element, "These are two numbers. Choose one of them.");
    pressKey(mustPart(element, "display"), "Enter");
    await element.updateComplete;
    expect(phone.asked.some(([method]) => method === "dial")).to.equal(false);
  });

  it("keeps the caret behind its digit while the number is regrouped", async () => {
    const { element } = await stage({ region: "NO" });
    const field = mustPart<HTMLInputElement>(element, "display");
    typeNumber(element, "+4790000002");
    await waitUntil(() => field.value === "+47 90 00 00 02" || field.value === "+47 900 00 002");
    const write = async (value: string, caret: number, inputType: string): Promise<string> => {
      field.value = value;
      field.setSelectionRange(caret, caret);
      field.dispatchEvent(new InputEvent("input", { inputType, bubbles: true, composed: true }));
      await element.updateComplete;
      const at = field.selectionStart ?? 0;
      return `${field.value.slice(0, at)}|${field.value.slice(at)}`.replace(/ /g, "");
    };
    // A digit typed behind the 9, one taken away there, and a separator, which takes the digit before it along.
    const { value } = field;
    const nine = value.indexOf("9") + 1;
    expect(await write(`${value.slice(0, nine)}1${value.slice(nine)}`, nine + 1, "insertText")).to.equal(
      "+4791|0000002",
    );
    const one = field.value.indexOf("1");
    expect(await write(field.value.slice(0, one) + field.value.slice(one + 1), one, "deleteContentBackward")).to.equal(
      "+479|0000002",
    );
    const gap = field.value.indexOf(" ");
    expect(await write(field.value.slice(0, gap) + field.value.slice(gap + 1), gap, "deleteContentBackward")).to.equal(
      "+4|90000002",
    );
  });

  it("replaces what is selected by a pad key, and takes it away by the delete button", async () => {
    const { element } = await stage();
    const field = mustPart<HTMLInputElement>(element, "display");
    const key = element.shadowRoot?.querySelector<HTMLButtonElement>('[part=key][value="7"]') as HTMLButtonElement;
    typeNumber(element, "123456");
    await element.updateComplete;
    field.setSelectionRange(1, 4);
    key.click();
    await element.updateComplete;
    expect([field.value, field.selectionStart]).to.deep.equal(["1756", 2]);
    key.click();
    await element.updateComplete;
    expect(field.value).to.equal("17756");
    field.setSelectionRange(0, 3);
    element.shadowRoot?.querySelector<HTMLElement>(".erase")?.click();
    await element.updateComplete;
    expect(field.value).to.equal("56");
  });

  it("sends the code of pasted words in a call, and says when there are two", async () => {
    const { element, phone } = await stage();
    phone.ring();
    await element.answer();
    await element.updateComplete;
    const sent = (): unknown[] => phone.asked.filter(([method]) => method === "sendDigits").map(([, digits]) => digits);
    paste(mustPart(element, "panel"), "Code: 4711#\n");
    await waitUntil(() => sent().length === 1);
    expect(sent()).to.deep.equal(["4711#"]);
    paste(mustPart(element, "panel"), "Meeting 812 3456, passcode 4711");
    await shown(element, "Those are not keypad digits.");
    expect(sent()).to.have.length(1);
  });

  it("says which digits follow a call, hands them on, and dials them again", async () => {
    const { element, phone } = await stage();
    await element.dial("+1 213 373 4253 ext. 42");
    expect(phone.asked.at(-1)).to.deep.equal(["dial", "+12133734253", { metadata: null, digits: ",,,,42" }]);
    phone.show({ state: "alerting", direction: "outgoing", number: "+12133734253", digits: ",,,,42" });
    await shown(element, "then 42");
    expect(said(element)).to.contain("then 42");
    await element.hangup();
    await waitUntil(() => part(element, "call-button") !== null);
    mustPart(element, "call-button").click();
    await waitUntil(() => phone.asked.filter(([method]) => method === "dial").length === 2);
    expect(phone.asked.at(-1)).to.deep.equal(["dial", "+12133734253", { metadata: null, digits: ",,,,42" }]);
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
