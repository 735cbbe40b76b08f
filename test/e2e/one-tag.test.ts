import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, describe, it } from "node:test";
import type { Page } from "puppeteer-core";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import { createHostPages, type HostPages, pageWith, version } from "../support/host-pages.js";
import { coreIsIdle, createStage, type Stage } from "../support/stage.js";
import { openWidget, type Widget } from "../support/widget.js";

const tone = "+4780000002";
const census = readFileSync(new URL("../support/page-census.js", import.meta.url), "utf8");

interface Census {
  readonly listeners: readonly string[];
  readonly timers: number;
  readonly sockets: number;
}

describe("one tag", () => {
  let host: HostPages;
  let store: HostPages;
  let stage: Stage;
  let browser: TestBrowser;
  let alice: Widget | undefined;
  let pages = 0;
  before(async () => {
    [host, store] = await Promise.all([createHostPages(), createHostPages()]);
    [stage, browser] = await Promise.all([createStage({ allowOrigins: [host.url] }), launchBrowser()]);
  });
  after(async () => {
    await browser.close();
    await Promise.all([stage.close(), host.close(), store.close()]);
  });
  afterEach(async () => {
    await alice?.page.evaluate(() =>
      Promise.allSettled([...document.querySelectorAll("web-terminal")].map((each) => each.hangup?.())),
    );
    await alice?.close();
    alice = undefined;
    await coreIsIdle(stage, 20_000);
  });

  const tag = (attributes = 'token="demo-alice"'): string =>
    `<web-terminal endpoint="${stage.url}" ${attributes}></web-terminal>`;
  const open = async (
    html: string,
    options: { ready?: boolean; prepare?: (page: Page) => Promise<void> } = {},
  ): Promise<Widget> => {
    pages += 1;
    alice = await openWidget(browser, stage, "alice", { url: host.set(`/page-${pages}`, html), ...options });
    return alice;
  };

  it("registers once when it is loaded from two versions, and says so once", async () => {
    const said: string[] = [];
    const page = await open(
      pageWith(tag(), {
        head: `<script type="module" src="/cdn/${version}/web-terminal.js"></script><script type="module" src="/cdn/0.0.9/web-terminal.js"></script>`,
      }),
      {
        prepare: async (each) =>
          void each.on("console", (message) => void said.push(`${message.type()} ${message.text()}`)),
      },
    );
    await until("the warning", () => said.length > 0);
    assert.deepEqual(said, [`warn <web-terminal> ${version} is already registered; version 0.0.9 is not used.`]);
    await page.do("dial", tone);
    await page.waitForTone(440);
    assert.deepEqual(page.errors, []);
  });

  it("works from an address with a query, and warns that it is fetched twice", async () => {
    const said: string[] = [];
    const page = await open(pageWith(tag(), { script: `/cdn/${version}/web-terminal.js?v=1` }), {
      prepare: async (each) => void each.on("console", (message) => void said.push(message.text())),
    });
    await page.do("dial", tone);
    await page.waitForTone(440);
    assert.deepEqual(said, [
      "<web-terminal> is loaded from an address with a query, and is therefore fetched twice. Put the version into the path instead.",
    ]);
    assert.deepEqual(page.errors, []);
  });

  it("comes from another origin, as one file with its hash, before or after the element", async () => {
    const { files } = JSON.parse(readFileSync(new URL("../../dist/cdn/integrity.json", import.meta.url), "utf8")) as {
      files: Record<string, string>;
    };
    const script = `<script type="module" crossorigin integrity="${files["web-terminal.bundle.js"]}" src="${store.url}/cdn/${version}/web-terminal.bundle.js"></script>`;
    const page = await open(`<!doctype html><title>After</title>${tag()}${script}`);
    await page.do("dial", tone);
    await page.waitForTone(440);
    const loaded = await page.page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .filter((name) => name.endsWith(".js")),
    );
    assert.deepEqual(loaded, [`${store.url}/cdn/${version}/web-terminal.bundle.js`]);
  });

  it("loads its chunks from the other origin's folder", async () => {
    const page = await open(pageWith(tag(), { script: `${store.url}/cdn/${version}/web-terminal.js` }));
    const loaded = await page.page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .map(({ name }) => name)
        .filter((name) => name.endsWith(".js")),
    );
    assert.ok(
      loaded.length > 1 && loaded.every((name) => name.startsWith(`${store.url}/cdn/${version}/`)),
      loaded.join(),
    );
  });

  it("counts properties that were set before it was there", async () => {
    const early =
      "<script>const early = document.querySelector('web-terminal'); early.getToken = async () => 'demo-alice'; early.region = 'NO';</script>";
    const page = await open(pageWith(`${tag("")}${early}`));
    assert.equal(await page.get("region"), "NO");
    assert.equal(await page.page.evaluate("Object.hasOwn(early, 'region')"), false);
  });

  it("keeps a call while it is moved and its parent is drawn anew, and two do not disturb each other", async () => {
    const page = await open(pageWith(`<main>${tag()}</main><aside></aside>${tag('id="second" token="demo-bob"')}`));
    await page.waitFor(`document.querySelector("#second").connection === "ready"`);
    await page.do("dial", tone);
    await page.waitForTone(440);
    await page.page.evaluate(() => {
      const element = document.querySelector("web-terminal")!;
      document.querySelector("aside")!.append(element);
      document.querySelector("main")!.innerHTML = "<p>Drawn anew</p>";
      document.querySelector("main")!.replaceChildren(element);
    });
    await page.page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    await page.waitForState("active");
    await page.waitForTone(440);
    assert.deepEqual(await page.events("call-ended"), []);
    assert.deepEqual(await page.page.evaluate("document.querySelector('#second').calls"), []);
  });

  it("hangs up when it is removed, and leaves nothing behind", async () => {
    const page = await open(pageWith(`<button data-web-terminal-call="${tone}">Call</button>`), {
      ready: false,
      prepare: async (each) => void (await each.evaluateOnNewDocument(census)),
    });
    await page.waitFor("customElements.get('web-terminal') !== undefined");
    const count = (): Promise<Census> => page.page.evaluate("census()") as Promise<Census>;
    const before = await count();
    await page.page.evaluate((endpoint) => {
      document.body.append(Object.assign(document.createElement("web-terminal"), { endpoint, token: "demo-alice" }));
    }, stage.url);
    await page.waitForConnection("ready");
    await page.do("dial", tone);
    await page.waitForTone(440);
    const during = await count();
    assert.ok(during.sockets > 0 && during.listeners.length > before.listeners.length, "the census counts nothing");
    await page.page.evaluate(() => document.querySelector("web-terminal")!.remove());
    await until("the core to end the call", async () => (await stage.control().listCalls({})).calls.length === 0);
    await until("the tracks to stop", async () => (await page.liveTracks()) === 0);
    await until("the peer connections to close", async () => (await page.openPeerConnections()) === 0);
    await until("the sockets to close", async () => (await count()).sockets === 0);
    await until("the timers to end", async () => (await count()).timers <= before.timers);
    assert.deepEqual((await count()).listeners, before.listeners);
    assert.equal(await page.openAudioContexts(), 0);
    assert.deepEqual(page.errors, []);
  });
});
