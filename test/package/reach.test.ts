/**
 * What docs/accessibility.md promises, measured in every view of the gallery, which is the element itself. One browser,
 * one page. `UPDATE=1` writes the trees anew: `UPDATE=1 node --import tsx --test test/package/reach.test.ts`.
 */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import type { CDPSession, Page } from "puppeteer-core";
import { readTrees } from "../support/ax-tree.js";
import { type AxeResults, type Gallery, type Measured, openGallery } from "../support/gallery-page.js";

const trees = new URL("reach/trees.txt", import.meta.url);

describe("reach", () => {
  let gallery: Gallery;
  let page: Page;
  let session: CDPSession;
  const look: Gallery["look"] = (looks) => gallery.look(looks);
  /** What the system of the person asks for. */
  const prefer = (features: Record<string, string>): Promise<unknown> =>
    session.send("Emulation.setEmulatedMedia", {
      features: Object.entries(features).map(([name, value]) => ({ name, value })),
    });
  const ask = (question: "contrast" | "edges" | "focusEach" | "targets"): Promise<Measured> =>
    page.evaluate((name) => globalThis.reach[name](), question);

  before(async () => {
    gallery = await openGallery("reach");
    ({ page, session } = gallery);
  });
  after(() => gallery?.close());

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
          for (const question of ["contrast", "edges", "focusEach"] as const)
            assert.deepEqual((await ask(question)).failures, [], question);
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
            const options = {
              runOnly: all ? tags : { type: "rule", values: ["color-contrast"] },
              resultTypes: ["violations"],
            };
            const box = document.querySelector("#views") as HTMLElement;
            const found: { view: string; violations: AxeResults["violations"]; passes: string[] }[] = [];
            // One phone in the page at a time, as people have it: some rules are about a whole page. What has no slot
            // is neither drawn nor looked at, and yet it stays where it is.
            const slot = (box.shadowRoot ?? box.attachShadow({ mode: "open" })).appendChild(
              box.shadowRoot?.querySelector("slot") ?? document.createElement("slot"),
            );
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
              violations.map(
                ({ id, nodes }) => `${view}: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
              ),
            ),
            [],
          );
          const judged = (rule: string): number => views.filter(({ passes }) => passes.includes(rule)).length;
          const rules = ["color-contrast", ...(theme === "light" ? ["landmark-unique", "heading-order"] : [])];
          const counts = rules.map((rule) => [rule, judged(rule)]);
          for (const [rule, count] of counts)
            assert.ok(Number(count) > 40, `${rule} judged ${count} of ${views.length} views`);
        });
      }
    });
  }

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
});
