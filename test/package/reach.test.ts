/**
 * What docs/accessibility.md promises, measured in every view of the gallery, which is the element itself. One browser,
 * one page. `UPDATE=1` writes the trees anew: `UPDATE=1 node --import tsx --test test/package/reach.test.ts`.
 */
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, it } from "node:test";
import puppeteer, { type Browser, type CDPSession, type Page } from "puppeteer-core";
import { makePage, servePage } from "../../scripts/gallery.mjs";
import { ensureBrowser } from "../../scripts/lib/browser.mjs";
import { readTrees } from "../support/ax-tree.js";

interface Measured {
  readonly failures: string[];
  readonly measured: number;
}

interface Reach {
  contrast(): Measured;
  controlCount(): number;
  edges(): Measured;
  overlaps(allowed: RegExp): Measured;
  reflow(allowed: RegExp): Measured;
  focus(): Measured;
  focusEach(): Measured;
  hover(): () => void;
  labels(): string[];
  moving(): string[];
  settle(): void;
  targets(): Measured;
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string; readonly target: unknown }[] }[];
  readonly passes: readonly { readonly id: string }[];
}

declare global {
  var reach: Reach;
  var axe: { run(context: unknown, options: unknown): Promise<AxeResults> };
  var choose: (fields: { theme?: string; lang?: string; width?: string }) => void;
}

const trees = new URL("reach/trees.txt", import.meta.url);
const source = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe("reach", () => {
  let browser: Browser;
  let page: Page;
  let session: CDPSession;
  let close = (): void => undefined;
  const looks = { theme: "light", lang: "en" };

  const look = async (fields: { theme?: string; lang?: string; width?: string }): Promise<void> => {
    await page.evaluate((chosen) => globalThis.choose(chosen), fields);
    Object.assign(looks, fields);
    // The words have come when they stand there; until then it is English.
    await page.waitForFunction(
      ({ theme, lang }) =>
        [...document.querySelectorAll("web-terminal")].every((element) => {
          const panel = element.shadowRoot?.querySelector("section");
          return element.getAttribute("theme") === theme && (!panel || (panel.lang === (lang === "pseudo" ? "en" : lang) && (panel.ariaLabel === "Phone") === (lang === "en")));
        }),
      { polling: 20 },
      looks,
    );
    await page.evaluate(() => globalThis.reach.settle());
  };
  /** What the system of the person asks for. */
  const prefer = (features: Record<string, string>): Promise<unknown> =>
    session.send("Emulation.setEmulatedMedia", { features: Object.entries(features).map(([name, value]) => ({ name, value })) });
  const ask = (question: "contrast" | "edges" | "focusEach" | "targets"): Promise<Measured> =>
    page.evaluate((name) => globalThis.reach[name](), question);
  const reflow = (): Promise<Measured> => page.evaluate(() => globalThis.reach.reflow(/^(Wolfeschlegel|Donaudampf)/));

  before(async () => {
    await makePage({ compiled: true });
    const served = await servePage();
    close = served.close;
    browser = await puppeteer.launch({ executablePath: await ensureBrowser(), args: ["--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage();
    await page.setViewport({ width: 1600, height: 1000 });
    session = await page.createCDPSession();
    // Noon of a certain day, so that the list of calls has the same days at any hour.
    await page.evaluateOnNewDocument(() => {
      const Real = Date;
      const shift = new Real(2026, 5, 17, 12).getTime() - Real.now();
      globalThis.Date = class extends Real {
        constructor(...fields: []) {
          if (fields.length === 0) super(Real.now() + shift);
          else super(...fields);
        }
        static override now(): number {
          return Real.now() + shift;
        }
      } as DateConstructor;
    });
    await page.goto(served.url);
    await page.waitForFunction(() => document.body.dataset.drawn !== undefined, { timeout: 60_000, polling: 50 });
    await page.evaluate(source("../support/page-reach.js"));
    await page.evaluate(axe);
  });
  after(async () => {
    await browser?.close();
    close();
  });

  it("stands still where people ask for it, and only there", async () => {
    assert.notDeepEqual(await page.evaluate(() => globalThis.reach.moving()), [], "a ring is seen to ring");
    await prefer({ "prefers-reduced-motion": "reduce" });
    assert.deepEqual(await page.evaluate(() => globalThis.reach.moving()), []);
  });

  it("comes to every control with Tab, and shows each that it is there", async () => {
    const count = await page.evaluate(() => {
      document.querySelector<HTMLElement>("[name=width]")?.focus();
      return globalThis.reach.controlCount();
    });
    assert.ok(count > 300, String(count));
    for (let times = 0; times < count + 20; times += 1) await page.keyboard.press("Tab");
    assert.deepEqual((await page.evaluate(() => globalThis.reach.focus())).failures, []);
  });

  it("gives a pointer 24 px everywhere", async () => {
    assert.deepEqual((await ask("targets")).failures, []);
  });

  for (const theme of ["light", "dark"]) {
    describe(`in ${theme}`, () => {
      before(() => look({ theme }));

      it("has contrast at rest, under the pointer and around the focus", async () => {
        const { measured, failures } = await ask("contrast");
        assert.ok(measured > 800, String(measured));
        assert.deepEqual(failures, []);
        const hovered = await page.evaluate(() => {
          const leave = globalThis.reach.hover();
          const result = globalThis.reach.contrast();
          leave();
          return result;
        });
        assert.deepEqual(hovered.failures, []);
        assert.deepEqual((await ask("focusEach")).failures, []);
      });

      it("loses nothing in forced colours", async () => {
        await prefer({ "prefers-reduced-motion": "reduce", "forced-colors": "active", "prefers-color-scheme": theme });
        try {
          for (const question of ["contrast", "edges", "focusEach"] as const) assert.deepEqual((await ask(question)).failures, [], question);
        } finally {
          await prefer({ "prefers-reduced-motion": "reduce" });
        }
      });

      for (const lang of ["en", "ar"]) {
        it(`has nothing for axe to say, in ${lang}`, async () => {
          await look({ lang });
          const views = await page.evaluate(async (all) => {
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            // Another theme has other colours, and nothing else.
            const options = { runOnly: all ? tags : { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"] };
            const box = document.querySelector("#views") as HTMLElement;
            const found: { view: string; violations: AxeResults["violations"]; passes: string[] }[] = [];
            // One phone in the page at a time, as people have it: some rules are about a whole page. What has no slot
            // is neither drawn nor looked at, and yet it stays where it is.
            const slot = (box.shadowRoot ?? box.attachShadow({ mode: "open" })).appendChild(box.shadowRoot?.querySelector("slot") ?? document.createElement("slot"));
            slot.name = "alone";
            for (const figure of box.querySelectorAll("figure")) {
              figure.slot = "alone";
              const { violations, passes } = await globalThis.axe.run([...figure.children].slice(1), options);
              figure.slot = "";
              found.push({ view: figure.dataset["view"] ?? "", violations, passes: passes.map(({ id }) => id) });
            }
            slot.name = "";
            return found;
          }, theme === "light");
          assert.deepEqual(
            views.flatMap(({ view, violations }) =>
              violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`),
            ),
            [],
          );
          const judged = (rule: string): number => views.filter(({ passes }) => passes.includes(rule)).length;
          const rules = ["color-contrast", ...(theme === "light" ? ["landmark-unique", "heading-order"] : [])];
          const counts = rules.map((rule) => [rule, judged(rule)]);
          for (const [rule, count] of counts) assert.ok(Number(count) > 40, `${rule} judged ${count} of ${views.length} views`);
        });
      }
    });
  }

  it("calls every control by what stands on it, and lays no words over others, in every language and width", async () => {
    const files = readdirSync(new URL("../../src/element/languages", import.meta.url));
    assert.ok(files.length >= 13, files.join(" "));
    for (const lang of ["en", "pseudo", ...files.map((file) => /^words-(.+)\.ts$/.exec(file)?.[1] ?? "")]) {
      await look({ lang });
      // The one that is made by a rule has no words in another order.
      if (lang !== "pseudo") assert.deepEqual(await page.evaluate(() => globalThis.reach.labels()), [], lang);
      for (const width of ["280", "320", "360", "720"]) {
        const { measured, failures } = await page.evaluate((pixels) => {
          document.documentElement.style.setProperty("--width", `${pixels}px`);
          return globalThis.reach.overlaps(/^(Wolfeschlegel|Donaudampf)/);
        }, width);
        assert.ok(measured > 1000, String(measured));
        assert.deepEqual(failures, [], `${lang}, ${width} px`);
      }
    }
  });

  it("reads as it did", async () => {
    await look({ theme: "light", lang: "en" });
    const now = await readTrees(session);
    if (process.env["UPDATE"]) writeFileSync(trees, now);
    const byView = (text: string): string[] => text.split(/\n(?=# )/);
    const [before, after] = [byView(readFileSync(trees, "utf8")), byView(now)];
    const update = "if that is meant: UPDATE=1 node --import tsx --test test/package/reach.test.ts";
    assert.deepEqual(
      after.filter((view) => !before.includes(view)),
      before.filter((view) => !after.includes(view)),
      update,
    );
    assert.equal(after.length, before.length, update);
  });

  it("keeps everything with the page at 400 %, with text at 200 %, and with text spaced out", async () => {
    // The gallery's own margins are no part of the question, and a floating phone has the whole window.
    await page.addStyleTag({ content: "body { padding: 0 } figure.floating { grid-column: auto; inline-size: max(var(--width), min(24.5rem, 100vw)) }" });
    for (const lang of ["en", "de", "ar"]) {
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
        sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }");
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
