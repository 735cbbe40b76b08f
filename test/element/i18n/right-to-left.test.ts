import { expect, waitUntil } from "@open-wc/testing";
import type { WebTerminalElement } from "../../../src/index.js";
import { makeCall } from "../../support/fake-phone.js";
import { mustPart, shown, stage, textOf, typeNumber, type Stage } from "../helpers.js";

const number = "+47 90 00 00 02";

/** A terminal that speaks Arabic in a page that runs from left to right. */
async function arabic(settings: Partial<WebTerminalElement> = {}): Promise<Stage> {
  const staged = await stage({ lang: "ar", ...settings });
  await waitUntil(() => mustPart(staged.element, "panel").lang.startsWith("ar"), "no Arabic");
  // The rules of numbers, which group digits, are fetched with the first number.
  typeNumber(staged.element, "+4790000002");
  const grouped = (): boolean => mustPart<HTMLInputElement>(staged.element, "display").value === number;
  await waitUntil(grouped, "no rules", { timeout: 5000 });
  typeNumber(staged.element, "");
  await staged.element.updateComplete;
  return staged;
}

/** The characters of the number within a node, from left to right as they are seen. */
function seen(node: Element | null | undefined): string {
  if (node == null) throw new Error("There is no such node");
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode as Text;
    const start = text.data.indexOf("+47");
    if (start < 0) continue;
    const places = Array.from(number, (_, index) => {
      const range = document.createRange();
      range.setStart(text, start + index);
      range.setEnd(text, start + index + 1);
      const { left, top } = range.getBoundingClientRect();
      return { character: text.data.charAt(start + index), left, top: Math.round(top / 8) };
    });
    return places
      .sort((a, b) => a.top - b.top || a.left - b.left)
      .map(({ character }) => character)
      .join("")
      .replaceAll("\u00a0", " ");
  }
  throw new Error(`No number in ${node.outerHTML}`);
}

const scaleOf = (element: HTMLElement, icon: string): string =>
  getComputedStyle(element.shadowRoot?.querySelector(`.icon.${icon}`) as Element).scale;

/** Opens a page of the panel by its button in the header. */
async function turnTo(element: WebTerminalElement, page: string): Promise<void> {
  const button = (): HTMLButtonElement | null =>
    element.shadowRoot?.querySelector<HTMLButtonElement>(`button[value=${page}]`) ?? null;
  await waitUntil(button, `no way to ${page}`);
  button()?.click();
  await waitUntil(() => element.shadowRoot?.querySelector(`.${page}`), `no ${page}`);
}

describe("from right to left", () => {
  const directionOf = (element: HTMLElement): string => getComputedStyle(mustPart(element, "panel")).direction;

  it("Arabic runs by itself, unless the page decides", async () => {
    const { element } = await arabic();
    expect(directionOf(element)).to.equal("rtl");
    // On the element, and on what says the language.
    element.dir = "ltr";
    element.requestUpdate();
    await element.updateComplete;
    expect(directionOf(element)).to.equal("ltr");
    element.removeAttribute("dir");
    const around = element.parentElement as HTMLElement;
    // What is said of the page around is not said of a panel with a language of its own...
    around.dir = "ltr";
    element.requestUpdate();
    await element.updateComplete;
    expect(directionOf(element)).to.equal("rtl");
    // ...but of one that takes the page's.
    around.lang = "ar";
    element.removeAttribute("lang");
    element.requestUpdate();
    await element.updateComplete;
    expect(directionOf(element)).to.equal("ltr");
    // English has its own direction too.
    around.dir = "rtl";
    element.lang = "en";
    await element.updateComplete;
    expect(directionOf(element)).to.equal("ltr");
  });

  it("the pad keeps its order and its digits", async () => {
    const { element } = await arabic();
    const keys = [...(element.shadowRoot?.querySelectorAll<HTMLElement>("[part=key]") ?? [])];
    const byPlace = keys
      .map((key) => ({ digit: key.querySelector(".digit")?.textContent, box: key.getBoundingClientRect() }))
      .sort((a, b) => a.box.top - b.box.top || a.box.left - b.box.left);
    expect(byPlace.map(({ digit }) => digit).join("")).to.equal("123456789*0#");
  });

  it("numbers are never turned around", async () => {
    const { element, phone } = await arabic();
    phone.update({ subscriber: "elsewhere", subscriberNumber: "+4790000002" });
    await waitUntil(() => textOf(element).includes("+47"), "no banner");
    expect(seen(mustPart(element, "pull-banner")), "banner").to.equal(number);
    phone.update({ subscriber: "idle", subscriberNumber: null });
    phone.ring();
    await element.updateComplete;
    expect(seen(mustPart(element, "contact")), "contact").to.equal(number);
    const call = phone.show({ id: "first", number: "+4790000003", state: "active", answeredAt: Date.now() });
    const held = makeCall({ id: "held", state: "active", held: true, answeredAt: Date.now() });
    phone.update({ calls: [call, held, makeCall({ id: "waiting" })] });
    await waitUntil(() => element.shadowRoot?.querySelector(".waiting-who"), "no waiting call");
    expect(seen(element.shadowRoot?.querySelector(".waiting-who")), "waiting").to.equal(number);
    expect(seen(element.shadowRoot?.querySelector(".other .past-who")), "other").to.equal(number);
    // A row begins at the side where all others begin.
    const { right } = (element.shadowRoot?.querySelector(".other .past-what") as Element).getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(element.shadowRoot?.querySelector(".other .past-who") as Element);
    expect(range.getBoundingClientRect().right).to.be.closeTo(right, 2);
  });

  it("numbers are not turned around in the list, in a sentence, and on the launcher", async () => {
    const { element, phone } = await arabic({ history: true, account: crypto.randomUUID() });
    const call = makeCall({ state: "ended", cause: "missed", endedAt: Date.now() });
    phone.emit({ type: "call-ended", call, cause: "missed", duration: 0 });
    await waitUntil(() => element.shadowRoot?.querySelector(".past"), "no list");
    expect(seen(element.shadowRoot?.querySelector(".past-who")), "list").to.equal(number);
    expect(element.shadowRoot?.querySelector("[value=history]")?.ariaLabel).to.include("مكالمة فائتة واحدة");
    await element.dial("12").catch(() => undefined);
    await waitUntil(() => element.shadowRoot?.querySelector(".field-error strong"), "no error");
    const hint = element.shadowRoot?.querySelector(".field-error");
    const before = (hint?.textContent ?? "").replace("+47 900 00 001", number);
    (hint as HTMLElement).textContent = before;
    expect(seen(hint), "sentence").to.equal(number);
  });

  it("what points, points the other way, also in words of the page", async () => {
    const { element, phone } = await arabic({ history: true, account: crypto.randomUUID() });
    for (const [id, direction, cause] of [
      ["in", "incoming", "hangup"],
      ["out", "outgoing", "hangup"],
      ["missed", "incoming", "missed"],
    ] as const) {
      const answeredAt = cause === "hangup" ? Date.now() : null;
      const call = makeCall({ id, direction, cause, answeredAt, state: "ended", endedAt: Date.now() });
      phone.emit({ type: "call-ended", call, cause, duration: 0 });
    }
    await turnTo(element, "history");
    await waitUntil(() => element.shadowRoot?.querySelectorAll(".history .past").length === 3, "no list");
    const icons = ["back", "incoming", "outgoing", "missed"];
    expect(icons.map((icon) => scaleOf(element, icon))).to.deep.equal(icons.map(() => "-1 1"));
    expect(scaleOf(element, "phone")).to.equal("none");
    element.lang = "en";
    await shown(element, "Recent calls");
    expect(icons.map((icon) => scaleOf(element, icon))).to.deep.equal(icons.map(() => "none"));
    element.strings = { direction: "rtl" };
    await element.updateComplete;
    expect(icons.map((icon) => scaleOf(element, icon))).to.deep.equal(icons.map(() => "-1 1"));
  });

  it("a long foreign name loses its end", async () => {
    const { element, phone } = await arabic();
    const contact = { name: "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine" };
    const call = phone.show({ state: "active", answeredAt: Date.now() });
    phone.update({ calls: [call, makeCall({ id: "waiting", contact })] });
    await waitUntil(() => element.shadowRoot?.querySelector(".waiting-who"), "no waiting call");
    const who = element.shadowRoot?.querySelector(".waiting-who bdi") as HTMLElement;
    const range = document.createRange();
    range.setStart(who.lastChild as Text, (who.textContent ?? "").indexOf("W"));
    range.setEnd(who.lastChild as Text, (who.textContent ?? "").indexOf("W") + 1);
    expect(who.scrollWidth, "the name fits").to.be.above(who.clientWidth);
    expect(range.getBoundingClientRect().left).to.be.at.least(who.getBoundingClientRect().left - 1);
  });

  it("time is told in the digits of the country", async () => {
    const { element, phone } = await arabic({ lang: "ar-EG" });
    phone.show({ state: "active", answeredAt: Date.now() - 754_500 });
    await element.updateComplete;
    expect(mustPart(element, "timer").textContent).to.match(/^١٢:٣[٤-٦]$/);
  });

  it("a folded phone stays in its corner", async () => {
    const { element, phone } = await stage({ mode: "floating" });
    const edges = async (): Promise<[launcher: number, host: number]> => {
      await waitUntil(() => element.shadowRoot?.querySelector(".launcher"), "no launcher");
      const badge = element.shadowRoot?.querySelector(".badge") as Element;
      return [badge.getBoundingClientRect().right, element.getBoundingClientRect().right];
    };
    for (const dir of ["ltr", "rtl"]) {
      (element.parentElement as HTMLElement).dir = dir;
      const [launcher, host] = await edges();
      expect(launcher, dir).to.be.closeTo(host, 1);
    }
    element.lang = "ar";
    phone.show({ state: "active", answeredAt: Date.now() });
    element.open = false;
    await waitUntil(() => element.shadowRoot?.querySelector(".badge.live[dir=rtl]"), "no Arabic launcher");
    await waitUntil(() => textOf(element).includes(number), "no number");
    expect(seen(element.shadowRoot?.querySelector(".launcher-who"))).to.include("+47");
  });
});
