/** The gallery in a browser of its own, with what measures it (`page-reach.js`) and axe in the page. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import puppeteer, { type CDPSession, type Page } from "puppeteer-core";
import { makePage, servePage } from "../../scripts/gallery.mjs";
import { ensureBrowser } from "../../scripts/lib/browser.mjs";

export interface Measured {
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

export interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly target: unknown }[];
  }[];
  readonly passes: readonly { readonly id: string }[];
}

declare global {
  var reach: Reach;
  var axe: { run(context: unknown, options: unknown): Promise<AxeResults> };
  var choose: (fields: { theme?: string; lang?: string; width?: string }) => void;
}

interface Looks {
  readonly theme?: string;
  readonly lang?: string;
  readonly width?: string;
}

/** All views on one page. */
export interface Gallery {
  readonly page: Page;
  readonly session: CDPSession;
  /** Shows them in another theme, language or width. */
  look(looks: Looks): Promise<void>;
  close(): Promise<void>;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const reach = readFileSync(new URL("page-reach.js", import.meta.url), "utf8");

/** Opens it; `name` is that of the test, for a folder that no other test writes into. */
export async function openGallery(name: string): Promise<Gallery> {
  const folder = fileURLToPath(new URL(`../../.cache/gallery-${name}`, import.meta.url));
  await makePage({ compiled: true, to: folder });
  const { url, close } = await servePage(folder);
  const browser = await puppeteer.launch({
    executablePath: await ensureBrowser(),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1600, height: 1000 });
  const session = await page.createCDPSession();
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
  await page.goto(url);
  await page.waitForFunction(() => document.body.dataset.drawn !== undefined, { timeout: 120_000, polling: 50 });
  await page.evaluate(reach);
  await page.evaluate(axe);
  const shown = { theme: "light", lang: "en" };
  return {
    page,
    session,
    async look(looks) {
      await page.evaluate((chosen) => globalThis.choose(chosen), looks);
      Object.assign(shown, looks);
      // The words have come when they stand there; until then it is English.
      await page.waitForFunction(
        ({ theme, lang }) =>
          [...document.querySelectorAll("web-terminal")].every((element) => {
            const panel = element.shadowRoot?.querySelector("section");
            return (
              element.getAttribute("theme") === theme &&
              (!panel ||
                (panel.lang === (lang === "pseudo" ? "en" : lang) && (panel.ariaLabel === "Phone") === (lang === "en")))
            );
          }),
        { polling: 20 },
        shown,
      );
      await page.evaluate(() => globalThis.reach.settle());
    },
    async close() {
      await browser.close();
      close();
    },
  };
}
