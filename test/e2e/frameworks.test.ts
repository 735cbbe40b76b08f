/** The examples in demo/frameworks, built as an integrator builds them. Angular's is in test/full: its tools weigh too much. */
import { readFileSync, readdirSync } from "node:fs";
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { settingsFor } from "../../demo/frameworks/vite.config.mjs";
import { type TestBrowser, launchBrowser } from "../support/browser.js";
import { proveExample } from "../support/example.js";
import { type Stage, createStage } from "../support/stage.js";
import { type StaticSite, serveFolder } from "../support/static-site.js";

const demo = fileURLToPath(new URL("../../demo/frameworks/", import.meta.url));
const output = fileURLToPath(new URL("../../.cache/frameworks/", import.meta.url));

describe("the framework examples", () => {
  let stage: Stage;
  let browser: TestBrowser;
  let site: StaticSite;
  before(async () => {
    site = await serveFolder(output);
    [stage, browser] = await Promise.all([createStage({ allowOrigins: [site.url] }), launchBrowser()]);
  });
  after(async () => {
    await Promise.all([browser.close(), stage.close()]);
    site.close();
  });

  it("plain HTML registers, dials, listens, and leaves nothing", async () => {
    await proveExample(browser, stage, `${stage.url}/frameworks/html/index.html`, "alice");
  });

  for (const [name, user] of [
    ["react", "bob"],
    ["vue", "carol"],
    ["svelte", "dave"],
  ] as const) {
    it(`${name} registers, dials, listens, and leaves nothing`, async () => {
      await build({ ...settingsFor(name, path.join(output, name)), logLevel: "error" });
      await proveExample(browser, stage, `${site.url}/${name}/`, user);
    });
  }

  it("say what they have to say in under 40 lines", () => {
    const sources = readdirSync(demo, { recursive: true, encoding: "utf8" }).filter(
      (file) => /(main|App)\.(js|ts|tsx|vue|svelte)$/.test(file) && !file.includes("node_modules"),
    );
    assert.equal(sources.length, 7);
    for (const file of sources) {
      assert.ok(readFileSync(path.join(demo, file), "utf8").trimEnd().split("\n").length < 40, file);
    }
  });
});
