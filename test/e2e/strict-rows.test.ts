/** The table of docs/integrate/csp.md, line by line: with it nothing is forbidden, without it just that. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "puppeteer-core";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import { createHostPages, type HostPages, pageWith, version } from "../support/host-pages.js";
import { coreIsIdle, createStage, type Stage } from "../support/stage.js";
import { openWidget, type Widget } from "../support/widget.js";

const folder = `/cdn/${version}/`;
const element = "document.querySelector('web-terminal')";
/** 64 samples of silence. In bytes below 128, which are the same as text. */
const wave = `RIFF\x64\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\0\0\0${"\x7f".repeat(64)}`;

const watch = async (page: Page): Promise<void> => {
  await page.evaluateOnNewDocument(() => {
    const violations: string[] = [];
    Object.assign(globalThis, { violations });
    addEventListener(
      "securitypolicyviolation",
      ({ effectiveDirective, blockedURI }) => violations.push(`${effectiveDirective} ${blockedURI}`),
      true,
    );
  });
};

describe("a strict page that uses more", () => {
  let host: HostPages;
  let store: HostPages;
  let stage: Stage;
  let browser: TestBrowser;
  let alice: Widget | undefined;
  before(async () => {
    [host, store] = await Promise.all([createHostPages(), createHostPages()]);
    [stage, browser] = await Promise.all([createStage({ allowOrigins: [host.url] }), launchBrowser()]);
    host.set("/token", {
      body: '{"access_token":"demo-alice","expires_in":3600}',
      headers: { "Content-Type": "application/json" },
    });
    store.set("/ring.wav", { body: wave, headers: { "Content-Type": "audio/wav" } });
    store.set("/ada.svg", {
      body: '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
      headers: { "Content-Type": "image/svg+xml" },
    });
  });
  after(async () => {
    await browser.close();
    await Promise.all([stage.close(), host.close(), store.close()]);
  });
  afterEach(async () => {
    await alice?.settle("hangup");
    await alice?.close();
    alice = undefined;
    await coreIsIdle(stage, 20_000);
  });

  const open = async (
    attributes: string,
    policy: Readonly<Record<string, string>>,
    head = "",
    script = `${host.url}${folder}`,
  ): Promise<Widget> => {
    const directives = {
      "default-src": "'none'",
      "script-src": script,
      "base-uri": "'none'",
      "require-trusted-types-for": "'script'",
      "trusted-types": "lit-html",
      ...policy,
    };
    const url = host.set("/strict", {
      body: pageWith(`<web-terminal endpoint="${stage.url}" ${attributes}></web-terminal>`, { head }),
      headers: {
        "Content-Security-Policy": Object.entries(directives)
          .map((pair) => pair.join(" "))
          .join("; "),
      },
    });
    return (alice = await openWidget(browser, stage, "alice", { url, prepare: watch, ready: false }));
  };
  // The browser's own way in: a test's waiting by script in the page would be forbidden as well.
  const holds = (condition: string): Promise<unknown> => until(condition, () => alice!.page.evaluate(condition));
  const violations = async (): Promise<string[]> =>
    [...new Set((await alice!.page.evaluate("violations")) as string[])].sort();
  /** Somebody calls whose picture the page knows. */
  const ring = async (): Promise<void> => {
    await holds(`${element}?.connection === 'ready'`);
    await alice!.page.evaluate((picture) => {
      document.querySelector("web-terminal")!.resolveContact = async () => ({ name: "Ada", picture });
    }, `${store.url}/ada.svg`);
    await stage.control().placeCall({ from: "+4799999999", to: "+4790000001" });
    await holds(`${element}.call?.contact?.name === 'Ada'`);
    await holds(`${element}.shadowRoot.querySelector('img')?.complete === true`);
  };
  const more = `token-url="/token" ring-url="RING" transport="fetch"`;

  it("is allowed each by its own line: fetch, token-url, ring-url, pictures", async () => {
    const attributes = more.replace("RING", `${store.url}/ring.wav`);
    await open(attributes, { "connect-src": `${stage.url} 'self' ${store.url}`, "img-src": store.url });
    await ring();
    assert.ok(((await alice!.page.evaluate(`${element}.shadowRoot.querySelector('img').naturalWidth`)) as number) > 0);
    const asked = `performance.getEntriesByType('resource').some(({ name }) => name === '${store.url}/ring.wav')`;
    await holds(asked);
    await alice!.do("answer");
    await alice!.waitForTone(440);
    assert.deepEqual(await violations(), []);
  });

  it("is forbidden just what its policy leaves out, and calls all the same", async () => {
    const attributes = `token="demo-alice" ring-url="${store.url}/ring.wav"`;
    await open(attributes, { "connect-src": stage.url.replace("http", "ws") });
    await ring();
    await until("both", async () => (await violations()).length === 2);
    assert.deepEqual(await violations(), [`connect-src ${store.url}/ring.wav`, `img-src ${store.url}/ada.svg`]);
    await alice!.do("answer");
    await alice!.waitForTone(440);
  });

  it("says that the token, or the gateway, could not be had", async () => {
    await open(`token-url="/token"`, { "connect-src": stage.url.replace("http", "ws") });
    assert.equal((await alice!.waitForEvent("terminal-error")).error!.code, "token-source-failed");
    assert.deepEqual(await violations(), [`connect-src ${host.url}/token`]);
    await alice!.close();
    await open(`token="demo-alice" transport="fetch"`, { "connect-src": stage.url.replace("http", "ws") });
    await until("it", async () => (await violations()).some((text) => text.startsWith(`connect-src ${stage.url}`)));
  });

  /** A page in whose policy the templates' own may have no place; `own`: it makes one of that name itself. */
  const typed = async (types: string, own = ""): Promise<Page> => {
    const script = `<script nonce="own">addEventListener("error", ({ message }) => (globalThis.failure = message)); ${own}</script>`;
    const directives = [
      `default-src 'none'; script-src 'nonce-own' ${host.url}${folder}; connect-src ${stage.url.replace("http", "ws")}`,
      `require-trusted-types-for 'script'; trusted-types ${types}`,
    ];
    const tag = `<web-terminal endpoint="${stage.url}" token="demo-alice"><a href="/phone">Phone</a></web-terminal>`;
    const url = host.set("/typed", {
      body: pageWith(tag, { head: script }),
      headers: { "Content-Security-Policy": directives.join("; ") },
    });
    const page = await browser.browser.newPage();
    await watch(page);
    await page.goto(url);
    return page;
  };
  const sameName = `trustedTypes.createPolicy("lit-html", {});`;

  for (const [what, types, own] of [
    ["no policy", "'none'", ""],
    ["other policies alone", "dompurify", ""],
    ["its policy once, and makes it itself", "lit-html", sameName],
  ] as const) {
    it(`is told by the browser where the page allows ${what}: no phone, and the page's own link instead`, async () => {
      const page = await typed(types, own);
      await until("the failure", () => page.evaluate("globalThis.failure !== undefined"));
      assert.match(String(await page.evaluate("failure")), /lit-html.*(disallowed|already exists)/);
      assert.deepEqual(await page.evaluate("violations"), ["trusted-types trusted-types-policy"]);
      assert.equal(await page.evaluate("customElements.get('web-terminal') === undefined"), true);
      assert.equal(await page.evaluate(`${element}.innerText`), "Phone");
      await page.close();
    });
  }

  it("shares the name of its policy with a page that allows duplicates", async () => {
    const page = await typed("lit-html 'allow-duplicates'", sameName);
    await until("the phone", () => page.evaluate(`${element}.connection === 'ready'`));
    assert.deepEqual(await page.evaluate("violations"), []);
    await page.close();
  });

  it("covers its chunks by an import map, which lets in the right ones and no other", async () => {
    const { files } = JSON.parse(readFileSync(new URL("../../dist/cdn/integrity.json", import.meta.url), "utf8")) as {
      files: Record<string, string>;
    };
    const map = (change: (name: string, hash: string) => string): string => {
      const hashes = Object.entries(files).map(
        ([name, hash]) => [`${host.url}${folder}${name}`, change(name, hash)] as const,
      );
      return `<script type="importmap" nonce="own">${JSON.stringify({ integrity: Object.fromEntries<string>(hashes) })}</script>`;
    };
    const policy = { "connect-src": stage.url.replace("http", "ws") };
    const script = `'nonce-own' ${host.url}${folder}`;
    await open(
      `token="demo-alice"`,
      policy,
      map((_, hash) => hash),
      script,
    );
    await holds(`${element}?.connection === 'ready'`);
    assert.deepEqual(await violations(), []);
    const chunk = Object.keys(files).find((name) => name.startsWith("in-call-"))!;
    const load = `import("${host.url}${folder}${chunk}").then(() => "loaded", () => "refused")`;
    assert.equal(await alice!.page.evaluate(load), "loaded");
    await alice!.close();
    const wrong = files["web-terminal.js"]!;
    await open(
      `token="demo-alice"`,
      policy,
      map((name, hash) => (name === chunk ? wrong : hash)),
      script,
    );
    assert.equal(await alice!.page.evaluate(load), "refused");
    await holds(`${element}?.connection === 'ready'`);
  });
});
