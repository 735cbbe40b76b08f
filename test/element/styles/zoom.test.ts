/** What people make larger or wider must stay in the panel: nothing is cut off, nothing scrolls sideways (WCAG 1.4.4, 1.4.10, 1.4.12). */
import { expect } from "@open-wc/testing";
import type { WebTerminalElement } from "../../../src/index.js";
import type { FakePhone } from "../../support/fake-phone.js";
import { mustPart, part, settled, shown, stage } from "../helpers.js";

interface View {
  readonly shows: string;
  readonly set?: (phone: FakePhone, element: WebTerminalElement) => unknown;
}

const ada = { name: "Ada Lovelace", detail: "Analytical Engines" };
const press = (element: WebTerminalElement, page: string): void =>
  element.shadowRoot?.querySelector<HTMLButtonElement>(`header button[value=${page}]`)?.click();

/** In German, whose words are long. */
const views: Readonly<Record<string, View>> = {
  ready: { shows: "Anrufen" },
  "ready with a number": {
    shows: "Anrufen",
    set: (_, element) => {
      const field = mustPart<HTMLInputElement>(element, "display");
      field.value = "+479000000212345";
      field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    },
  },
  settings: { shows: "Mikrofon", set: (_, element) => press(element, "settings") },
  ring: { shows: "Annehmen", set: (phone) => phone.ring({ contact: ada }) },
  call: { shows: "Auflegen", set: (phone) => phone.show({ state: "active", contact: ada, answeredAt: Date.now() }) },
  keypad: {
    shows: "PQRS",
    set: async (phone, element) => {
      phone.show({ state: "active", contact: ada, answeredAt: Date.now() });
      await element.updateComplete;
      mustPart(element, "keypad-button").click();
    },
  },
  ended: {
    shows: "Ada Lovelace",
    set: (phone) => {
      phone.show({ state: "active", contact: ada, answeredAt: Date.now() });
      phone.end("remote-hangup");
    },
  },
  elsewhere: {
    shows: "anderen Gerät",
    set: (phone) => phone.update({ subscriber: "elsewhere", subscriberNumber: "+4790000003" }),
  },
};

/** Ways to enlarge, each on a panel of 320 CSS pixels: what is left of a window of 1280 at 400 %. */
const ways: Readonly<Record<string, (frame: HTMLElement, element: WebTerminalElement) => void>> = {
  "zoom of 400 %": (frame) => frame.style.setProperty("zoom", "4"),
  "text of 200 %": (frame) => frame.style.setProperty("--wt-size", "2rem"),
  // Nothing of the page comes in: a reader's own tools have to reach into the panel.
  "wide text": (_, element) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }",
    );
    element.shadowRoot?.adoptedStyleSheets.push(sheet);
  },
};

/** What stands out of the panel at a side, or hides a part of its own text. */
function faults(element: WebTerminalElement): string[] {
  const panel = mustPart(element, "panel");
  const edge = panel.getBoundingClientRect();
  const found =
    panel.scrollWidth > panel.clientWidth ? [`the panel is ${panel.scrollWidth} of ${panel.clientWidth} wide`] : [];
  for (const node of panel.querySelectorAll<HTMLElement>("button, input, select, p, h2, label, strong")) {
    if (node.closest(".said") !== null) continue;
    const box = node.getBoundingClientRect();
    if (box.width === 0) continue;
    const name = `${node.localName}.${node.className} "${(node.textContent ?? "").trim()}"`;
    if (box.left < edge.left - 1 || box.right > edge.right + 1) found.push(`${name} stands out`);
    const cut = getComputedStyle(node).overflowX === "visible" ? 0 : node.scrollWidth - node.clientWidth;
    if (node.localName === "button" && cut > 1) found.push(`${name} is cut by ${cut}`);
  }
  return found;
}

describe("enlarged", () => {
  for (const [way, enlarge] of Object.entries(ways)) {
    for (const [name, { shows, set }] of Object.entries(views)) {
      it(`shows all of "${name}" with ${way}`, async () => {
        const { element, phone } = await stage({ lang: "de" });
        const frame = element.parentElement as HTMLElement;
        frame.style.width = "320px";
        await shown(element, "Bereit");
        await set?.(phone, element);
        await shown(element, shows);
        enlarge(frame, element);
        await settled(element);
        expect(faults(element)).to.deep.equal([]);
        expect(part(element, "panel")?.getBoundingClientRect().width).to.be.above(200);
      });
    }
  }
});
