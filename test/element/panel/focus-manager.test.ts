import { expect, waitUntil } from "@open-wc/testing";
import { makeCall } from "../../support/fake-phone.js";
import { mustPart, part, pressKey, shown, stage, typeNumber, type Stage } from "../helpers.js";

const active = { state: "active", answeredAt: Date.now() - 5000, contact: { name: "Ada" } } as const;
const waiting = makeCall({ id: "waiting", number: "+4790000004", contact: { name: "Grace" } });

/** What has the focus inside the panel: its part, else its text; nothing where the focus is elsewhere. */
function focused(element: HTMLElement): string {
  const node = element.shadowRoot?.activeElement ?? null;
  return node?.getAttribute("part") ?? node?.textContent.trim() ?? "";
}

/** Gives the focus to something in the panel, once the part that looks after it is here. */
async function focus(element: HTMLElement, node: HTMLElement): Promise<void> {
  node.focus();
  // A window that is not in front moves the focus without a word.
  node.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }));
  await waitUntil(() => element.shadowRoot?.querySelectorAll("[role=status]").length === 2, "nothing keeps the focus");
}

const comesTo = (element: HTMLElement, wanted: string): Promise<void> =>
  waitUntil(() => focused(element) === wanted, `"${wanted}" does not get the focus`);

async function inCall(settings: Parameters<typeof stage>[0] = {}): Promise<Stage> {
  const set = await stage({ callMode: "multiple", ...settings });
  set.phone.show(active);
  await waitUntil(() => part(set.element, "mute-button") !== null);
  return set;
}

describe("focus", () => {
  it("moves to the answer button with a ring, and comes back to the number", async () => {
    const { element, phone } = await stage();
    await focus(element, mustPart(element, "display"));
    phone.ring();
    await comesTo(element, "answer-button");
    await element.reject();
    await comesTo(element, "call-button");
    pressKey(mustPart(element, "panel"), "Escape");
    await comesTo(element, "display");
  });

  it("stays in the page when it is there", async () => {
    const { element, phone } = await stage();
    const outside = document.createElement("input");
    element.parentElement?.append(outside);
    await focus(element, mustPart(element, "display"));
    outside.focus();
    phone.ring();
    await shown(element, "Incoming call");
    expect(document.activeElement === outside).to.equal(true);
    await element.answer();
    phone.update({ calls: [...phone.snapshot.calls, waiting] });
    await shown(element, "Grace");
    phone.end("remote-hangup");
    await shown(element, "The other side hung up");
    expect(document.activeElement === outside).to.equal(true);
  });

  it("stays in a field that the page has put into the panel", async () => {
    const { element, phone } = await inCall();
    const note = document.createElement("textarea");
    note.slot = "in-call";
    element.append(note);
    note.focus();
    phone.update({ calls: [...phone.snapshot.calls, waiting] });
    await shown(element, "Grace");
    expect(document.activeElement === note).to.equal(true);
  });

  for (const [ending, end] of [
    ["declined", ({ element }: Stage) => pressKey(mustPart(element, "panel"), "Escape")],
    ["given up", ({ phone }: Stage) => phone.update({ calls: phone.snapshot.calls.slice(0, 1) })],
  ] as const) {
    it(`goes to a call that waits, and is given back when that is ${ending}`, async () => {
      const set = await inCall();
      const { element, phone } = set;
      phone.reject = async () => phone.update({ calls: phone.snapshot.calls.slice(0, 1) });
      await focus(element, mustPart(element, "mute-button"));
      phone.update({ calls: [...phone.snapshot.calls, waiting] });
      await comesTo(element, "answer-button");
      end(set);
      await comesTo(element, "mute-button");
    });
  }

  it("shows a call that waits over the settings, and gives the focus back to the panel", async () => {
    const { element, phone } = await inCall();
    element.shadowRoot?.querySelector<HTMLElement>("[value=settings]")?.click();
    await waitUntil(() => part(element, "settings") !== null);
    await focus(element, element.shadowRoot?.querySelector("select") as HTMLElement);
    phone.update({ calls: [...phone.snapshot.calls, waiting] });
    await comesTo(element, "answer-button");
    phone.update({ calls: phone.snapshot.calls.slice(0, 1) });
    await comesTo(element, "Settings");
  });

  it("never falls to the page when a button goes with what it has done", async () => {
    const { element, phone } = await stage();
    typeNumber(element, "1");
    await element.updateComplete;
    const erase = element.shadowRoot?.querySelector<HTMLElement>(".erase") as HTMLElement;
    await focus(element, erase);
    erase.click();
    await comesTo(element, "display");

    phone.show(active);
    await comesTo(element, "hangup-button");
    mustPart(element, "keypad-button").click();
    await waitUntil(() => part(element, "key") !== null);
    mustPart(element, "key").focus();
    pressKey(mustPart(element, "key"), "Escape");
    await comesTo(element, "keypad-button");

    // The button that sends the call away is switched off while it goes.
    mustPart(element, "to-phone-button").focus();
    phone.show({ state: "moving" });
    await comesTo(element, "panel");
  });

  it("follows a floating phone as it folds and opens", async () => {
    const { element } = await stage({ mode: "floating" });
    await waitUntil(() => part(element, "badge") !== null);
    await focus(element, mustPart(element, "badge"));
    mustPart(element, "badge").click();
    await comesTo(element, "display");
    pressKey(mustPart(element, "display"), "Escape");
    await comesTo(element, "badge");
  });
});
