/** What screen readers are told. */
import { expect, waitUntil } from "@open-wc/testing";
import { stage, part, textOf, shown, said, type Stage } from "../helpers.js";

const active = { state: "active", answeredAt: Date.now() - 5000, contact: { name: "Ada" } } as const;

async function inCall(settings: Parameters<typeof stage>[0] = {}): Promise<Stage> {
  const set = await stage({ callMode: "multiple", ...settings });
  set.phone.show(active);
  await waitUntil(() => part(set.element, "mute-button") !== null);
  return set;
}

describe("what is said", () => {
  it("is heard of a floating phone too: the region outlives folding", async () => {
    const { element, phone } = await stage({ mode: "floating" });
    await waitUntil(() => part(element, "badge") !== null);
    const region = element.shadowRoot?.querySelector("[role=status]");
    phone.ring({ contact: { name: "Ada" } });
    await shown(element, "Incoming call");
    expect(region?.isConnected).to.equal(true);
    expect(said(element)).to.equal("Incoming call from Ada");
  });

  it("has a second region for what stands beside the state, each thing once", async () => {
    const { element, phone } = await inCall();
    await waitUntil(() => element.shadowRoot?.querySelectorAll("[role=status]").length === 2);
    const region = element.shadowRoot?.querySelectorAll("[role=status]")[1] as Element;
    const heard: string[] = [];
    new MutationObserver(() => heard.push(region.textContent)).observe(region, { childList: true, subtree: true });
    phone.update({ quality: { mos: 2, level: "poor", problem: "loss-in" } });
    await waitUntil(() => heard.length === 1);
    phone.update({ connection: "reconnecting" });
    await waitUntil(() => heard.length === 2);
    phone.show({ muted: true });
    phone.update({ connection: "ready", quality: null });
    await waitUntil(() => heard.length === 3);
    expect(heard).to.deep.equal([
      "Parts of what they say are lost",
      "Connection lost. The call continues while it is restored.",
      "",
    ]);
    expect(textOf(element)).to.contain("Microphone off");
  });
});
