/** Devices that go and come back in a call. */
import { expect, waitUntil } from "@open-wc/testing";
import { settled, shown, stage, textOf } from "../helpers.js";

const nothingChosen = { microphone: "", speaker: "", ringer: "" };
const active = { state: "active", answeredAt: Date.now() - 5000 } as const;

/** What is said of a report. It is made again until the part that says it has been fetched. */
async function told(element: HTMLElement, report: () => void, text: string): Promise<void> {
  await waitUntil(() => {
    report();
    return textOf(element).includes(text);
  }, `"${text}" is not shown`);
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
      "Headset was disconnected. Using the system default until it is reconnected.",
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
    await told(element, () => phone.emit(report), "An audio device was disconnected.");
    phone.end("hangup");
    await element.updateComplete;
    phone.show({ id: "next", ...active });
    await element.updateComplete;
    expect(textOf(element)).not.to.contain("disconnected");
  });
});
