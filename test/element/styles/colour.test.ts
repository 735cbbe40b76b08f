/** Nothing is told by colour alone (WCAG 1.4.1): with all colours taken away, each state still differs from its opposite. */
import { expect, waitUntil } from "@open-wc/testing";
import { TerminalError, type WebTerminalElement } from "../../../src/index.js";
import { makeCall, type FakePhone } from "../../support/fake-phone.js";
import { mustPart, part, settled, stage } from "../helpers.js";

type Setting = (phone: FakePhone, element: WebTerminalElement) => unknown;

interface State {
  /** What is looked at. */
  readonly at: string;
  /** Each way that it can be, by name. */
  readonly ways: Readonly<Record<string, Setting>>;
}

const active = { state: "active", answeredAt: 0, contact: { name: "Ada" } } as const;
const sound =
  (level: "good" | "fair" | "poor", problem: "loss-in" | "silent-microphone" | null): Setting =>
  (phone) => {
    phone.show(active);
    phone.update({ quality: { mos: 2, level, problem } });
  };
const ended =
  (cause: "remote-hangup" | "missed" | "media-failed"): Setting =>
  (phone) => {
    phone.show({ state: "incoming" });
    phone.end(cause);
  };
const past =
  (cause: "missed" | "remote-hangup" | "rejected"): Setting =>
  async (phone, element) => {
    const call = makeCall({ id: cause, state: "ended", cause, endedAt: Date.now() });
    phone.emit({ type: "call-ended", call, cause, duration: 0 });
    await waitUntil(() => element.shadowRoot?.querySelector(".past"), "no list");
  };

const states: Readonly<Record<string, State>> = {
  "the registration": {
    at: "[part=status]",
    ways: Object.fromEntries(
      (["ready", "connecting", "reconnecting", "offline", "failed", "signed-out"] as const).map((connection) => [
        connection,
        (phone: FakePhone) => phone.update({ connection }),
      ]),
    ),
  },
  "the microphone in a call": {
    at: "[part=mute-button]",
    ways: { on: (phone) => phone.show(active), off: (phone) => phone.show({ ...active, muted: true }) },
  },
  "the call's line": {
    at: ".progress",
    ways: {
      runs: (phone) => phone.show(active),
      muted: (phone) => phone.show({ ...active, muted: true }),
      held: (phone) => phone.show({ ...active, held: true }),
      recovers: (phone) => phone.show({ ...active, state: "recovering" }),
    },
  },
  hold: {
    at: "[part=hold-button]",
    ways: { off: (phone) => phone.show(active), on: (phone) => phone.show({ ...active, held: true }) },
  },
  "the keypad's button": {
    at: ".call",
    ways: {
      closed: (phone) => phone.show(active),
      open: async (phone, element) => {
        phone.show(active);
        await element.updateComplete;
        mustPart(element, "keypad-button").click();
        await waitUntil(() => part(element, "dialpad"), "no keypad");
      },
    },
  },
  "the sound of a call": {
    at: "[part=quality]",
    ways: {
      fair: sound("fair", null),
      poor: sound("poor", "loss-in"),
      "own microphone": sound("good", "silent-microphone"),
    },
  },
  "how a call ended": {
    at: ".outcome",
    ways: { well: ended("remote-hangup"), missed: ended("missed"), "by trouble": ended("media-failed") },
  },
  "a call of the past": {
    at: ".past",
    ways: { missed: past("missed"), taken: past("remote-hangup"), declined: past("rejected") },
  },
  "the way to the list": {
    at: "[value=history]",
    ways: { "nothing new": past("rejected"), "a missed call": past("missed") },
  },
  "what is said above the number": {
    at: ".entry",
    ways: {
      nothing: () => undefined,
      "a notice": (phone) => phone.update({ subscriber: "elsewhere" }),
      "a warning": (phone) => phone.update({ permission: "denied" }),
      "an error": (phone) =>
        phone.emit({ type: "terminal-error", error: new TerminalError("rate-limited"), call: null }),
      "a mistake": (_, element) => element.dial("12").catch(() => null),
    },
  },
  "whether a call can be made": {
    at: ".ready",
    ways: { yes: () => undefined, no: (phone) => phone.update({ connection: "reconnecting" }) },
  },
};

/** Icons by their shape and how they are turned, words, and what the accessibility tree is told; no colours. */
function signs(node: Element): string {
  const turned = (svg: Element): string => {
    const { rotate, scale } = getComputedStyle(svg);
    return `${rotate} ${scale}`;
  };
  const walk = (each: Element): string[] => {
    const style = getComputedStyle(each);
    if (style.display === "none" || style.visibility === "hidden") return [];
    if (each.localName === "svg")
      return [[...each.querySelectorAll("path")].map((path) => path.getAttribute("d")).join(), turned(each)];
    const told = ["aria-label", "aria-expanded", "aria-invalid", "aria-disabled", "disabled"].map(
      (name) => each.getAttribute(name) ?? "",
    );
    const below = [...each.childNodes].flatMap((child) =>
      child instanceof Element
        ? walk(child)
        : child.nodeType === Node.TEXT_NODE
          ? [(child.textContent ?? "").trim()]
          : [],
    );
    return [...told, ...below].filter(Boolean);
  };
  return walk(node)
    .join(" | ")
    .replace(/\d+:\d\d(:\d\d)?/g, "0:00");
}

describe("without colours", () => {
  for (const [name, { at, ways }] of Object.entries(states)) {
    it(`${name} is still told`, async () => {
      const seen = new Map<string, string>();
      for (const [way, set] of Object.entries(ways)) {
        const { element, phone } = await stage({ history: true, account: crypto.randomUUID() });
        await set(phone, element);
        await waitUntil(() => element.shadowRoot?.querySelector(at), `${way}: no ${at}`);
        // The feature that tells of it may still have to be loaded.
        const isTold = (): boolean =>
          ![...seen.values()].includes(signs(element.shadowRoot?.querySelector(at) as Element));
        await waitUntil(isTold, `"${way}" looks like another`, { timeout: 4000 });
        await settled(element);
        const told = signs(element.shadowRoot?.querySelector(at) as Element);
        expect(told, way).to.not.equal("");
        for (const [other, same] of seen) expect(told, `"${way}" and "${other}"`).to.not.equal(same);
        seen.set(way, told);
        element.remove();
      }
    });
  }

  it("to answer and to decline have different pictures and names, in a ring and beside a call", async () => {
    const { element, phone } = await stage();
    phone.ring();
    await waitUntil(() => part(element, "answer-button"), "no ring");
    const [answer, reject] = ["answer-button", "reject-button"].map((name) => mustPart(element, name));
    expect(signs(answer as Element)).to.not.equal(signs(reject as Element));
    const named = (node: Element | undefined): string | null | undefined =>
      element.shadowRoot?.getElementById(node?.getAttribute("aria-labelledby") ?? "")?.textContent;
    expect(named(answer)).to.not.equal(named(reject));
    const call = phone.show({ state: "active", answeredAt: Date.now() });
    phone.update({ calls: [call, makeCall({ id: "waiting" })] });
    await waitUntil(() => element.shadowRoot?.querySelector(".waiting [part=answer-button]"), "no waiting call");
    expect(signs(mustPart(element, "answer-button"))).to.not.equal(signs(mustPart(element, "reject-button")));
  });

  // That the focus has a ring is measured on every control, in test/package/reach.test.ts.
  it("a missed call has a mark that was not there", async () => {
    const { element, phone } = await stage({ history: true, account: crypto.randomUUID() });
    const list = element.shadowRoot?.querySelector("[value=history]") as Element;
    const mark = (): string => getComputedStyle(list, "::after").content;
    expect(mark()).to.equal("none");
    await past("missed")(phone, element);
    await waitUntil(() => mark() !== "none", "no mark");
  });

  it("what is chosen in the settings is said by the field, and whether a box is ticked by the box", async () => {
    const { element, phone } = await stage();
    const devices = [{ kind: "speaker", id: "s1", label: "Headset" }] as const;
    phone.update({ devices, chosen: { microphone: "", speaker: "s1", ringer: "all" } });
    element.shadowRoot?.querySelector<HTMLButtonElement>("[value=settings]")?.click();
    await waitUntil(() => part(element, "settings"), "no settings");
    const shown = (kind: string): string | undefined => {
      const select = element.shadowRoot?.querySelector<HTMLSelectElement>(`#${kind}`);
      return select?.selectedOptions[0]?.textContent.trim();
    };
    expect(["microphone", "speaker", "ringer"].map(shown)).to.deep.equal(["System default", "Headset", "All speakers"]);
    const box = element.shadowRoot?.querySelector<HTMLInputElement>("[type=checkbox]");
    // The system's own box, which draws a tick.
    expect(getComputedStyle(box as Element).appearance).to.equal("auto");
  });
});
