/** The list of recent calls. */
// The rules of numbers are fetched here, so that no test waits for them.
import "../../../src/element/number/format-number.js";
import { expect, waitUntil } from "@open-wc/testing";
import { openHistory, ownerOf } from "../../../src/element/history/history-store.js";
import { makeCall } from "../../support/fake-phone.js";
import { stage, part, shown, settled } from "../helpers.js";

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
