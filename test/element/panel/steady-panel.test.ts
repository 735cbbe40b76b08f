/** What changes in a panel moves nothing else: not its height, not who it is, not the buttons. */
import { expect } from "@open-wc/testing";
import { TerminalError, type CallInfo, type WebTerminalElement } from "../../../src/index.js";
import type { FakePhone } from "../../support/fake-phone.js";
import { mustPart, settled, shown, stage } from "../helpers.js";

const ada = { name: "Ada Lovelace", detail: "Analytical Engines" };
const long = {
  name: "Wolfeschlegelsteinhausenbergerdorff Hubert Blaine",
  detail: "Donaudampfschifffahrtsgesellschaft, Abteilung Beschwerden",
};
const since = (seconds: number): number => Date.now() - seconds * 1000;
const active = (seconds: number): Partial<CallInfo> => ({ state: "active", answeredAt: since(seconds), muted: false });

type Step = (phone: FakePhone, element: WebTerminalElement) => unknown;

/** A call's life, in the order in which it may be lived. */
const life: Readonly<Record<string, Step>> = {
  Wählt: (phone) => phone.show({ direction: "outgoing", state: "dialing" }),
  klingelt: (phone) => phone.show({ state: "alerting" }),
  verbunden: (phone) => phone.show({ state: "connecting" }),
  "1:0": (phone) => phone.show(active(61)),
  "Mikrofon aus": (phone) => phone.show({ muted: true }),
  Gehalten: (phone) => phone.show({ muted: false, held: true }),
  "Verbindung verloren": (phone) => phone.update({ connection: "reconnecting" }),
  wiederhergestellt: (phone) => {
    phone.update({ connection: "ready" });
    phone.show({ held: false, state: "recovering" });
  },
  Handy: (phone) => phone.show({ state: "moving" }),
  "1:02:0": (phone) => phone.show(active(3723)),
  setzt: (phone) => phone.update({ quality: { mos: 2, level: "poor", problem: "loss-in" } }),
  konnte: (phone) => phone.emit({ type: "terminal-error", error: new TerminalError("move-failed"), call: null }),
  aufgelegt: (phone) => phone.end("remote-hangup"),
};

/** What may stand above the number. */
const ready: Readonly<Record<string, Step>> = {
  Anrufen: () => undefined,
  anderen: (phone) => phone.update({ subscriber: "elsewhere", subscriberNumber: "+4790000003" }),
  erreichen: (phone) => phone.update({ subscriber: "idle", connection: "reconnecting" }),
  Adressleiste: (phone) => phone.update({ connection: "ready", permission: "denied" }),
  klicken: (phone) => phone.update({ permission: "granted", audio: "blocked" }),
  Zeit: (phone) => {
    phone.update({ audio: "ready" });
    phone.emit({ type: "terminal-error", error: new TerminalError("rate-limited"), call: null });
  },
  Landesvorwahl: (_, element) => element.dial("12").catch(() => null),
};

async function german(width: number): Promise<{ element: WebTerminalElement; phone: FakePhone }> {
  const { element, phone } = await stage({ lang: "de" });
  (element.parentElement as HTMLElement).style.width = `${width}px`;
  await shown(element, "Bereit");
  return { element, phone };
}

/** Where something is in the panel. */
function place(element: WebTerminalElement, selector: string): readonly number[] | null {
  const node = element.shadowRoot?.querySelector(selector);
  if (node == null) return null;
  const panel = mustPart(element, "panel").getBoundingClientRect();
  const { x, y, height } = node.getBoundingClientRect();
  return [x - panel.x, y - panel.y, height].map(Math.round);
}

describe("a steady panel", () => {
  for (const width of [280, 360, 640]) {
    it(`keeps its height, the face and the buttons over a call, ${width} px wide`, async () => {
      for (const contact of [ada, long]) {
        const { element, phone } = await german(width);
        const { height } = mustPart(element, "panel").getBoundingClientRect();
        phone.ring({ contact });
        await shown(element, "Annehmen");
        await settled(element);
        const [face, name] = [place(element, ".avatar"), place(element, ".who")];
        expect(face, "the face").to.be.an("array");
        phone.update({ call: null, calls: [] });
        let buttons: unknown = null;
        for (const [text, step] of Object.entries(life)) {
          await step(phone, element);
          if (text === "Wählt") phone.show({ contact });
          await shown(element, text);
          await settled(element);
          const about = `${contact.name}, "${text}"`;
          expect(mustPart(element, "panel").getBoundingClientRect().height, about).to.be.closeTo(height, 1);
          expect([place(element, ".avatar"), place(element, ".who")], about).to.deep.equal([face, name]);
          if (text === "aufgelegt") continue;
          buttons ??= [place(element, ".tools"), place(element, "[part=hangup-button]")];
          expect([place(element, ".tools"), place(element, "[part=hangup-button]")], about).to.deep.equal(buttons);
        }
        element.remove();
      }
    });

    it(`keeps its height and the call button whatever stands above the number, ${width} px wide`, async () => {
      const { element, phone } = await german(width);
      const { height } = mustPart(element, "panel").getBoundingClientRect();
      const button = place(element, "[part=call-button]");
      for (const [text, step] of Object.entries(ready)) {
        await step(phone, element);
        await shown(element, text);
        await settled(element);
        expect(mustPart(element, "panel").getBoundingClientRect().height, text).to.be.closeTo(height, 1);
        expect(place(element, "[part=call-button]"), text).to.deep.equal(button);
      }
    });
  }
});
