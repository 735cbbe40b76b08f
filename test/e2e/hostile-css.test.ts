import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Page } from "puppeteer-core";
import { compile } from "tailwindcss";
import { makePage, servePage } from "../../scripts/gallery.mjs";
import { launchBrowser, type TestBrowser } from "../support/browser.js";

/** Screens that between them hold every kind of control, and every way to stand in a page. */
const views = [
  "Ready with recent calls",
  "Recent calls",
  "Elsewhere",
  "Incoming",
  "Active, muted",
  "Keypad",
  "Two calls, and one waits",
  "A click during a call",
  "Ended by trouble",
  "Settings",
  "An error",
  "Not set up",
  "Floating",
  "Badge, in a call",
];

const require = createRequire(import.meta.url);
const ofPackage = (file: string): string => readFileSync(require.resolve(file), "utf8");

/** Tailwind's own output for a page that uses none of its classes: its preflight. */
async function preflight(): Promise<string> {
  const tailwind = await compile('@import "tailwindcss";', {
    base: ".",
    loadStylesheet: async (id, base) => ({
      path: id,
      base,
      content: ofPackage(path.extname(id) === "" ? `${id}/index.css` : id),
    }),
  });
  return tailwind.build([]);
}

const important = (rules: string): string => `* { ${rules.replaceAll(";", " !important;")} }`;

const hostile: Readonly<Record<string, string | Promise<string>>> = {
  "all: unset": "* { all: unset }",
  "all: unset !important": important("all: unset;"),
  "all: revert, and every box reset": `${important("all: revert;")} ${important("box-sizing: content-box; margin: 0; padding: 0; border: 0;")}`,
  "Bootstrap's reboot": ofPackage("bootstrap/dist/css/bootstrap-reboot.css"),
  Bootstrap: ofPackage("bootstrap/dist/css/bootstrap.css"),
  "Tailwind's preflight": preflight(),
  "another type": important(
    "font: italic 900 31px/3 monospace; font-variant: small-caps; letter-spacing: 0.3em; word-spacing: 2em; text-transform: uppercase; text-indent: 3em; text-align: right; text-shadow: 2px 2px red; white-space: pre; word-break: break-all; hyphens: none; tab-size: 1; color: fuchsia; -webkit-text-fill-color: fuchsia; list-style: square inside; quotes: none;",
  ),
  "another hand": important(
    "cursor: wait; user-select: none; pointer-events: none; caret-color: red; accent-color: red; color-scheme: dark; forced-color-adjust: none; -webkit-font-smoothing: auto; scrollbar-color: red blue; orphans: 9; image-rendering: pixelated;",
  ),
  "another direction": `${important("direction: rtl; unicode-bidi: bidi-override;")}`,
  "a root of 10 px": "html { font-size: 62.5% !important } body { font-size: 1.6rem }",
  "names that are also ours": important(
    "--gap: 40px; --radius: 0px; --accent: red; --surface: red; --on-surface: red; --edge: 100px; --inset: 0px; --tall: 1em; --fill: red; --border: red;",
  ),
  "a floating phone dragged out of its place": important(
    "position: static; inset: auto; z-index: auto; display: block;",
  ),
};

/** By node: where it stands in its figure, and all that its style comes to. */
type Looks = Record<string, { readonly box: readonly number[]; readonly style: Readonly<Record<string, string>> }>;

declare global {
  /** How the phones look now. */
  var look: () => Looks;
  /** How they look in a page without styles. */
  var plain: Looks;
}

/** Runs in the page. */
function prepare(): void {
  globalThis.look = () => {
    const found: Looks = {};
    for (const figure of document.querySelectorAll<HTMLElement>("figure")) {
      const corner = figure.getBoundingClientRect();
      const visit = (root: ParentNode, path: string): void => {
        [...root.querySelectorAll("*")].forEach((node, index) => {
          if (node.shadowRoot !== null) {
            visit(node.shadowRoot, `${path}${index}/`);
            return;
          }
          // One key is like the next, and a path has the style of its picture.
          if (
            node instanceof HTMLSlotElement ||
            node.localName === "path" ||
            node.closest(".key:nth-child(n + 4)") !== null
          )
            return;
          const { x, y, width, height } = node.getBoundingClientRect();
          const style = getComputedStyle(node);
          found[`${figure.dataset["view"]} ${path}${index} ${node.localName}.${node.getAttribute("class") ?? ""}`] = {
            box: [x - corner.x, y - corner.y, width, height],
            style: Object.fromEntries([...style].map((property) => [property, style.getPropertyValue(property)])),
          };
        });
      };
      visit((figure.querySelector("web-terminal") as Element).shadowRoot as ShadowRoot, "");
    }
    return found;
  };
  globalThis.plain = globalThis.look();
}

/** Runs in the page: what looks other than in a page without styles, a few lines of it. */
function differences(): string[] {
  const now = globalThis.look();
  return Object.entries(globalThis.plain)
    .flatMap(([name, { box, style }]) => {
      const other = now[name];
      if (other === undefined) return [`${name} is gone`];
      const moved = box.some((value, index) => Math.abs(value - (other.box[index] ?? NaN)) > 0.05);
      const changed = Object.entries(style).filter(([property, value]) => other.style[property] !== value);
      return [
        ...(moved ? [`${name}: box ${box.join()} -> ${other.box.join()}`] : []),
        ...changed.map(([property, value]) => `${name}: ${property} ${value} -> ${other.style[property]}`),
      ];
    })
    .slice(0, 12);
}

describe("a page with hostile styles", () => {
  let browser: TestBrowser;
  let page: Page;
  let gallery: Awaited<ReturnType<typeof servePage>>;
  let picture: string;
  before(async () => {
    await makePage();
    [gallery, browser] = await Promise.all([servePage(), launchBrowser()]);
    page = await browser.browser.newPage();
    await page.setViewport({ width: 900, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    // A call's time stands still; and what tsx makes of functions with names works in the page.
    await page.evaluateOnNewDocument(
      "{ const now = Date.now(); Date.now = () => now; globalThis.__name = (each) => each; }",
    );
    const query = new URLSearchParams([["lang", "de"], ...views.map((view) => ["view", view])]);
    await page.goto(`${gallery.url}?${query}`);
    await page.waitForFunction("document.body.dataset.drawn !== undefined", { polling: 50 });
    await page.waitForNetworkIdle({ idleTime: 200 });
    await page.evaluate(() => {
      // The frames hold still, whatever happens to the page around them.
      document.querySelectorAll<HTMLElement>("figure").forEach((figure, index) => {
        const frame = {
          all: "initial",
          display: "block",
          position: "absolute",
          left: `${24 + (index % 2) * 420}px`,
          top: `${24 + Math.floor(index / 2) * 800}px`,
          width: "392px",
          height: "760px",
          transform: "translate(0)",
          background: "white",
          overflow: "hidden",
        };
        for (const [property, value] of Object.entries(frame)) figure.style.setProperty(property, value, "important");
        figure.querySelector("figcaption")?.remove();
      });
      document.querySelector("form")?.remove();
      document.documentElement.style.setProperty("background", "white", "important");
      document.body.style.setProperty("background", "white", "important");
      document.head.append(Object.assign(document.createElement("style"), { id: "hostile" }));
      // A reset shows even these.
      document.head.style.setProperty("display", "none", "important");
      (document.activeElement as HTMLElement | null)?.blur();
    });
    await page.evaluate(prepare);
    picture = await photograph();
  });
  after(async () => {
    await browser.close();
    gallery.close();
  });

  const photograph = (): Promise<string> =>
    page.screenshot({
      clip: { x: 0, y: 0, width: 860, height: 800 * Math.ceil(views.length / 2) },
      captureBeyondViewport: true,
      encoding: "base64",
    });
  const write = (css: string): Promise<void> =>
    page.evaluate((text) => {
      (document.querySelector("#hostile") as HTMLElement).textContent = text;
    }, css);

  it("is looked at in all its parts", () =>
    page
      .evaluate(() => Object.keys(globalThis.plain))
      .then((names) => {
        assert.deepEqual([...new Set(names.map((name) => name.split(/ \d/)[0]))].sort(), [...views].sort());
        assert.ok(names.length > 300, String(names.length));
      }));

  for (const [name, css] of Object.entries(hostile)) {
    it(`changes nothing by ${name}`, async () => {
      await write(await css);
      assert.deepEqual(await page.evaluate(differences), []);
      // Beyond what a style says: not one pixel.
      if (name === "all: unset" || name === "Bootstrap")
        assert.ok((await photograph()) === picture, "the pictures differ");
      await write("");
    });
  }

  for (const [name, css, factor] of [
    ["a zoom", "web-terminal { zoom: 0.8 }", 0.8],
    ["a transform", "web-terminal { transform: scale(0.8); transform-origin: 0 0 }", 0.8],
  ] as const) {
    it(`scales it as one by ${name}, and nothing in it breaks`, async () => {
      await write(css);
      // Lines may break elsewhere: what counts is that each panel keeps its shape.
      const heights = await page.evaluate(() => {
        const now = globalThis.look();
        return Object.keys(now)
          .filter((each) => /section\.panel$/.test(each) && !/^Floating/.test(each))
          .map((each) => [each, globalThis.plain[each]?.box[3] ?? 0, now[each]?.box[3] ?? 0] as const);
      });
      await write("");
      assert.ok(heights.length > 8);
      for (const [panel, height, scaled] of heights)
        assert.ok(Math.abs(scaled - height * factor) < 2, `${panel}: ${height} -> ${scaled}`);
    });
  }

  it("still sizes, places, hides and colours the phone where it means to", async () => {
    await write(`
      web-terminal { inline-size: 300px; margin-inline-start: 40px; --wt-accent: rgb(1, 2, 3); --wt-surface: rgb(4, 5, 6) }
      web-terminal::part(call-button) { border-radius: 3px }
    `);
    const facts = await page.evaluate(() => {
      const figure = document.querySelector('figure[data-view="Ready with recent calls"]') as HTMLElement;
      const element = figure.querySelector("web-terminal") as HTMLElement;
      const panel = element.shadowRoot?.querySelector(".panel") as HTMLElement;
      const box = panel.getBoundingClientRect();
      const button = element.shadowRoot?.querySelector("[part=call-button]") as HTMLElement;
      const hiddenBy = (hide: () => void, show: () => void): number => {
        hide();
        const { width } = panel.getBoundingClientRect();
        show();
        return width;
      };
      return {
        width: box.width,
        left: box.left - figure.getBoundingClientRect().left,
        surface: getComputedStyle(panel).backgroundColor,
        radius: getComputedStyle(button).borderRadius,
        hiddenByAttribute: hiddenBy(
          () => (element.hidden = true),
          () => (element.hidden = false),
        ),
        hiddenByStyle: hiddenBy(
          () => (element.style.display = "none"),
          () => element.style.removeProperty("display"),
        ),
        unseen: (() => {
          figure.style.setProperty("visibility", "hidden", "important");
          const { visibility } = getComputedStyle(button);
          figure.style.removeProperty("visibility");
          return visibility;
        })(),
      };
    });
    await write("");
    assert.deepEqual(facts, {
      width: 300,
      left: 40,
      surface: "rgb(4, 5, 6)",
      radius: "3px",
      hiddenByAttribute: 0,
      hiddenByStyle: 0,
      unseen: "hidden",
    });
  });
});
