/** The little of SDP that a terminal reads. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { candidatesOf, withholdCandidates } from "../../../src/media/sdp.js";
import { describe } from "../../support/fake-media.js";

const sdp = describe({ ufrag: "abcd", fingerprint: "AA:BB", candidates: 2 });

test("candidates come without their a=, whatever ends a line", () => {
  assert.deepEqual(candidatesOf(sdp), [
    "candidate:1 1 udp 1 192.0.2.1 5000 typ host",
    "candidate:2 1 udp 1 192.0.2.1 5001 typ host",
  ]);
  assert.deepEqual(candidatesOf(sdp.replaceAll("\r\n", "\n")), candidatesOf(sdp));
  assert.deepEqual(candidatesOf(""), []);
});

test("withheld candidates are out of the description and lost nowhere", () => {
  const ended = `${sdp}a=end-of-candidates\r\n`;
  const held = withholdCandidates(ended);
  assert.deepEqual(held.candidates, candidatesOf(sdp));
  assert.equal(held.sdp, describe({ ufrag: "abcd", fingerprint: "AA:BB" }));
});

test("withholding keeps every other line in its order", () => {
  const line = fc.constantFrom(
    "a=candidate:1 1 udp 1 192.0.2.1 5 typ host",
    "a=end-of-candidates",
    "m=audio 9",
    "a=mid:0",
    "s=-",
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1 }), (lines) => {
      const { sdp: kept, candidates } = withholdCandidates(`${lines.join("\r\n")}\r\n`);
      const others = lines.filter((each) => !each.startsWith("a=candidate:") && each !== "a=end-of-candidates");
      assert.equal(kept, `${others.join("\r\n")}\r\n`);
      assert.equal(candidates.length, lines.filter((each) => each.startsWith("a=candidate:")).length);
    }),
  );
});
