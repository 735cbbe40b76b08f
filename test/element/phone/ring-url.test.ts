/** The ring that the page names. */
import { expect, waitUntil } from "@open-wc/testing";
import { makeTerminal } from "../helpers.js";

describe("a ring of the page's own", () => {
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
