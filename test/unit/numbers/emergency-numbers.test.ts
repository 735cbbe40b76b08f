/** The list of emergency numbers, against its source. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { isEmergencyNumber } from "../../../src/numbers/emergency-numbers.js";
import { google } from "../../support/google-libphonenumber.js";

it("the emergency numbers of two and three digits are those of ShortNumberMetadata.xml", () => {
  const wanted = new Set(Object.values(google.emergencyNumbers()).flat());
  const short = [2, 3].flatMap((length) =>
    Array.from({ length: 10 ** length }, (_, value) => String(value).padStart(length, "0")),
  );
  assert.deepEqual(
    short.filter((digits) => isEmergencyNumber(digits)),
    short.filter((digits) => wanted.has(digits)),
  );
});
