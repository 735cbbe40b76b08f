/** Numbers by the rules of their countries. */
import { expect, waitUntil } from "@open-wc/testing";
import "../../../src/element/number/format-number.js";
import { stage, mustPart, typeNumber } from "../helpers.js";

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
    await waitUntil(() => warnings.length > 0);
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
