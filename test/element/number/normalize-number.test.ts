/** Numbers as they are typed and pasted. */
import { expect } from "@open-wc/testing";
import { fromPasted, toDialable } from "../../../src/element/number/normalize-number.js";

describe("numbers", () => {
  it("strips what only the eye needs", () => {
    const same = [
      "+47 900 00 002",
      "+47-900-00-002",
      "tel:+4790000002",
      "\u2066+47\u00a0(900) 00.002\u2069",
      "004790000002",
      "+47 (0)90000002",
      "＋４７９００００００２",
      "+٤٧٩٠٠٠٠٠٠٢",
    ];
    for (const text of same) expect(toDialable(text), text).to.equal("+4790000002");
    expect(["112", "02800", "90000002"].map(toDialable)).to.deep.equal(["112", "02800", "90000002"]);
  });

  it("refuses what is no number", () => {
    for (const text of [
      "",
      "+",
      "12",
      "+12",
      "Ada",
      "+47Ada",
      "+1234567890123456",
      "1234567890123456",
      "+0790000002",
      "*21#",
    ]) {
      expect(toDialable(text), text).to.equal(null);
    }
  });

  it("keeps a pasted number recognisable", () => {
    expect(fromPasted(" tel:+47 900\n00 002 ")).to.equal("+47 900 00 002");
  });
});
