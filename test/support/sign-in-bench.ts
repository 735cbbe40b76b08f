/** What the tests of signing in share: a provider, a gateway that knows it, somebody's page, and the window that it opens. */
import assert from "node:assert/strict";
import type { ElementHandle, Frame, Page } from "puppeteer-core";
import { createDemoProvider, type DemoProvider } from "../../demo/sign-in/provider.mjs";
import { launchBrowser, type TestBrowser, until } from "./browser.js";
import { createHostPages, type HostPages, pageWith } from "./host-pages.js";
import { createStage, type Stage } from "./stage.js";
import { openWidget, type Widget } from "./widget.js";

const users = [{ name: "alice", number: "+4790000001" }];

/** The element's button. */
export const button = ">>> [part=sign-in-button]";

/** Puppeteer's own waiting looks at frames that a page behind another one does not draw. */
export const find = (page: Page | Frame, selector: string): Promise<ElementHandle> =>
  until(selector, async () => (await page.$(selector).catch(() => null)) ?? undefined);

/** Waits until the widget says this. */
export async function says(widget: Widget, text: string): Promise<void> {
  await until(`"${text}"`, async () => (await widget.text()).includes(text)).catch(async (error: unknown) => {
    throw new Error(`it says: ${await widget.text()}`, { cause: error });
  });
}

/** All that it takes to sign in. */
export interface SignInBench {
  readonly provider: DemoProvider;
  readonly stage: Stage;
  readonly host: HostPages;
  readonly browser: TestBrowser;
  /** An element with `sign-in`. */
  readonly tag: string;
  /** Opens a page of the host; `body` instead of the page around the tag. */
  show(name: string, options?: { headers?: Record<string, string>; beside?: Widget; body?: string }): Promise<Widget>;
  /** Clicks the button, and gives the window that opens. */
  openWindow(widget: Widget): Promise<Page>;
  /** The whole way, as Alice. */
  signIn(widget: Widget): Promise<void>;
  /** Closes the pages, and puts the provider back as it was. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** Makes one. Close it, or the test's process never ends. */
export async function createSignInBench(): Promise<SignInBench> {
  const [provider, host] = await Promise.all([createDemoProvider({ users }), createHostPages()]);
  const { issuer, client } = provider;
  const [stage, browser] = await Promise.all([
    createStage({
      core: { userOf: provider.userOf },
      allowOrigins: [host.url],
      signIn: { issuer, clientId: client.id, clientSecret: client.secret },
    }),
    launchBrowser(),
  ]);
  const tag = `<web-terminal endpoint="${stage.url}" sign-in></web-terminal>`;
  const open: Widget[] = [];

  async function openWindow(widget: Widget): Promise<Page> {
    const target = new Promise<Page | null>((resolve) => widget.page.once("popup", resolve));
    await (await find(widget.page, button)).click();
    const popup = await target;
    assert.ok(popup);
    return popup;
  }

  return {
    provider,
    stage,
    host,
    browser,
    tag,
    async show(name, { headers = {}, beside, body = pageWith(tag) } = {}) {
      const url = host.set(`/${name}`, { body, headers });
      const widget = await openWidget(browser, stage, "", { url, ready: false, ...(beside && { beside }) });
      open.push(widget);
      return widget;
    },
    openWindow,
    async signIn(widget) {
      const popup = await openWindow(widget);
      await (await find(popup, "button[value=alice]")).click();
      await until("the window to close", () => popup.isClosed());
      await widget.waitForConnection("ready");
    },
    async tidy() {
      for (const widget of open.splice(0).reverse()) await widget.close().catch(() => undefined);
      Object.assign(provider.settings, { tokenSeconds: 3600, headers: {} });
    },
    async close() {
      await browser.close();
      await Promise.all([stage.close(), host.close(), provider.close()]);
    },
  };
}
