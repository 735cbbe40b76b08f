/** Click-to-call, with the strings of the element. */
import { expect, waitUntil } from "@open-wc/testing";
import { openBusyDialog } from "../../src/click-to-call/busy-dialog.js";
import { createNumberList } from "../../src/click-to-call/number-list.js";
import { StringsController } from "../../src/element/i18n/strings-controller.js";
import type { WebTerminalElement } from "../../src/index.js";
import { makeCall } from "../support/fake-phone.js";
import { stage } from "./helpers.js";

describe("click-to-call", () => {
  const target = { number: "+4790000002", label: "Ada", metadata: null, digits: "" };

  /** The strings as the element hands them to click-to-call. */
  const i18nOf = (element: WebTerminalElement) => {
    const controller = new StringsController(element, () => []);
    element.requestUpdate();
    return {
      get strings() {
        return controller.strings;
      },
      formatNumber: (number: string) => number,
    };
  };

  it("asks in the element's words, and in other ones once the language has changed", async () => {
    const { element } = await stage({ lang: "de", strings: { "offer-second": "Dazu" } });
    const end = new AbortController();
    const up = makeCall({ state: "active" });
    const answer = openBusyDialog(element, i18nOf(element), target, up, ["second", "cancel"], end.signal);
    const section = element.shadowRoot?.firstElementChild?.shadowRoot?.firstElementChild as HTMLElement;
    await waitUntil(() => section.innerText.includes("Sie sind im Gespräch mit"));
    expect([...section.querySelectorAll("button")].map((each) => each.innerText)).to.deep.equal([
      "Dazu",
      "Nicht anrufen",
    ]);
    element.lang = "en";
    await waitUntil(() => section.innerText.includes("Call Ada ("));
    end.abort();
    expect(await answer).to.equal("cancel");
  });

  it("lists numbers in the element's words, in their direction", async () => {
    const { element } = await stage({ lang: "en" });
    const found = [{ text: "+47 900 00 002", number: "+4790000002", digits: "" }];
    const list = createNumberList(
      element,
      i18nOf(element),
      () => found,
      () => undefined,
    );
    list.update();
    const holder = element.shadowRoot?.firstElementChild as HTMLElement;
    const title = (): string => holder.shadowRoot?.querySelector("summary")?.textContent ?? "";
    expect([title(), holder.lang, holder.dir]).to.deep.equal(["Numbers on this page (1)", "en", "ltr"]);
    element.lang = "de";
    await waitUntil(() => title() === "Nummern auf dieser Seite (1)");
    // Words of the page's own are as good as a language.
    element.lang = "he";
    element.strings = { direction: "rtl", call: "חיוג", "numbers-title": "מספרים: {count}" };
    await waitUntil(() => title() === "מספרים: \u20681\u2069");
    expect([holder.lang, holder.dir]).to.deep.equal(["he", "rtl"]);
    list.stop();
    expect(holder.isConnected).to.equal(false);
  });
});
