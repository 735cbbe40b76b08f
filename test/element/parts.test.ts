import { expect, waitUntil } from "@open-wc/testing";
import { openHistory, ownerOf } from "../../src/element/history/history-store.js";
import "../../src/element/number/format-number.js";
import { makeCall } from "../support/fake-phone.js";
import { mustPart, part, pressKey, record, said, settled, shown, stage, textOf, typeNumber } from "./helpers.js";

const active = { state: "active", answeredAt: Date.now() - 5000, contact: { name: "Ada" } } as const;
const held = makeCall({ id: "held", number: "+4790000003", state: "active", held: true, answeredAt: Date.now() });
const waiting = makeCall({ id: "waiting", number: "+4790000004", contact: { name: "Grace" } });

describe("several calls", () => {
  it("rings beside a call, and holds it when the other is answered", async () => {
    const { element, phone } = await stage({ callMode: "multiple" });
    const call = phone.show(active);
    phone.update({ calls: [call, waiting] });
    await shown(element, "Grace");
    expect(said(element)).to.equal("Grace is calling too");
    await settled(element);
    await expect(element).to.be.accessible();
    mustPart(element, "answer-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "answer"));
    expect(phone.asked.at(-1)).to.deep.equal(["answer", "waiting"]);
  });

  it("declines the waiting call with Escape, not the one that runs", async () => {
    const { element, phone } = await stage({ callMode: "multiple" });
    const call = phone.show(active);
    phone.update({ calls: [call, waiting] });
    await shown(element, "Grace");
    pressKey(mustPart(element, "panel"), "Escape");
    await waitUntil(() => phone.asked.some(([method]) => method === "reject"));
    expect(phone.asked.at(-1)).to.deep.equal(["reject", "waiting"]);
  });

  it("switches to another call, and hangs up one of many", async () => {
    const { element, phone } = await stage({ callMode: "multiple" });
    const call = phone.show(active);
    phone.update({ calls: [call, held] });
    await shown(element, "Switch");
    await settled(element);
    await expect(element).to.be.accessible();
    const [swap, end] = element.shadowRoot?.querySelectorAll<HTMLElement>(".other button") ?? [];
    swap?.click();
    end?.click();
    await waitUntil(() => phone.asked.some(([method]) => method === "hangup"));
    expect(phone.asked.slice(-2)).to.deep.equal([
      ["hold", false, "held"],
      ["hangup", "held"],
    ]);
  });
});

describe("a call in another tab", () => {
  const elsewhere = { ...active, owner: false };

  it("says where it is, and offers only what works from here", async () => {
    const { element, phone } = await stage();
    phone.show(elsewhere);
    phone.update({ quality: { mos: 2, level: "poor", problem: "loss-in" }, audio: "blocked" });
    await shown(element, "In another tab");
    expect(mustPart(element, "timer").textContent).to.match(/^\d:\d\d$/);
    const gone = "[part=keypad-button], [part=quality], button.pop-out, [value=settings]";
    expect(element.shadowRoot?.querySelectorAll(gone).length).to.equal(0);
    expect(textOf(element)).not.to.include("Turn on sound");
    await settled(element);
    await expect(element).to.be.accessible();
    for (const name of ["mute-button", "hold-button", "to-phone-button"]) mustPart(element, name).click();
    await waitUntil(() => phone.asked.some(([method]) => method === "toPhone"));
    expect(phone.asked.slice(-3).map(([method]) => method)).to.deep.equal(["mute", "hold", "toPhone"]);
  });

  it("hangs up and mutes by key, and leaves digits to the tab that can send them", async () => {
    const { element, phone } = await stage();
    phone.show(elsewhere);
    await shown(element, "In another tab");
    const panel = mustPart(element, "panel");
    expect(pressKey(panel, "5")).to.equal(true);
    pressKey(panel, "m");
    await waitUntil(() => phone.asked.some(([method]) => method === "mute"));
    mustPart(element, "hangup-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "hangup"));
    expect(phone.asked.some(([method]) => method === "sendDigits")).to.equal(false);
  });

  it("rings and is answered as any other", async () => {
    const { element, phone } = await stage();
    phone.ring({ owner: false });
    await waitUntil(() => part(element, "answer-button") !== null);
    mustPart(element, "answer-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "answer"));
  });

  it("shows the other calls of this person too", async () => {
    const { element, phone } = await stage({ callMode: "multiple" });
    const call = phone.show(elsewhere);
    phone.update({ calls: [call, waiting] });
    await shown(element, "Grace");
    await shown(element, "In another tab");
  });

  it("is offered when that tab has closed, and brought here", async () => {
    const { element, phone } = await stage();
    phone.show(elsewhere);
    await shown(element, "In another tab");
    phone.end("signaling-lost");
    phone.update({ subscriber: "elsewhere", subscriberNumber: "+4790000002" });
    await shown(element, "This call is still up");
    await settled(element);
    await expect(element).to.be.accessible();
    mustPart(element, "call-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "pull"));
    await waitUntil(() => part(element, "keypad-button") !== null);
    phone.end("signaling-lost");
    phone.update({ subscriber: "idle" });
    await shown(element, "The connection was lost");
  });
});

describe("a ring left to the mobile", () => {
  it("is quiet here, says so once, and can still be answered here", async () => {
    const { element, phone } = await stage();
    const call = phone.ring();
    await waitUntil(() => part(element, "to-phone-button") !== null);
    const button = mustPart<HTMLButtonElement>(element, "to-phone-button");
    const places = ["reject-button", "answer-button"].map((name) => mustPart(element, name).getBoundingClientRect().x);
    button.click();
    await shown(element, "Answer it on your mobile");
    expect(phone.asked.at(-1)).to.deep.equal(["silence", call.id]);
    expect(button.disabled).to.equal(true);
    expect(places).to.deep.equal(
      ["reject-button", "answer-button"].map((name) => mustPart(element, name).getBoundingClientRect().x),
    );
    const regions = [...(element.shadowRoot as ShadowRoot).querySelectorAll("p[role=status]")];
    await waitUntil(() => regions.some(({ textContent }) => textContent === "Answer it on your mobile"));
    await expect(element).to.be.accessible();
    mustPart(element, "answer-button").click();
    await waitUntil(() => phone.asked.some(([method]) => method === "answer"));
  });

  it("is forgotten with its call", async () => {
    const { element, phone } = await stage();
    phone.ring();
    await waitUntil(() => part(element, "to-phone-button") !== null);
    mustPart(element, "to-phone-button").click();
    await shown(element, "Answer it on your mobile");
    phone.end("answered-elsewhere");
    phone.ring(makeCall({ id: "another" }));
    await waitUntil(() => part<HTMLButtonElement>(element, "to-phone-button")?.disabled === false);
    expect(textOf(mustPart(element, "ring-dialog"))).not.to.include("Answer it on your mobile");
  });
});

describe("contacts", () => {
  it("puts the page's name on a call, and tells the page", async () => {
    const { element, phone } = await stage({ resolveContact: async () => ({ name: "Ada Lovelace" }) });
    const changes = record(element, "call-change");
    phone.ring();
    await shown(element, "Ada Lovelace");
    expect(element.call?.contact?.name).to.equal("Ada Lovelace");
    expect(changes.at(-1)?.call.contact?.name).to.equal("Ada Lovelace");
    expect(Object.isFrozen(element.call)).to.equal(true);
  });

  it("shows picture, detail and link wherever the number is: at the ring, in the call, in the list of calls", async () => {
    const picture = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";
    const resolveContact = async () => ({ name: "Ada", detail: "Engines", picture, url: "https://crm.example/ada" });
    const { element, phone } = await stage({ resolveContact, history: true, account: `account-${Math.random()}` });
    const look = async () => {
      await shown(element, "Engines");
      const contact = mustPart(element, "contact");
      expect(contact.querySelector("img")?.src).to.equal(picture);
      expect(contact.querySelector("a")?.href).to.equal("https://crm.example/ada");
    };
    phone.ring();
    await look();
    await element.answer();
    await look();
    phone.end("remote-hangup");
    phone.dismiss();
    await waitUntil(() => element.shadowRoot?.querySelector(".past-who a")?.textContent === "Ada");
    expect(element.shadowRoot?.querySelector<HTMLAnchorElement>(".past-who a")?.href).to.equal(
      "https://crm.example/ada",
    );
  });

  it("does without a name where the address book fails", async () => {
    const { element, phone } = await stage({ resolveContact: () => Promise.reject(new Error("down")) });
    phone.ring();
    await shown(element, "+47 90 00 00 02");
    expect(element.call?.contact).to.equal(null);
  });
});

describe("numbers", () => {
  it("groups digits as they are typed, and dials national numbers of the region", async () => {
    const { element, phone } = await stage({ region: "NO" });
    typeNumber(element, "90000002");
    await waitUntil(() => mustPart<HTMLInputElement>(element, "display").value === "90 00 00 02");
    await element.dial("900 00 002");
    expect(phone.asked.at(-1)?.[1]).to.equal("+4790000002");
  });

  it("takes numbers without a country, and says so, where the region is none", async () => {
    const warnings: string[] = [];
    const logger = { ...console, warn: (text: string) => void warnings.push(text) };
    const { element, phone } = await stage({ region: "Norway", logger });
    await element.dial("90000002");
    await element.dial("90000003");
    expect(phone.asked.at(-1)?.[1]).to.equal("90000003");
    expect(warnings).to.deep.equal(['<web-terminal> region="Norway" is no ISO 3166 country code, such as NO.']);
  });

  it("dials emergency and short numbers as they are typed", async () => {
    const { element, phone } = await stage({ region: "NO" });
    for (const number of ["112", "02800"]) {
      await element.dial(number);
      expect(phone.asked.at(-1)?.[1]).to.equal(number);
    }
  });
});

describe("the list of calls", () => {
  it("keeps 200 calls of each account, newest first", async () => {
    const name = `test-${Math.random()}`;
    const [store, other] = await Promise.all([openHistory("a", name), openHistory("b", name)]);
    await other.add(makeCall({ id: "other", cause: "missed" }));
    for (let index = 0; index < 205; index += 1) {
      await store.add(makeCall({ id: String(index), startedAt: index, endedAt: index, cause: "hangup" }));
    }
    const calls = await store.list();
    expect([calls.length, calls[0]?.id, calls.at(-1)?.id]).to.deep.equal([200, "204", "5"]);
    await store.clear();
    expect([(await store.list()).length, (await other.list()).length]).to.deep.equal([0, 1]);
    store.close();
    other.close();
  });

  it("knows whose list it is without writing a token down", async () => {
    const token = `x.${btoa(JSON.stringify({ sub: "alice" }))}.y`;
    expect(await ownerOf("e", "", token)).to.equal(await ownerOf("e", "", token.replace(".y", ".z")));
    expect(await ownerOf("e", "", token)).not.to.equal(await ownerOf("f", "", token));
    expect(await ownerOf("e", "", "opaque")).to.match(/^[0-9a-f]{32}$/);
    expect(await ownerOf("e", "", null)).to.equal(null);
  });

  it("shows missed calls, calls again, and is cleared by the user", async () => {
    const { element, phone } = await stage({ history: true, account: `account-${Math.random()}` });
    await waitUntil(() => element.shadowRoot?.querySelector("[value=history]"));
    phone.emit({
      type: "call-ended",
      call: makeCall({ state: "ended", cause: "missed" }),
      cause: "missed",
      duration: 0,
    });
    await shown(element, "Missed");
    await waitUntil(() => element.shadowRoot?.querySelector('[aria-label="Recent calls, 1 missed call"]'));
    element.shadowRoot?.querySelector<HTMLElement>("[value=history]")?.click();
    await waitUntil(() => part(element, "history") !== null);
    await shown(element, "Clear list");
    await settled(element);
    await expect(element).to.be.accessible();
    element.shadowRoot?.querySelector<HTMLElement>(".again")?.click();
    await waitUntil(() => phone.asked.some(([method]) => method === "dial"));
    expect(phone.asked.at(-1)?.[1]).to.equal("+4790000002");
    phone.end("canceled");
    phone.dismiss();
    await waitUntil(() => element.shadowRoot?.querySelector("[value=history]"));
    element.shadowRoot?.querySelector<HTMLElement>("[value=history]")?.click();
    await shown(element, "Clear list");
    element.shadowRoot?.querySelector<HTMLElement>(".clear")?.click();
    await waitUntil(() => element.shadowRoot?.querySelector(".sure .small"));
    expect(element.shadowRoot?.querySelectorAll(".past")).to.have.length(1);
    element.shadowRoot?.querySelector<HTMLElement>(".sure .small")?.click();
    await waitUntil(() => element.shadowRoot?.querySelectorAll(".past").length === 0);
    // Nothing is left for the next page either.
    const later = await stage({ history: true, account: element.account });
    await waitUntil(() => later.element.shadowRoot?.querySelector("[value=history]"));
    later.element.shadowRoot?.querySelector<HTMLElement>("[value=history]")?.click();
    await shown(later.element, "No calls yet");
  });
});

describe("settings", () => {
  it("chooses devices, measures the microphone, and closes it with the view", async () => {
    const { element, phone } = await stage();
    phone.update({ devices: [{ kind: "microphone", id: "m1", label: "Headset" }] });
    await element.updateComplete;
    element.shadowRoot?.querySelector<HTMLElement>("[value=settings]")?.click();
    await waitUntil(() => part(element, "settings") !== null);
    await settled(element);
    await expect(element).to.be.accessible();
    const select = element.shadowRoot?.querySelector("select") as HTMLSelectElement;
    select.value = "m1";
    select.dispatchEvent(new Event("change"));
    expect(phone.asked.at(-1)).to.deep.equal(["setDevice", "microphone", "m1"]);
    element.shadowRoot?.querySelector<HTMLElement>('[aria-label="Test, Microphone"]')?.click();
    phone.meter?.(0.5);
    await waitUntil(() => element.shadowRoot?.querySelector("meter")?.value === 0.5);
    pressKey(mustPart(element, "panel"), "Escape");
    await waitUntil(() => phone.meter === null);
    expect(part(element, "settings")).to.equal(null);
  });

  it("switches single keys off", async () => {
    const { element } = await stage();
    element.shadowRoot?.querySelector<HTMLElement>("[value=settings]")?.click();
    await waitUntil(() => element.shadowRoot?.querySelector("[type=checkbox]"));
    const box = element.shadowRoot?.querySelector<HTMLInputElement>("[type=checkbox]");
    try {
      box?.click();
      pressKey(mustPart(element, "panel"), "Escape");
      await waitUntil(() => part(element, "call-button") !== null);
      expect(pressKey(mustPart(element, "call-button"), "5")).to.equal(true);
    } finally {
      localStorage.removeItem("web-terminal:shortcuts");
    }
  });
});

describe("sound", () => {
  it("offers to let sound in where the browser holds it back, and flashes the title while it rings", async () => {
    const { element, phone } = await stage();
    const title = document.title;
    phone.update({ audio: "blocked" });
    await shown(element, "Turn on sound");
    await settled(element);
    await expect(element).to.be.accessible();
    phone.ring();
    await waitUntil(() => document.title.includes("Incoming call"));
    const button = [...(element.shadowRoot?.querySelectorAll("button") ?? [])].find((one) =>
      one.textContent.includes("Turn on sound"),
    );
    button?.click();
    await waitUntil(() => phone.asked.some(([method]) => method === "unlockAudio"));
    phone.update({ audio: "ready" });
    await waitUntil(() => document.title === title);
  });

  it("says what is wrong with the sound of a call", async () => {
    const { element, phone } = await stage();
    phone.show(active);
    phone.update({ quality: { mos: 2, level: "poor", problem: "loss-in" } });
    await shown(element, "Parts of what they say get lost");
    expect(mustPart(element, "quality")).to.exist;
    expect(element.matches(":state(poor)")).to.equal(true);
    await settled(element);
    await expect(element).to.be.accessible();
    phone.update({ quality: { mos: 4.3, level: "good", problem: null } });
    await waitUntil(() => !textOf(element).includes("get lost"));
  });
});

describe("a floating phone", () => {
  it("is moved by keys, stays in the window, and is found where it was left", async () => {
    const { element } = await stage({ mode: "floating" });
    try {
      await waitUntil(() => part(element, "badge") !== null);
      pressKey(mustPart(element, "badge"), "ArrowUp");
      expect(element.style.translate).to.match(/^0px -\d+px$/);
      for (let times = 0; times < 40; times += 1) {
        mustPart(element, "badge").dispatchEvent(
          new KeyboardEvent("keydown", { key: "ArrowLeft", shiftKey: true, bubbles: true, cancelable: true }),
        );
      }
      expect(element.getBoundingClientRect().left).to.be.at.least(0);
      expect(localStorage.getItem("web-terminal:place")).to.match(/^-\d+ -\d+$/);
    } finally {
      localStorage.removeItem("web-terminal:place");
    }
  });
});
