import assert from "node:assert/strict";
import { inspect } from "node:util";
import { after, before, describe, it } from "node:test";
import { launchBrowser, type TestBrowser } from "../support/browser.js";
import { runChaos } from "../support/chaos/run.js";

describe("chaos", () => {
  let browser: TestBrowser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it("loses no call that policy keeps, and leaves no state stuck, for a minute", async () => {
    const { calls, answered, lost, stuck, exceptions } = await runChaos({ seed: 1, seconds: 60, browser });
    const troubles = inspect([...lost, ...stuck], { depth: 8, breakLength: 140 });
    assert.deepEqual(
      { lost: lost.length, stuck: stuck.length, exceptions },
      { lost: 0, stuck: 0, exceptions: [] },
      troubles,
    );
    assert.ok(calls > 0 && answered > 0, `${calls} calls, ${answered} of them answered`);
  });
});
