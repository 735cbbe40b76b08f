/** The documentation says what the code says, and its site holds together. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { before, describe, it } from "node:test";
import { buildSite } from "../../scripts/docs.mjs";
import { describeElement } from "../../scripts/lib/manifest.mjs";
import { filledDocuments } from "../../scripts/lib/tables.mjs";
import { root } from "../support/packed.js";

const site = path.join(root, ".cache/docs");

describe("the documentation", () => {
  it("has the tables and programs that `npm run docs` writes", async () => {
    for (const [file, text] of await filledDocuments())
      assert.equal(readFileSync(path.join(root, file), "utf8"), text, file);
  });

  it("has an example of each event and of each method", () => {
    const example = (name: string): string => readFileSync(path.join(root, `test/types/examples/${name}.ts`), "utf8");
    const { events, methods } = describeElement();
    for (const { name } of events) assert.ok(example("events").includes(`addEventListener("${name}"`), name);
    for (const { name } of methods) assert.ok(example("methods").includes(`phone.${name}(`), name);
  });

  it("shows themes that set every custom property there is", () => {
    const folder = path.join(root, "demo/docs/themes");
    const themes = readdirSync(folder);
    assert.equal(themes.length, 3);
    for (const theme of themes) {
      const text = readFileSync(path.join(folder, theme), "utf8");
      for (const { name } of describeElement().cssProperties)
        assert.ok(text.includes(`${name}:`), `${theme} does not set ${name}`);
    }
  });
});

describe("the site of the documentation", () => {
  const pages = (): string[] => readdirSync(site).filter((file) => file.endsWith(".html"));
  before(() => {
    buildSite();
  });

  it("has a page for each document, with links and pictures that lead somewhere", () => {
    assert.ok(pages().includes("index.html") && pages().includes("troubleshooting.html"));
    for (const page of pages()) {
      const html = readFileSync(path.join(site, page), "utf8");
      assert.doesNotMatch(html, /\{\{\w+\}\}/, page);
      for (const [, target = ""] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
        if (/^(https?:|\/|#)/.test(target)) continue;
        const [file = "", heading] = target.split("#");
        assert.ok(existsSync(path.join(site, file)), `${page} leads to ${target}`);
        if (heading === undefined) continue;
        const there = readFileSync(path.join(site, file), "utf8");
        assert.ok(there.includes(`id="${heading}"`), `${page} leads to ${target}, which has no such heading`);
      }
    }
  });

  it("has every page in its menu, and in the list that it begins with", () => {
    const index = readFileSync(path.join(site, "index.html"), "utf8");
    const [menu = "", text = ""] = index.split("<main");
    for (const page of pages().filter((name) => name !== "index.html")) {
      assert.ok(menu.includes(`href="${page}"`) && text.includes(`href="${page}"`), page);
    }
  });

  it("needs no script or style in its pages, as the demo's policy has it", () => {
    for (const page of pages()) {
      const html = readFileSync(path.join(site, page), "utf8").replace(/<pre>[^]*?<\/pre>/g, "");
      assert.doesNotMatch(html, /<style|style="|<script(?![^>]* src=)|\son\w+="/, page);
    }
  });
});
