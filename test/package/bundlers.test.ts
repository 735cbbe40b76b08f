/** A user's project: the packed package installed, bundled by Vite and by webpack, and loaded by a browser. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { build as vite } from "vite";
import webpack from "webpack";
import { installInto, own, pack, temporaryFolder } from "../support/packed.js";
import { type TestBrowser, launchBrowser } from "../support/browser.js";
import { type StaticSite, serveFolder } from "../support/static-site.js";

/** What a user writes, each bundled for itself. */
const programs = {
  define: `import "web-terminal-phone/define";`,
  // Uses a name, so that it stays; nothing may come along that registers.
  names: `import { TerminalError, WebTerminalElement } from "web-terminal-phone";
globalThis.found = [new TerminalError("vetoed").code, WebTerminalElement.name.length > 0];`,
  nothing: `import "web-terminal-phone";`,
  headless: `import { createPhone } from "web-terminal-phone/phone";
globalThis.found = typeof createPhone;`,
};
type Program = keyof typeof programs;
const names = Object.keys(programs) as Program[];

/** Bundles one program into a folder, as `main.js` and its chunks. */
type Bundle = (project: string, program: Program, into: string) => Promise<void>;

const bundlers: Record<string, Bundle> = {
  async vite(project, program, into) {
    await vite({
      root: project,
      configFile: false,
      logLevel: "error",
      build: {
        outDir: into,
        emptyOutDir: false,
        modulePreload: { polyfill: false },
        rollupOptions: { input: path.join(project, `${program}.js`), output: { entryFileNames: "main.js" } },
      },
    });
  },
  webpack: (project, program, into) =>
    new Promise((resolve, reject) => {
      webpack(
        {
          context: project,
          mode: "production",
          entry: `./${program}.js`,
          output: { path: into, filename: "main.js", publicPath: "auto" },
          performance: false,
        },
        (error, stats) => {
          const { errors = [], warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
          const said = [...errors, ...warnings].map((each) => each.message);
          if (error === null && said.length === 0) resolve();
          else reject(new Error(`${error?.message ?? ""}${said.join("\n")}`));
        },
      );
    }),
};

/** An empty page but for the bundle. */
const emptyPage = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="main.js"></script>`;

const scriptsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));

describe("a project that installs the package", () => {
  const folder = temporaryFolder();
  const output = path.join(folder.path, "out");
  let site: StaticSite;
  let browser: TestBrowser;

  before(async () => {
    installInto(folder.path, pack(folder.path).tarball);
    for (const name of names) writeFileSync(path.join(folder.path, `${name}.js`), programs[name]);
    [browser, site] = await Promise.all([launchBrowser(), serveFolder(output, emptyPage)]);
  });
  after(async () => {
    await browser.close();
    site.close();
    folder.remove();
  });

  /** Loads a bundle, and says what it did to its page. */
  const load = async (
    bundler: string,
    program: Program,
  ): Promise<{ registered: boolean; found: unknown; errors: readonly string[] }> => {
    const page = await browser.open(`${site.url}/${bundler}/${program}/`);
    const result = await page.page.evaluate(() => ({
      registered: customElements.get("web-terminal") !== undefined,
      found: (globalThis as { found?: unknown }).found ?? null,
    }));
    const { errors } = page;
    await page.close();
    return { ...result, errors };
  };

  it("gets nothing that only Node could use", () => {
    const installed = readdirSync(path.join(folder.path, "node_modules"));
    for (const name of Object.keys(own.peerDependencies)) assert.ok(!installed.includes(name), name);
  });

  for (const [bundler, bundle] of Object.entries(bundlers)) {
    describe(`with ${bundler}`, () => {
      before(async () => {
        for (const name of names) await bundle(folder.path, name, path.join(output, bundler, name));
      });

      it("registers the element by importing ./define", async () => {
        assert.deepEqual(await load(bundler, "define"), { registered: true, found: null, errors: [] });
      });

      it("registers nothing by importing names", async () => {
        assert.deepEqual(await load(bundler, "names"), { registered: false, found: ["vetoed", true], errors: [] });
      });

      it("has the phone without the element, and without lit", async () => {
        assert.deepEqual(await load(bundler, "headless"), { registered: false, found: "function", errors: [] });
        for (const file of scriptsIn(path.join(output, bundler, "headless"))) {
          assert.doesNotMatch(
            readFileSync(path.join(output, bundler, "headless", file), "utf8"),
            /litElementVersions|litHtmlVersions/,
            file,
          );
        }
      });

      it("leaves everything out that is imported and not used", () => {
        const size = scriptsIn(path.join(output, bundler, "nothing")).reduce(
          (sum, file) => sum + readFileSync(path.join(output, bundler, "nothing", file)).length,
          0,
        );
        assert.ok(size < 1000, `${size} bytes are left of an import that nobody uses`);
      });

      it("has nothing of Node in any bundle", () => {
        for (const file of scriptsIn(path.join(output, bundler))) {
          const text = readFileSync(path.join(output, bundler, file), "utf8");
          // A bundler that meets a module of Node in a page's code puts an empty stand-in there, and goes on.
          assert.doesNotMatch(text, /(from|import\(|require\()\s*["'](node:|ws["'])|__vite-browser-external/, file);
        }
      });
    });
  }
});
