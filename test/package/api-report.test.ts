/** The public types are those that were reviewed, and each type that a public name mentions is public itself. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { entryPoints, extractApi } from "../../scripts/api-report.mjs";

describe("the public types of", () => {
  for (const name of Object.keys(entryPoints)) {
    it(`${name} are those of docs/api/${name}.api.md, and name no type that is not exported`, () => {
      assert.deepEqual(extractApi(name), []);
    });
  }
});
