/** What the panel says and does about sound: devices, volume, microphones that cannot be had, rings of the page's own. */
import { expect, waitUntil } from "@open-wc/testing";
import { TerminalError, type TerminalErrorCode } from "../../src/index.js";
import { makeCall } from "../support/fake-phone.js";
import { makeTerminal, mustPart, part, record, settled, shown, stage, textOf } from "./helpers.js";

const nothingChosen = { microphone: "", speaker: "", ringer: "" };
const active = { state: "active", answeredAt: Date.now() - 5000 } as const;

/** What is said of a report. It is made again until the part that says it has been fetched. */
async function told(element: HTMLElement, report: () => void, text: string): Promise<void> {
  await waitUntil(() => {
    report();
    return textOf(element).includes(text);
  }, `"${text}" is not shown`);
}

/** Opens the settings, and gives what is asked for in them. */
async function settingsOf<Found extends HTMLElement>(element: HTMLElement, selector: string): Promise<Found> {
  element.shadowRoot?.querySelector<HTMLElement>("[value=settings]")?.click();
  await waitUntil(() => element.shadowRoot?.querySelector(selector));
  return element.shadowRoot?.querySelector(selector) as Found;
}

describe("a device", () => {
  it("that goes while somebody talks is named, until it is back", async () => {
    const { element, phone } = await stage();
    phone.show(active);
    const report = { type: "device-change", devices: [], chosen: nothingChosen } as const;
    const lost = { kind: "speaker", label: "Headset" } as const;
    await told(
      element,
      () => phone.emit({ ...report, lost, restored: null }),
      "Headset was disconnected. The system's own is used until it is back.",
    );
    await settled(element);
    await expect(element).to.be.accessible();
    phone.emit({ ...report, lost: null, restored: { kind: "speaker", label: "Headset" } });
    await shown(element, "Headset is in use again.");
    expect(textOf(element)).not.to.contain("disconnected");
  });

  it("without a name is spoken of all the same, and no longer in the next call", async () => {
    const { element, phone } = await stage();
    phone.show(active);
    const lost = { kind: "microphone", label: "" } as const;
    const report = { type: "device-change", devices: [], chosen: nothingChosen, lost, restored: null } as const;
    await told(element, () => phone.emit(report), "A sound device was disconnected.");
    phone.end("hangup");
    await element.updateComplete;
    phone.show({ id: "next", ...active });
    await element.updateComplete;
    expect(textOf(element)).not.to.contain("disconnected");
  });
});

describe("the ring's volume", () => {
  afterEach(() => localStorage.removeItem("web-terminal:ring-volume"));

  it("is what the page says, until the user sets it; that is heard at once, and kept", async () => {
    const { element, phone } = await stage({ ringVolume: 0.4 });
    expect(phone.options.ringVolume).to.equal(0.4);
    element.ringVolume = 0.3;
    expect(phone.options.ringVolume).to.equal(0.3);
    const slider = await settingsOf<HTMLInputElement>(element, "#ring-volume");
    expect(slider.valueAsNumber).to.equal(0.3);
    slider.value = "0.8";
    slider.dispatchEvent(new Event("change"));
    expect(phone.options.ringVolume).to.equal(0.8);
    expect(phone.asked.at(-1)).to.deep.equal(["playTestSound", "ringer"]);
    const next = await stage({ ringVolume: 0.4 });
    expect(next.phone.options.ringVolume).to.equal(0.8);
  });

  it("that another tab has set is shown in this one's settings", async () => {
    const { element } = await stage();
    const slider = await settingsOf<HTMLInputElement>(element, "#ring-volume");
    localStorage.setItem("web-terminal:ring-volume", "0.25");
    // What the browser tells the other tabs; it never tells the tab that wrote.
    dispatchEvent(new StorageEvent("storage", { key: "web-terminal:ring-volume" }));
    await waitUntil(() => slider.valueAsNumber === 0.25);
  });
});

describe("sounds to test", () => {
  it("are played on the speaker and on the ringer, and why they cannot be is said", async () => {
    const { element, phone } = await stage();
    await settingsOf(element, "#ringer");
    for (const kind of ["Speaker", "Ringer"]) {
      element.shadowRoot?.querySelector<HTMLElement>(`[aria-label="Test, ${kind}"]`)?.click();
      expect(phone.asked.at(-1)).to.deep.equal(["playTestSound", kind.toLowerCase()]);
    }
    phone.failNext = new TerminalError("speaker-not-available");
    element.shadowRoot?.querySelector<HTMLElement>('[aria-label="Test, Ringer"]')?.click();
    await shown(element, "That speaker cannot be used.");
  });
});

describe("a microphone that cannot be had", () => {
  const codes: readonly TerminalErrorCode[] = [
    "microphone-denied",
    "microphone-denied-by-system",
    "microphone-blocked-by-policy",
    "microphone-not-found",
    "microphone-busy",
    "microphone-silent",
    "insecure-page",
  ];
  const texts = new Set<string>();
  for (const code of codes) {
    it(`(${code}) is told in words of its own, and the call that rings can still be answered`, async () => {
      const { element, phone } = await stage();
      const errors = record(element, "terminal-error");
      phone.ring();
      await element.updateComplete;
      const error = new TerminalError(code);
      phone.failNext = error;
      mustPart(element, "answer-button").click();
      await waitUntil(() => part(element, "toast") !== null);
      const toast = mustPart(element, "toast");
      const text = toast.textContent.replace(/\s+/g, " ");
      expect(text).to.contain(error.message).and.to.contain(error.hint);
      expect(texts.has(text)).to.equal(false);
      texts.add(text);
      expect(errors.map((event) => event.error.code)).to.deep.equal([code]);
      expect(element.call?.state).to.equal("incoming");
      const again = [...toast.querySelectorAll("button")].find((button) => button.textContent.includes("Try again"));
      expect(again !== undefined).to.equal(error.retryable);
      (again ?? mustPart(element, "answer-button")).click();
      await waitUntil(() => element.call?.state === "active");
      expect(part(element, "toast") === null).to.equal(true);
    });
  }
});

describe("a ring of the page's own", () => {
  it("silences the phone's, flashes no title, and says in which tab to act", async () => {
    const { element, phone } = await stage();
    const asked: [string, boolean][] = [];
    element.addEventListener("before-ring", (event) => {
      asked.push([event.call.id, event.primary]);
      event.preventDefault();
    });
    const title = document.title;
    phone.update({ audio: "blocked" });
    await shown(element, "Turn on sound");
    const { id } = phone.ring();
    await element.updateComplete;
    expect(phone.asked.at(-1)).to.deep.equal(["silence", id]);
    expect(document.title).to.equal(title);
    phone.show({ state: "ended", cause: "missed" });
    phone.emit({ type: "call-incoming", call: makeCall({ id: "other" }) }, false);
    expect(asked).to.deep.equal([
      [id, true],
      ["other", false],
    ]);
  });

  it("is made by a file that the page names, read for each ring", async () => {
    const { element, phones } = makeTerminal({ ringUrl: "/first.wav" });
    document.body.append(element);
    await waitUntil(() => element.connection === "ready");
    expect(phones[0]?.options.ringUrl).to.equal("/first.wav");
    element.ringUrl = "/second.wav";
    expect(phones[0]?.options.ringUrl).to.equal("/second.wav");
    expect(phones).to.have.length(1);
    element.remove();
  });
});
