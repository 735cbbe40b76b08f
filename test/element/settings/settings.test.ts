/** The settings page. */
import { expect, waitUntil } from "@open-wc/testing";
import { TerminalError } from "../../../src/index.js";
import { stage, part, mustPart, shown, pressKey, settled } from "../helpers.js";

/** Opens the settings, and gives what is asked for in them. */
async function settingsOf<Found extends HTMLElement>(element: HTMLElement, selector: string): Promise<Found> {
  element.shadowRoot?.querySelector<HTMLElement>("[value=settings]")?.click();
  await waitUntil(() => element.shadowRoot?.querySelector(selector));
  return element.shadowRoot?.querySelector(selector) as Found;
}

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
