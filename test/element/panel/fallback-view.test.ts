/** A fault in a view: the panel keeps the buttons that a call cannot do without. */
import { expect, fixtureSync, html, waitUntil } from "@open-wc/testing";
import { TerminalError } from "../../../src/index.js";
import { makeCall } from "../../support/fake-phone.js";
import { callThrough, mustPart, record, shown, textOf, warned } from "../helpers.js";

const name = "Ada";

describe("a view that throws", () => {
  /** No page can hand this in any more; it stands for a fault in a view. */
  const broken = { contact: { name: Symbol("broken") as unknown as string } };
  const mended = { contact: { name } };

  it("leaves Answer and Decline at a ring, and says what went wrong", async () => {
    const staged = await warned();
    const { element, phone, warnings } = staged;
    const errors = record(element, "terminal-error");
    phone.ring(broken);
    await shown(element, "Something went wrong.");
    expect(textOf(element)).to.contain("+4790000002").and.not.to.contain("name.split");
    expect(mustPart(element, "reject-button").textContent).to.equal("Decline");
    expect(errors.map(({ error }) => error.code)).to.deep.equal(["internal"]);
    expect(errors[0]?.error.cause).to.be.instanceOf(TypeError);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain("The panel failed to render").and.to.contain("name.split is not a function");
    phone.show({ muted: true });
    await element.updateComplete;
    expect(errors, "each fault is told of once").to.have.length(1);
    await callThrough(staged);
  });

  it("leaves a call that can be hung up, and methods that work", async () => {
    const { element, phone } = await warned();
    phone.ring(broken);
    await element.answer();
    await shown(element, "Something went wrong.");
    await element.mute(true);
    await element.hold(true);
    await element.sendDigits("1");
    await element.show();
    await element.toPhone();
    phone.ring({ ...broken, state: "incoming", id: "second" });
    await element.reject();
    expect(phone.asked.map(([method]) => method)).to.deep.equal([
      "connect",
      "answer",
      "mute",
      "hold",
      "sendDigits",
      "toPhone",
      "reject",
    ]);
  });

  it("leaves the buttons as they are while it goes on throwing: the focus stays", async () => {
    const { element, phone } = await warned();
    phone.show({ ...broken, state: "active", answeredAt: Date.now() });
    await shown(element, "Something went wrong.");
    const button = mustPart(element, "hangup-button");
    button.focus();
    phone.show({ muted: true });
    await element.updateComplete;
    expect(mustPart(element, "hangup-button")).to.equal(button);
    expect(element.shadowRoot?.activeElement).to.equal(button);
  });

  it("has a button for each call", async () => {
    const { element, phone } = await warned();
    const call = phone.show({ ...broken, state: "active", answeredAt: 1 });
    phone.update({ calls: [call, makeCall({ id: "waiting" }), makeCall({ id: "over", state: "ended" })] });
    await shown(element, "Something went wrong.");
    const parts = [...(element.shadowRoot?.querySelectorAll("button") ?? [])].map((button) => button.part.value);
    expect(parts).to.deep.equal(["hangup-button", "reject-button", "answer-button"]);
    mustPart(element, "answer-button").click();
    await waitUntil(() => phone.asked.some(([method, id]) => method === "answer" && id === "waiting"));
  });

  it("comes back with the next update that can be drawn, and is told of again when it throws again", async () => {
    const { element, phone } = await warned();
    const errors = record(element, "terminal-error");
    for (const times of [1, 2]) {
      phone.show({ ...broken, state: "active", answeredAt: 1 });
      await shown(element, "Something went wrong.");
      phone.show(mended);
      await shown(element, name);
      expect(textOf(element)).not.to.contain("Something went wrong.");
      expect(mustPart(element, "mute-button")).to.exist;
      expect(errors).to.have.length(times);
    }
  });

  it("may throw while what it returned is drawn", async () => {
    const { element, phone } = await warned();
    phone.show({ state: "active", answeredAt: 1, contact: { name, detail: Symbol("broken") as unknown as string } });
    await shown(element, "Something went wrong.");
    await element.hangup();
    phone.dismiss();
    await waitUntil(() => element.shadowRoot?.querySelector("[part=display]"));
  });

  it("shows why a call could not be answered, too", async () => {
    const { element, phone } = await warned();
    phone.ring(broken);
    await shown(element, "Something went wrong.");
    phone.failNext = new TerminalError("microphone-denied");
    mustPart(element, "answer-button").click();
    await shown(element, "The microphone is blocked.");
  });

  it("leaves the small window of a call its button, too", async () => {
    const frame = fixtureSync<HTMLIFrameElement>(html`<iframe></iframe>`);
    const small = frame.contentWindow as Window;
    const before = Object.getOwnPropertyDescriptor(window, "documentPictureInPicture");
    const value = { requestWindow: () => Promise.resolve(small) };
    Object.defineProperty(window, "documentPictureInPicture", { configurable: true, value });
    try {
      const { element, phone } = await warned();
      phone.show({ state: "active", answeredAt: 1, contact: { name } });
      await waitUntil(() => element.shadowRoot?.querySelector(".pop-out"));
      element.shadowRoot?.querySelector<HTMLElement>(".pop-out")?.click();
      const root = (): ShadowRoot | null | undefined => small.document.querySelector("div")?.shadowRoot;
      await waitUntil(() => root()?.querySelector("h1")?.textContent === name);
      phone.show(broken);
      await waitUntil(() => root()?.textContent.includes("Something went wrong."));
      root()?.querySelector<HTMLElement>("[part=hangup-button]")?.click();
      await waitUntil(() => element.call?.state === "ended");
    } finally {
      if (before === undefined) Reflect.deleteProperty(window, "documentPictureInPicture");
      else Object.defineProperty(window, "documentPictureInPicture", before);
    }
  });

  it("is passed over where a page shows no panel", async () => {
    const { element, phone } = await warned({ mode: "headless" });
    phone.ring(broken);
    await element.answer();
    expect(textOf(element).trim()).to.equal("");
  });

  it("keeps no method from working, even where no fallback can be drawn", async () => {
    const { element, phone } = await warned();
    Object.defineProperty(element, "updateComplete", { get: () => Promise.reject(new Error("not drawn")) });
    phone.ring();
    await element.answer();
    await element.show();
    await element.minimize();
    await element.hangup();
    expect(phone.asked.map(([method]) => method)).to.deep.equal(["connect", "answer", "hangup"]);
  });
});
