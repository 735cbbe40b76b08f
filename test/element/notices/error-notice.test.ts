/** An error takes a place of its own: it covers nothing, hides nothing, and moves no button, however large the text is. */
import { expect, waitUntil } from "@open-wc/testing";
import { TerminalError, type TerminalErrorCode, type WebTerminalElement } from "../../../src/index.js";
import { makeCall, type FakePhone } from "../../support/fake-phone.js";
import { mustPart, part, settled, shown, stage, typeNumber } from "../helpers.js";

interface View {
  readonly code: TerminalErrorCode;
  /** What is there as soon as the view is. */
  readonly shows: string;
  readonly set: (phone: FakePhone, element: WebTerminalElement) => unknown;
}

const long = {
  name: "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
  detail: "Donaudampfschifffahrtsgesellschaft, Abteilung Beschwerden",
};
const inCall = (phone: FakePhone): unknown =>
  phone.show({ state: "active", contact: long, answeredAt: Date.now() - 754_500, muted: true });
const press = async (element: WebTerminalElement, selector: string): Promise<void> => {
  await element.updateComplete;
  element.shadowRoot?.querySelector<HTMLButtonElement>(selector)?.click();
};

const views: Readonly<Record<string, View>> = {
  ready: { code: "rate-limited", shows: ".display", set: (_, element) => typeNumber(element, "+4790000002") },
  settings: {
    code: "microphone-denied-by-system",
    shows: ".settings",
    set: (_, element) => press(element, "[value=settings]"),
  },
  "signed out": {
    code: "invalid-argument",
    shows: ".message",
    set: (phone) => phone.update({ connection: "signed-out" }),
  },
  ring: { code: "microphone-busy", shows: ".ring", set: (phone) => phone.ring({ contact: long }) },
  call: { code: "move-failed", shows: ".tools", set: inCall },
  "call in another tab": {
    code: "move-failed",
    shows: ".tools",
    set: (phone) => phone.show({ state: "active", owner: false, contact: long, answeredAt: Date.now() }),
  },
  keypad: {
    code: "digits-not-supported",
    shows: ".sent",
    set: async (phone, element) => {
      inCall(phone);
      await press(element, "[part=keypad-button]");
    },
  },
  "call with another that waits": {
    code: "move-failed",
    shows: ".waiting-who",
    set: (phone) => {
      inCall(phone);
      const { call } = phone.snapshot;
      if (call !== null)
        phone.update({ calls: [call, makeCall({ id: "waiting", contact: { name: "Grace Hopper" } })] });
    },
  },
};

/** In CSS pixels of the panel, and of 16 px text: large text narrows the panel, as it does a page. */
const widths = [280, 320, 360, 720];
/** How large the text is, and the languages with the longest words and with the other direction. */
const sizes = ["100%", "200%", "400%"];
const languages: Readonly<Record<string, string>> = { de: "Bereit", ar: "جاهز" };

/** Whatever can be read or pressed, each as the box of what is drawn. */
function boxes(element: WebTerminalElement): Map<Element, DOMRect> {
  const panel = mustPart(element, "panel");
  const nodes = panel.querySelectorAll("h2, p, bdi, label, dt, dd, input, select, button, .avatar");
  return new Map(
    [...nodes]
      .filter((node) => node.closest(".said") === null && node.checkVisibility())
      .map((node) => [node, node.getBoundingClientRect()]),
  );
}

/** What the error lies over, and what of it is not to be seen. */
function faults(element: WebTerminalElement): string[] {
  const toast = mustPart(element, "toast");
  const own = toast.getBoundingClientRect();
  const panel = mustPart(element, "panel").getBoundingClientRect();
  const found: string[] = [];
  if (own.left < panel.left || own.right > panel.right || own.top < panel.top || own.bottom > panel.bottom)
    found.push("it stands out");
  if (toast.scrollWidth > toast.clientWidth + 1) found.push("its words stand out");
  // What is scrolled out of a list lies under nothing.
  const page = element.shadowRoot?.querySelector(".page")?.getBoundingClientRect();
  for (const [node, box] of boxes(element)) {
    if (toast.contains(node)) continue;
    const inPage = page !== undefined && node.closest(".page") !== null;
    const [top, bottom] = inPage
      ? [Math.max(box.top, page.top), Math.min(box.bottom, page.bottom)]
      : [box.top, box.bottom];
    if (bottom <= top) continue;
    const apart =
      box.right <= own.left + 0.5 || box.left >= own.right - 0.5 || bottom <= own.top + 0.5 || top >= own.bottom - 0.5;
    if (!apart)
      found.push(`it lies over ${node.localName}.${node.className} "${(node.textContent ?? "").trim().slice(0, 30)}"`);
  }
  return found;
}

/** The names and numbers that are to be read while it stands there. */
function read(element: WebTerminalElement): string[] {
  return [
    ...(element.shadowRoot?.querySelectorAll<HTMLElement>(
      ".who, .timer, .sent, .waiting-who, .progress, h2, input.display",
    ) ?? []),
  ]
    .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height > 0)
    .map((node) => node.className || node.localName);
}

describe("an error", () => {
  for (const [name, { code, shows, set }] of Object.entries(views)) {
    it(`covers nothing of "${name}", at each width and text size`, async () => {
      const { element, phone } = await stage();
      const frame = element.parentElement as HTMLElement;
      for (const [lang, ready] of Object.entries(languages)) {
        element.lang = lang;
        phone.update({ connection: "ready", call: null, calls: [] });
        await shown(element, ready);
        await set(phone, element);
        await waitUntil(() => element.shadowRoot?.querySelector(shows), `${lang}: no view`);
        await settled(element);
        const before = read(element);
        phone.emit({ type: "terminal-error", error: new TerminalError(code), call: null });
        await waitUntil(() => part(element, "toast") !== null, `${lang}: no error is shown`);
        await settled(element);
        expect(read(element), `${lang}, still to be read`).to.deep.equal(before);
        for (const width of widths) {
          for (const size of sizes) {
            frame.style.width = `${width}px`;
            frame.style.setProperty("--wt-size", size === "100%" ? "" : `calc(1rem * ${Number.parseInt(size) / 100})`);
            expect(faults(element), `${lang}, ${width} px, text of ${size}`).to.deep.equal([]);
          }
        }
        frame.style.cssText = "";
        mustPart(element, "toast").querySelector("button")?.click();
        await press(element, "[value=pad]");
        await element.updateComplete;
      }
    });
  }
});
