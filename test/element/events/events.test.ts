import { expect, waitUntil } from "@open-wc/testing";
import { TerminalError } from "../../../src/index.js";
import { mustPart, part, record, rejection, stage, textOf, typeNumber } from "../helpers.js";

describe("events", () => {
  it("lets before-dial rewrite the number and the metadata", async () => {
    const { element, phone } = await stage();
    element.addEventListener("before-dial", (event) => {
      event.number = "+47 900 00 003";
      event.metadata = { from: "host" };
    });
    await element.dial("+4790000002", { metadata: 1, label: "Ada" });
    expect(phone.asked.at(-1)).to.deep.equal(["dial", "+4790000003", { metadata: { from: "host" }, label: "Ada" }]);
  });

  it("checks a rewritten number", async () => {
    const { element } = await stage();
    element.addEventListener("before-dial", (event) => (event.number = "Ada"));
    expect(await rejection(element.dial("+4790000002"))).to.have.property("code", "invalid-number");
  });

  it("stops what a listener cancels, and says nothing of it", async () => {
    const { element, phone } = await stage();
    const errors = record(element, "terminal-error");
    for (const name of ["before-dial", "before-answer", "before-hangup", "before-move"] as const) {
      element.addEventListener(name, (event) => event.preventDefault());
    }
    expect(await rejection(element.dial("+4790000002"))).to.have.property("code", "vetoed");
    phone.ring();
    expect(await rejection(element.answer())).to.have.property("code", "vetoed");
    expect(await rejection(element.hangup())).to.have.property("code", "vetoed");
    phone.show({ state: "active", answeredAt: 1 });
    expect(await rejection(element.toPhone())).to.have.property("code", "vetoed");
    phone.update({ subscriber: "elsewhere" });
    expect(await rejection(element.pull())).to.have.property("code", "vetoed");
    await element.updateComplete;
    expect(phone.asked).to.deep.equal([["connect"]]);
    expect(errors).to.be.empty;
    expect(part(element, "toast")).to.equal(null);
  });

  it("asks nobody about what cannot be", async () => {
    const { element, phone } = await stage();
    const asked = record(element, "before-move");
    expect(await rejection(element.pull())).to.have.property("code", "nothing-to-pull");
    phone.show({ state: "dialing" });
    await element.toPhone();
    expect(asked).to.be.empty;
    phone.show({ state: "active", answeredAt: 1 });
    await element.toPhone();
    expect(asked).to.have.length(1);
  });

  it("leaves the ring to a page that cancels before-ring, and shows the call once it runs", async () => {
    const { element, phone } = await stage();
    element.addEventListener("before-ring", (event) => event.preventDefault());
    const incoming = record(element, "call-incoming");
    phone.ring();
    await element.updateComplete;
    expect(part(element, "ring-dialog")).to.equal(null);
    expect(incoming).to.have.length(1);
    await element.answer();
    await element.updateComplete;
    expect(part(element, "hangup-button")).to.exist;
  });

  it("bubbles out of shadow roots with the call, as primary", async () => {
    const { phone } = await stage();
    const seen = record(document.body, "call-incoming");
    const call = phone.ring();
    expect(seen[0]).to.include({ call, primary: true, composed: true, cancelable: false });
  });

  it("turns each report of the phone into its event", async () => {
    const { element, phone } = await stage();
    const call = phone.show({ state: "active", answeredAt: 1 });
    const names = [
      "call-alerting",
      "call-answered",
      "call-missed",
      "call-moved",
      "call-renegotiated",
      "call-outgoing",
    ] as const;
    for (const type of names) {
      const events = record(element, type);
      phone.emit({ type, call });
      expect(events[0]?.call).to.equal(call);
    }
    const one = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      emit: () => void,
    ): HTMLElementEventMap[Name] | undefined => {
      const events = record(element, name);
      emit();
      return events.at(-1);
    };
    expect(one("call-pulled", () => phone.emit({ type: "call-pulled", call, cause: "recovered" }))).to.include({
      call,
      cause: "recovered",
    });
    expect(one("call-mute", () => phone.emit({ type: "call-mute", call, muted: true }))).to.include({ muted: true });
    expect(one("call-digit", () => phone.emit({ type: "call-digit", call, digit: "5" }))).to.include({ digit: "5" });
    expect(one("availability-gap", () => phone.emit({ type: "availability-gap", from: 1, to: 2 }))).to.include({
      from: 1,
      to: 2,
    });
    expect(one("permission-change", () => phone.emit({ type: "permission-change", permission: "denied" }))).to.include({
      permission: "denied",
    });
    expect(
      one("subscriber-change", () =>
        phone.emit({ type: "subscriber-change", subscriber: "elsewhere", number: "+4790000003" }),
      ),
    ).to.include({
      subscriber: "elsewhere",
      number: "+4790000003",
    });
    expect(one("call-ended", () => phone.end("hangup"))).to.include({ cause: "hangup" });
    expect(
      one("connection-change", () =>
        phone.emit({ type: "connection-change", connection: "offline", previous: "ready", reason: "r" }),
      ),
    ).to.include({
      connection: "offline",
      previous: "ready",
      reason: "r",
    });
  });

  it("is not broken by a listener that throws", async () => {
    const { element, phone } = await stage();
    element.addEventListener("call-incoming", () => {
      throw new Error("from the host");
    });
    // The browser reports it to the page; the test framework must not take it for its own.
    const { onerror } = window;
    const reports: unknown[] = [];
    window.onerror = (message) => reports.push(message);
    try {
      phone.ring();
    } finally {
      window.onerror = onerror;
    }
    await element.updateComplete;
    expect(reports).to.have.length(1);
    expect(part(element, "ring-dialog")).to.exist;
  });

  it("reports an error once, shows it with its remedy, and lets it be dismissed", async () => {
    const { element, phone } = await stage();
    const errors = record(element, "terminal-error");
    const error = new TerminalError("rate-limited");
    phone.failNext = error;
    phone.emit({ type: "terminal-error", error, call: null });
    expect(await rejection(element.dial("+4790000002"))).to.equal(error);
    await waitUntil(() => part(element, "toast") !== null);
    expect(errors).to.have.length(1);
    expect(mustPart(element, "toast").textContent).to.contain(error.message).and.to.contain(error.hint);
    mustPart(element, "toast").querySelector("button")?.click();
    await element.updateComplete;
    expect(part(element, "toast")).to.equal(null);
  });

  it("keeps the ringing call when the microphone is blocked", async () => {
    const { element, phone } = await stage();
    phone.ring();
    await element.updateComplete;
    phone.failNext = new TerminalError("microphone-denied");
    mustPart(element, "answer-button").click();
    await waitUntil(() => part(element, "toast") !== null);
    expect(textOf(element)).to.contain("Allow the microphone");
    mustPart(element, "answer-button").click();
    await waitUntil(() => element.call?.state === "active");
  });

  it("says beside the field what is wrong with a number, until it is changed", async () => {
    const { element } = await stage();
    typeNumber(element, "Ada");
    mustPart(element, "call-button").click();
    await waitUntil(() => textOf(element).includes("That is not a phone number."));
    expect(mustPart(element, "display").getAttribute("aria-invalid")).to.equal("true");
    typeNumber(element, "+479");
    await element.updateComplete;
    expect(textOf(element)).not.to.contain("That is not a phone number.");
  });
});
