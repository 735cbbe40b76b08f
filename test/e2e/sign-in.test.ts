import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "node:test";
import type { ElementHandle, Frame, Page } from "puppeteer-core";
import { createDemoProvider, type DemoProvider } from "../../demo/sign-in/provider.mjs";
import { createGateway } from "../../src/gateway/index.js";
import { launchBrowser, type TestBrowser, until } from "../support/browser.js";
import { createHostPages, type HostPages, pageWith, version } from "../support/host-pages.js";
import { createStage, type Stage } from "../support/stage.js";
import { openWidget, type Widget } from "../support/widget.js";

const users = [{ name: "alice", number: "+4790000001" }];
const button = ">>> [part=sign-in-button]";

/** Puppeteer's own waiting looks at frames that a page behind another one does not draw. */
const find = (page: Page | Frame, selector: string): Promise<ElementHandle> =>
  until(selector, async () => (await page.$(selector).catch(() => null)) ?? undefined);

describe("sign-in", () => {
  let provider: DemoProvider;
  let stage: Stage;
  let host: HostPages;
  let browser: TestBrowser;
  const open: Widget[] = [];
  before(async () => {
    [provider, host] = await Promise.all([createDemoProvider({ users }), createHostPages()]);
    const { issuer, client } = provider;
    [stage, browser] = await Promise.all([
      createStage({
        core: { userOf: provider.userOf },
        allowOrigins: [host.url],
        signIn: { issuer, clientId: client.id, clientSecret: client.secret },
      }),
      launchBrowser(),
    ]);
  });
  after(async () => {
    await browser.close();
    await Promise.all([stage.close(), host.close(), provider.close()]);
  });
  afterEach(async () => {
    for (const widget of open.splice(0).reverse()) await widget.close();
    Object.assign(provider.settings, { tokenSeconds: 3600, headers: {} });
  });

  const tag = (): string => `<web-terminal endpoint="${stage.url}" sign-in></web-terminal>`;

  async function show(name: string, headers: Record<string, string> = {}, beside?: Widget, body = pageWith(tag())): Promise<Widget> {
    const url = host.set(`/${name}`, { body, headers });
    const widget = await openWidget(browser, stage, "", { url, ready: false, ...(beside && { beside }) });
    open.push(widget);
    return widget;
  }

  /** Clicks the button, and gives the window that opens. */
  async function openWindow(widget: Widget): Promise<Page> {
    const target = new Promise<Page | null>((resolve) => widget.page.once("popup", resolve));
    await (await find(widget.page, button)).click();
    const popup = await target;
    assert.ok(popup);
    return popup;
  }

  async function signIn(widget: Widget): Promise<void> {
    const popup = await openWindow(widget);
    await (await find(popup, "button[value=alice]")).click();
    await until("the window to close", () => popup.isClosed());
    await widget.waitForConnection("ready");
  }

  const says = async (widget: Widget, text: string): Promise<void> => {
    await until(`"${text}"`, async () => (await widget.text()).includes(text)).catch(async (error: unknown) => {
      throw new Error(`it says: ${await widget.text()}`, { cause: error });
    });
  };

  it("goes from a click to a call, on the strictest page, then through a reload and into a second tab, and out again", async () => {
    const policy = [
      "default-src 'none'",
      `script-src ${host.url}/cdn/${version}/`,
      `connect-src ${stage.url} ${stage.url.replace("http", "ws")}`,
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types lit-html",
    ].join("; ");
    const widget = await show("strict", { "Content-Security-Policy": policy });
    const { page } = widget;
    await page.evaluate("globalThis.violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective), true)");
    await find(page, button);
    assert.equal(await page.evaluate("document.querySelector('web-terminal').connection"), "signed-out");
    const popup = await openWindow(widget);
    const choice = await find(popup, "button[value=alice]");
    await says(widget, "Go on in the window that has opened.");
    await choice.click();
    await until("the window to close", () => popup.isClosed());
    // The policy forbids a test's waiting by script in the page.
    const holds = (condition: string): Promise<unknown> => until(condition, () => page.evaluate(condition));
    const element = "document.querySelector('web-terminal')";
    await holds(`${element}.connection === 'ready'`);
    await holds(`${element}.shadowRoot.activeElement?.getAttribute('part') === 'display'`);
    await widget.do("dial", "+4780000002");
    await widget.waitForTone(440);
    await widget.do("hangup");
    assert.deepEqual(await page.evaluate("violations"), []);
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    assert.doesNotMatch(kept, /refresh/);

    await page.reload();
    await holds(`${element}?.connection === 'ready'`);
    assert.equal(provider.asked.renewals, 0);
    const second = await show("second", {}, widget);
    await second.waitForConnection("ready");
    await second.page.evaluate(() => document.querySelector("web-terminal")!.shadowRoot!.querySelector<HTMLElement>("[value=settings]")!.click());
    await until("to sign out", () =>
      second.page.$$eval(">>> [part=settings] button", (all) => {
        const out = all.find((each) => each.textContent.trim() === "Sign out");
        (out as HTMLElement | undefined)?.click();
        return out !== undefined;
      }),
    );
    for (const each of [second, widget]) await says(each, "Sign in to use the phone");
    await until("the tokens to be taken back", () => provider.asked.revocations === 1);
    assert.equal(await page.evaluate("sessionStorage.length"), 0);
  });

  it("renews before the token expires, without a window, and asks anew when the session is over", async () => {
    // It has to be renewed at once, and then each second.
    provider.settings.tokenSeconds = 2;
    const widget = await show("renew");
    await signIn(widget);
    const before = provider.asked.renewals;
    await until("three renewals", () => provider.asked.renewals >= before + 3, 20_000);
    assert.equal(await widget.get("connection"), "ready");
    assert.deepEqual((await widget.events("connection-change")).map(({ connection }) => connection).slice(-1), ["ready"]);
    await provider.forgetAll();
    await stage.core.stop();
    await stage.core.start();
    await widget.waitForConnection("signed-out", 30_000);
    await find(widget.page, button);
    await signIn(widget);
  });

  it("says what to do when the person cancels, or closes the window", async () => {
    const widget = await show("leave");
    const canceled = await openWindow(widget);
    await (await find(canceled, "button[value='']")).click();
    await says(widget, "Signing in was refused, or canceled.");
    const closed = await openWindow(widget);
    await find(closed, "button[value=alice]");
    await closed.close();
    await says(widget, "The window was closed before you were signed in.");
    assert.equal(await widget.page.$eval(">>> [role=alert].trouble", (each) => each.textContent?.includes("Try again")), true);
    await signIn(widget);
  });

  it("says that the browser has blocked the window", async () => {
    const inner = host.set("/inner", pageWith(tag()));
    const widget = await show("outer", {}, undefined, `<iframe src="${inner}" sandbox="allow-scripts allow-same-origin"></iframe>`);
    const frame = await until("the frame", () => widget.page.frames().find((each) => each.url() === inner));
    await (await find(frame, button)).click();
    await find(frame, ">>> .trouble p");
    assert.match(await frame.$eval(">>> .trouble", (each) => each.textContent ?? ""), /The browser blocked the window\.\s+Allow pop-ups/);
  });

  it("says why a page or a provider that cuts its windows off gets no answer", async () => {
    const cut = { "Cross-Origin-Opener-Policy": "same-origin" };
    const severed = async (begins: string): Promise<string> =>
      until("the window's own words", async () => {
        for (const page of await browser.browser.pages()) {
          if (!page.url().startsWith(begins)) continue;
          const text = await page.$eval("#severed", (each) => ((each as HTMLElement).hidden ? "" : each.textContent)).catch(() => "");
          if (text !== "") return text ?? "";
        }
        return undefined;
      });
    const page = await show("cut", cut);
    await (await find(page.page, button)).click();
    assert.match(await severed(`${stage.url}/sign-in?`), /same-origin-allow-popups/);
    await says(page, "The window gave this page no answer.");
    await page.context.close();
    open.pop();

    provider.settings.headers = cut;
    const widget = await show("uncut");
    await openWindow(widget);
    const at = await until("the provider's page", async () => {
      for (const each of await browser.browser.pages()) if (each.url().startsWith(provider.issuer)) return each;
      return undefined;
    });
    await (await find(at, "button[value=alice]")).click();
    assert.match(await severed(`${stage.url}/sign-in/callback`), /the sign-in service may send no such header/);
    await says(widget, "The window was closed before you were signed in.");
  });

  it("says that a gateway without settings signs nobody in", async () => {
    const plain = await createGateway({ upstream: "http://127.0.0.1:1", allowOrigins: [host.url] });
    try {
      const widget = await show("plain", {}, undefined, pageWith(`<web-terminal endpoint="${plain.url}" sign-in></web-terminal>`));
      await says(widget, "Nobody can sign in here.");
      assert.equal(await widget.page.$(button), null);
    } finally {
      await plain.close();
    }
  });
});
