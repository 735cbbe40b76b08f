import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "puppeteer-core";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import { createHostPages, type HostPages, pageWith, version } from "../support/host-pages.js";
import { coreIsIdle, createStage, type Stage } from "../support/stage.js";
import { openWidget, type Widget } from "../support/widget.js";

const tone = "+4780000002";

/** Counts what a policy forbids, and gives the browser's own microphone back where `native`. */
const watch =
  (native: boolean) =>
  async (page: Page): Promise<void> => {
    await page.evaluateOnNewDocument((own: boolean) => {
      const violations: string[] = [];
      Object.assign(globalThis, { violations });
      addEventListener(
        "securitypolicyviolation",
        ({ effectiveDirective, blockedURI, sample }) =>
          violations.push(`${effectiveDirective} ${blockedURI} ${sample}`),
        true,
      );
      if (own) delete (navigator.mediaDevices as { getUserMedia?: unknown }).getUserMedia;
    }, native);
  };

describe("a strict page", () => {
  let host: HostPages;
  let frames: HostPages;
  let stage: Stage;
  let browser: TestBrowser;
  let alice: Widget | undefined;
  before(async () => {
    [host, frames] = await Promise.all([createHostPages(), createHostPages()]);
    [stage, browser] = await Promise.all([createStage({ allowOrigins: [host.url, frames.url] }), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await Promise.all([stage.close(), host.close(), frames.close()]);
  });
  afterEach(async () => {
    await alice?.settle("hangup");
    await alice?.close();
    alice = undefined;
    await coreIsIdle(stage, 20_000);
  });

  const tag = (attributes = ""): string =>
    `<web-terminal endpoint="${stage.url}" token="demo-alice" ${attributes}></web-terminal>`;
  const policy = (script: string): string =>
    [
      "default-src 'none'",
      `script-src ${script}`,
      `connect-src ${stage.url.replace("http", "ws")}`,
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types lit-html",
    ].join("; ");

  for (const [name, file, allowed] of [
    ["the bundle alone", "web-terminal.bundle.js", `/cdn/${version}/web-terminal.bundle.js`],
    ["the chunks' folder", "web-terminal.js", `/cdn/${version}/`],
  ] as const) {
    it(`that allows ${name} sees no violation in a whole call`, async () => {
      const script = `/cdn/${version}/${file}`;
      const body = `${tag('call-mode="multiple" call-links="detect" region="NO" history')}<b id="mark" data-web-terminal-call="${tone}">Call</b><p>80 00 00 04</p>`;
      const url = host.set(`/strict-${file}/page`, {
        body: pageWith(body, { script }),
        headers: { "Content-Security-Policy": policy(host.url + allowed) },
      });
      const page = (alice = await openWidget(browser, stage, "alice", { url, prepare: watch(false), ready: false }));
      // The browser's own way in: a test's waiting by script in the page would be forbidden as well.
      const holds = (condition: string): Promise<unknown> => until(condition, () => page.page.evaluate(condition));
      const element = "document.querySelector('web-terminal')";
      await holds(`${element}?.connection === 'ready'`);
      await holds("document.querySelector('#mark').tabIndex === 0");
      await holds("(CSS.highlights.get('web-terminal-number')?.size ?? 0) > 0");
      await page.page.click("#mark");
      await holds(`${element}.call?.state === 'active'`);
      await page.waitForTone(440);
      await page.do("sendDigits", "12");
      await page.do("mute", true);
      await page.do("hold", true);
      await page.page.click("#mark");
      await holds(`${element}.shadowRoot.firstElementChild.shadowRoot?.querySelector('[role=alertdialog]') != null`);
      await page.page.keyboard.press("Escape");
      await page.do("hangup");
      await page.waitForEvent("call-ended");
      assert.deepEqual(await page.page.evaluate("violations"), []);
      assert.deepEqual(
        page.errors.filter((error) => !error.includes("favicon")),
        [],
      );
    });
  }

  it("may be a frame: it calls where the page allows the microphone, and says it where the page does not", async () => {
    const frame = frames.set("/frame", pageWith(tag()));
    for (const allow of ["", "microphone; autoplay; speaker-selection"]) {
      const url = host.set(
        "/frames",
        `<!doctype html><title>Outer</title><iframe src="${frame}" allow="${allow}"></iframe>`,
      );
      const outer = await browser.open(url, { prepare: watch(true) });
      const inner = await until("the frame", () => outer.page.frames().find((each) => each.url() === frame));
      await inner.waitForFunction("document.querySelector('web-terminal')?.connection === 'ready'", { polling: 50 });
      const code = await inner.evaluate(async (number) => {
        try {
          await document.querySelector("web-terminal")!.dial(number);
          return "calls";
        } catch (error) {
          return (error as { code: string }).code;
        }
      }, tone);
      if (allow === "") {
        const codes = await until("the reason", async () => {
          const all = await inner.evaluate(() =>
            globalThis.probe.events.filter(({ type }) => type === "terminal-error").map(({ error }) => error!.code),
          );
          return all.length > 0 && all;
        });
        assert.deepEqual(codes, ["microphone-blocked-by-policy"], code);
      } else {
        await inner.waitForFunction("document.querySelector('web-terminal').call?.state === 'active'", { polling: 50 });
        await inner.evaluate(() => document.querySelector("web-terminal")!.hangup());
      }
      await outer.close();
    }
  });

  it("keeps its own styles, globals, history and focus", async () => {
    const html = `<!doctype html><html><head><style>body{font:20px serif;color:teal} button{color:red} :root{--wt-mine:1}</style></head><body><input id="field" autofocus><p><b>Text</b> 80 00 00 04</p><button>Own</button></body></html>`;
    const page = (alice = await openWidget(browser, stage, "alice", {
      url: host.set("/untouched", html),
      ready: false,
      prepare: watch(false),
    }));
    const facts = (): Promise<unknown> =>
      page.page.evaluate(() => ({
        styles: [...document.querySelectorAll("html, body, input, p, b, button")].map((node) => {
          const style = getComputedStyle(node);
          return [...style].map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
        }),
        globals: Object.getOwnPropertyNames(globalThis)
          .filter((name) => !/^(probe|violations|__|\d|\$|cdc_|webkit|puppeteer)/.test(name))
          .sort(),
        attributes: [document.documentElement, document.body].map((node) =>
          [...node.attributes].map(({ name, value }) => `${name}=${value}`),
        ),
        sheets: document.styleSheets.length,
        history: history.length,
        focus: document.activeElement?.id,
        title: document.title,
        markup: document.body.firstElementChild?.parentElement?.querySelector("p")?.outerHTML,
      }));
    await page.page.focus("#field");
    const before = await facts();
    await page.page.evaluate(
      async (src, endpoint) => {
        await import(src);
        const element = Object.assign(document.createElement("web-terminal"), {
          endpoint,
          token: "demo-alice",
          mode: "floating",
          callLinks: "detect",
          region: "NO",
        });
        document.body.append(element);
      },
      `/cdn/${version}/web-terminal.js`,
      stage.url,
    );
    await page.waitForConnection("ready");
    await page.do("dial", tone);
    await page.waitForState("active");
    await page.waitFor("(CSS.highlights.get('web-terminal-number')?.size ?? 0) > 0");
    const during = await facts();
    // lit notes its versions for whoever loads it twice; ours adds no global of its own.
    const lit = /^(lit(Html|Element)Versions|litPropertyMetadata|reactiveElementVersions)$/;
    const withoutLit = (found: unknown): unknown => ({
      ...(found as object),
      globals: (found as { globals: string[] }).globals.filter((name) => !lit.test(name)),
    });
    assert.deepEqual(withoutLit(during), before);
    await page.page.evaluate(() => document.querySelector("web-terminal")!.remove());
    await page.waitFor("(CSS.highlights.get('web-terminal-number')?.size ?? 0) === 0");
    assert.deepEqual(withoutLit(await facts()), before);
    assert.equal(await page.page.evaluate("document.adoptedStyleSheets.length"), 0);
  });
});
