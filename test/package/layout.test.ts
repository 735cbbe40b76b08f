/**
 * That nothing in a panel lies over, cuts off or pushes out anything else: every view of the gallery, in every language,
 * at several widths, and enlarged as WCAG asks for.
 */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import type { Page } from "puppeteer-core";
import { type Gallery, type Measured, openGallery } from "../support/gallery-page.js";

describe("layout", () => {
  let gallery: Gallery;
  let page: Page;
  const look: Gallery["look"] = (looks) => gallery.look(looks);
  const reflow = (): Promise<Measured> => page.evaluate(() => globalThis.reach.reflow(/^(Wolfeschlegel|Donaudampf)/));

  before(async () => {
    gallery = await openGallery("layout");
    ({ page } = gallery);
    await gallery.session.send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-reduced-motion", value: "reduce" }],
    });
  });
  after(() => gallery?.close());

  it("calls every control by what stands on it, and lays no words over others, in every language and width", async () => {
    const files = readdirSync(new URL("../../src/element/i18n", import.meta.url)).flatMap(
      (file) => /^([a-z]{2})\.ts$/.exec(file)?.[1] ?? [],
    );
    assert.ok(files.length >= 13, files.join(" "));
    for (const lang of ["en", "pseudo", ...files]) {
      await look({ lang });
      // The one that is made by a rule has no words in another order.
      if (lang !== "pseudo") assert.deepEqual(await page.evaluate(() => globalThis.reach.labels()), [], lang);
      // The narrowest and the usual one for each; between and beyond them for who is long, who reads the other way, and both.
      const widths = /^(en|de|ar|pseudo)$/.test(lang) ? ["280", "320", "360", "720"] : ["280", "360"];
      for (const width of widths) {
        const { measured, failures } = await page.evaluate((pixels) => {
          document.documentElement.style.setProperty("--width", `${pixels}px`);
          return globalThis.reach.overlaps(/^(Wolfeschlegel|Donaudampf)/);
        }, width);
        assert.ok(measured > 1000, String(measured));
        assert.deepEqual(failures, [], `${lang}, ${width} px`);
      }
    }
  });

  it("keeps everything with the page at 400 %, with text at 200 %, and with text spaced out", async () => {
    // The gallery's own margins are no part of the question, and a floating phone has the whole window.
    await page.addStyleTag({
      content:
        "body { padding: 0 } figure.floating { grid-column: auto; inline-size: max(var(--width), min(24.5rem, 100vw)) }",
    });
    for (const lang of ["de", "ar"]) {
      // A window of 1280 px at 400 % has 320 CSS pixels.
      await page.setViewport({ width: 320, height: 256, deviceScaleFactor: 4 });
      for (const width of ["320", "280"]) {
        await look({ lang, width });
        assert.deepEqual((await reflow()).failures, [], `400 %, ${width} px, ${lang}`);
      }
      await page.setViewport({ width: 1600, height: 1000 });
      await look({ lang, width: "720" });
      await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
      assert.deepEqual((await reflow()).failures, [], `200 %, ${lang}`);
      await page.evaluate(() => (document.documentElement.style.fontSize = ""));
      await look({ lang, width: "360" });
      const spaced = await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }",
        );
        const roots = [...document.querySelectorAll("figure *")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
        for (const root of roots) root.adoptedStyleSheets.push(sheet);
        const result = globalThis.reach.reflow(/^(Wolfeschlegel|Donaudampf)/);
        for (const root of roots) root.adoptedStyleSheets.pop();
        return result;
      });
      assert.deepEqual(spaced.failures, [], `spaced out, ${lang}`);
    }
  });
});
