import { expect, fixtureSync, html, waitUntil } from "@open-wc/testing";
import { TerminalError, WebTerminalElement } from "../../src/index.js";
import { FakePhone } from "../support/fake-phone.js";
import { makeTerminal, mustPart, part, record, rejection, stage, textOf } from "./helpers.js";

/** A later task than any timer of 0 ms that stands already. */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(() => setTimeout(resolve)));

describe("life cycle", () => {
  it("shows the panel and makes the phone at once, without waiting for a frame", async () => {
    const { element, phones } = makeTerminal();
    document.body.append(element);
    expect(phones.length).to.equal(0);
    await element.updateComplete;
    expect(mustPart(element, "dialpad")).to.exist;
    expect(phones.length).to.equal(1);
    element.remove();
  });

  it("takes methods at once, before the phone is there", async () => {
    const { element, phones } = makeTerminal();
    document.body.append(element);
    const call = await element.dial("+4790000002");
    expect(call.number).to.equal("+4790000002");
    expect(phones[0]?.asked.map(([method]) => method)).to.deep.equal(["connect", "dial"]);
    element.remove();
  });

  it("keeps the call when it is moved within the page", async () => {
    const { element, phone, phones } = await stage();
    await element.dial("+4790000002");
    const other = fixtureSync<HTMLElement>(html`<section></section>`);
    other.append(element);
    await nextTask();
    element.remove();
    await Promise.resolve();
    other.append(element);
    await nextTask();
    expect(phone.closed).to.equal(false);
    expect(phones).to.have.length(1);
    expect(element.call?.state).to.equal("dialing");
  });

  it("closes the phone when it is removed, and leaves no timer and no listener behind", async () => {
    const started: unknown[] = [];
    const { setInterval: set, clearInterval: clear } = window;
    Object.assign(window, {
      setInterval: (...args: Parameters<typeof set>) => {
        const timer = set(...args);
        started.push(timer);
        return timer;
      },
      clearInterval: (timer: number) => {
        started.splice(0, started.length, ...started.filter((one) => one !== timer));
        clear(timer);
      },
    });
    try {
      const { element, phone } = await stage();
      phone.ring();
      await element.answer();
      await element.updateComplete;
      // `waitUntil` has timers of its own, hence the count here.
      expect(started).to.have.length(1);
      element.remove();
      await nextTask();
      expect(phone.closed).to.equal(true);
      expect(phone.listeners).to.equal(0);
      expect(element.calls).to.be.empty;
      expect(started).to.be.empty;
    } finally {
      Object.assign(window, { setInterval: set, clearInterval: clear });
    }
  });

  it("comes back after it was removed", async () => {
    const { element, phones } = await stage();
    const parent = element.parentElement as HTMLElement;
    element.remove();
    await nextTask();
    parent.append(element);
    await waitUntil(() => phones.length === 2 && element.connection === "ready");
  });

  it("shows why there is no phone, and makes one when asked again", async () => {
    let hasWebRtc = false;
    const phones: FakePhone[] = [];
    const element = new WebTerminalElement((options) => {
      if (!hasWebRtc) throw new TerminalError("no-webrtc");
      const phone = new FakePhone(options);
      phones.push(phone);
      return phone;
    });
    Object.assign(element, { endpoint: "https://gateway.example", token: "demo-alice" });
    const errors = record(element, "terminal-error");
    fixtureSync(html`<div>${element}</div>`);
    await waitUntil(() => textOf(element).includes("This browser cannot make calls."));
    expect(errors.map(({ error }) => error.code)).to.deep.equal(["no-webrtc"]);
    hasWebRtc = true;
    await element.connect();
    expect(phones).to.have.length(1);
    await waitUntil(() => element.connection === "ready");
  });

  it("says what is wrong with an endpoint", async () => {
    const { element } = makeTerminal({ endpoint: "https://" });
    fixtureSync(html`<div>${element}</div>`);
    await waitUntil(() => textOf(element).includes('Invalid endpoint "https://"'));
    expect(await rejection(element.dial("+4790000002"))).to.have.property("code", "invalid-argument");
  });

  it("says why a call cannot start while the service is away", async () => {
    const { element, phone } = await stage();
    phone.failNext = new TerminalError("unavailable");
    expect(await rejection(element.dial("+4790000002"))).to.have.property("code", "unavailable");
    await waitUntil(() => part(element, "toast")?.textContent.includes("cannot be reached"), "no reason");
  });

  it("settles every method of an element that is not set up or not in the page", async () => {
    const element = document.createElement("web-terminal");
    for (const deed of [
      element.connect(),
      element.dial("+4790000002"),
      element.answer(),
      element.hangup(),
      element.pull(),
      element.mute(),
    ]) {
      expect(await rejection(deed)).to.include({ name: "TerminalError", code: "not-connected" });
    }
    await element.disconnect();
    await element.show();
    expect(await element.supportBundle()).to.have.property("element");
    fixtureSync(html`<div>${element}</div>`);
    expect(await rejection(element.connect())).to.have.property("code", "not-configured");
  });

  it("does what was done already without complaint", async () => {
    const { element, phone } = await stage();
    phone.ring();
    await element.hangup();
    await element.hangup();
    expect(phone.asked.filter(([method]) => method === "hangup")).to.have.length(1);
  });

  it("shows its states to the page's styles", async () => {
    const { element, phone } = await stage();
    expect(element.matches(":state(ready)")).to.equal(true);
    phone.ring();
    await element.updateComplete;
    expect(element.matches(":state(ringing)")).to.equal(true);
    await element.answer();
    await element.mute(true);
    await element.updateComplete;
    expect(element.matches(":state(in-call):state(muted)")).to.equal(true);
    expect(element.matches(":state(ringing)")).to.equal(false);
    phone.update({ connection: "reconnecting" });
    await element.updateComplete;
    expect(element.matches(":state(offline)")).to.equal(true);
  });

  it("gives frozen facts", async () => {
    const { element, phone } = await stage();
    phone.ring();
    expect(Object.isFrozen(element.calls)).to.equal(true);
    expect(Object.isFrozen(element.call)).to.equal(true);
    expect(element.subscriber).to.equal("idle");
    expect(element.permission).to.equal("unknown");
    expect(element.devices).to.deep.equal([]);
  });
});
